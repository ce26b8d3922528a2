"""下書き: entries as staff write them, before somebody publishes one or gives it back with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection, Engine, insert, select, update

from adapters.storage.database import writing
from adapters.storage.published import Overtaken, body_of, item_of
from adapters.storage.tables import Row, entry_drafts
from knowledge import Entry

D = entry_drafts.c


class DraftState(StrEnum):
    """Where a draft stands: written, given back with a reason, published, or withdrawn."""

    DRAFT = "draft"
    RETURNED = "returned"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


WAITING = (DraftState.DRAFT, DraftState.RETURNED)


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft. `version` counts its changes from 1; `based_on` is the revision in force when it was written, by `who`.

    `judge` published it or gave it back, and said `why`.
    """

    city: str
    entry: Entry
    version: int
    based_on: int
    who: str
    at: datetime
    state: DraftState
    judge: str = ""
    why: str = ""


class EntryDrafts:
    """Keeps the drafts in the database of `engine`, in the name of `who`: one of each id, until it is published or withdrawn.

    Whoever changes a draft says which version was looked at: Overtaken is raised where somebody else was faster.
    """

    def __init__(self, engine: Engine, who: str = "") -> None:
        self._engine = engine
        self._who = who

    def waiting(self, city: str) -> list[Draft]:
        """The drafts of `city` that are neither published nor withdrawn, those written first in front."""
        rows = select(entry_drafts).where(D.city == city, D.state.in_(WAITING)).order_by(D.at, D.id)
        with self._engine.connect() as connection:
            return [_draft(dict(row._mapping)) for row in connection.execute(rows)]

    def get(self, city: str, id: str) -> Draft:
        """The draft of that id which waits. Raises LookupError where there is none."""
        for draft in self.waiting(city):
            if draft.entry.id == id:
                return draft
        raise LookupError(f"{city} has no draft {id!r}. `madoguchi drafts list --city {city}` lists them.")

    def save(self, city: str, entries: Iterable[tuple[Entry, int]], based_on: int) -> None:
        """Keep `entries` as drafts, all or nothing; each with the version that it replaces, 0 for a new one.

        A draft that was given back waits again.
        """
        now = datetime.now(UTC)
        with writing(self._engine) as connection:
            for entry, seen in entries:
                written = {"body": body_of(entry), "based_on": based_on, "who": self._who, "at": now}
                _put(connection, city, entry.id, seen, written | {"state": DraftState.DRAFT, "judge": "", "why": ""})

    def give_back(self, draft: Draft, why: str) -> None:
        """Return `draft` to its writer. Raises ValueError without a reason."""
        if not why.strip():
            raise ValueError(f"the draft {draft.entry.id!r} needs a reason to be given back; say what is missing.")
        self._judge(draft, DraftState.RETURNED, why)

    def withdraw(self, draft: Draft, why: str = "") -> None:
        """Take `draft` back: nobody has to look at it any more."""
        self._judge(draft, DraftState.WITHDRAWN, why)

    def settle(self, draft: Draft, why: str = "") -> None:
        """Keep that `draft` was published."""
        self._judge(draft, DraftState.PUBLISHED, why)

    def _judge(self, draft: Draft, state: DraftState, why: str) -> None:
        with writing(self._engine) as connection:
            judged = {"state": state, "judge": self._who, "why": why}
            _put(connection, draft.city, draft.entry.id, draft.version, judged)


def _put(connection: Connection, city: str, id: str, seen: int, values: Row) -> None:
    """Write `values` over version `seen` of the draft, or anew where there is none that waits."""
    here = (D.city == city) & (D.id == id)
    now = connection.execute(select(D.version, D.state, D.who).where(here).with_for_update()).one_or_none()
    waits = now is not None and now.state in WAITING
    if seen != (now.version if now is not None and waits else 0):
        raise Overtaken(
            f"{city}: the draft {id!r} was changed meanwhile"
            + (f" by {now.who or 'unknown'}" if now is not None else "")
            + ". Nothing was kept. Look at what is there now, then do it again."
        )
    if now is None:
        connection.execute(insert(entry_drafts).values(city=city, id=id, version=1, **values))
    else:
        connection.execute(update(entry_drafts).where(here).values(version=now.version + 1, **values))


def _draft(row: Row) -> Draft:
    kept = {name: row[name] for name in ("city", "version", "based_on", "who", "at", "judge", "why")}
    return Draft(entry=item_of(Entry, row["body"]), state=DraftState(row["state"]), **kept)

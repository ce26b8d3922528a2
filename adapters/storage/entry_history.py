"""What a city published of one entry, revision by revision."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select

from adapters.storage.published import item_of
from adapters.storage.tables import entry_revisions, publications
from knowledge import Entry

R, P = entry_revisions.c, publications.c


@dataclass(frozen=True, slots=True)
class EntryVersion:
    """The entry as revision `revision` published it, with when, by whom and why; None: the city's own was taken away."""

    revision: int
    entry: Entry | None
    at: datetime
    who: str
    why: str


def entry_history(engine: Engine, city: str, id: str) -> list[EntryVersion]:
    """Every state of the city's own entry `id`, newest first; empty where it has none, or only the one common to all."""
    same = (P.city == R.city) & (P.revision == R.revision)
    rows = (
        select(R.revision, R.body, P.at, P.who, P.why)
        .join(publications, same)
        .where(R.city == city, R.id == id)
        .order_by(R.revision.desc())
    )
    with engine.connect() as connection:
        return [
            EntryVersion(revision, None if body is None else item_of(Entry, body), at, who, why)
            for revision, body, at, who, why in connection.execute(rows)
        ]

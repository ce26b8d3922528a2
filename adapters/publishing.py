"""Publishing drafts: the one way from what staff have written to what answers, for the command line and the web."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from adapters.shelves import Shelves
from adapters.storage import Draft, EntryDrafts


@dataclass(frozen=True, slots=True)
class Released:
    """Drafts that were published together as `revision`."""

    revision: int
    drafts: tuple[Draft, ...]


def publish_drafts(
    shelves: Shelves,
    drafts: EntryDrafts,
    chosen: Sequence[Draft],
    why: str = "",
    *,
    who: str = "",
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[Released]:
    """Publish `chosen`, drafts of one city, and settle them; those that were written on one revision go together.

    Raises Overtaken where an entry was published by somebody else since its draft was written; of that group nothing is
    published then.
    """
    for based_on, together in groupby(sorted(chosen, key=_based_on), key=_based_on):
        ready = tuple(together)
        reason = why or f"drafts of {_writers(ready)}"
        entries = [draft.entry for draft in ready]
        revision = shelves.publish(ready[0].city, reason, entries, based_on=based_on, who=who, progress=progress)
        for draft in ready:
            drafts.settle(draft, f"revision {revision}")
        yield Released(revision, ready)


def _based_on(draft: Draft) -> int:
    return draft.based_on


def _writers(drafts: Sequence[Draft]) -> str:
    return "、".join(dict.fromkeys(draft.who or "(unknown)" for draft in drafts))

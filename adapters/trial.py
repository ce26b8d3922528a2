"""Whether a new index finds what it holds, before it is used."""

from datetime import datetime

from index import Index, UnusableIndex
from knowledge import TOKYO, Audience, Knowledge

TRIED = 20  # entries that a new index must find by their own questions before it is used


def refuse_blind(index: Index, knowledge: Knowledge) -> None:
    """Raise UnusableIndex unless entries of `knowledge`, spread over all of them, are found by their own questions."""
    today = datetime.now(TOKYO).date()
    valid = [entry for entry in knowledge.entries if entry.valid_on(today)]
    for entry in valid[:: max(1, len(valid) // TRIED)]:
        if entry.id not in {hit.id for hit in index.search(entry.question, Audience.STAFF, today).entries}:
            raise UnusableIndex(
                f"the new index of {knowledge.city.code} does not find {entry.id!r} by its own question {entry.question!r}. "
                "Look at that entry; where it is published already, `madoguchi restore` goes back."
            )

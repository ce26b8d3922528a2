"""下書き: how a city would answer if an entry were published as it is written now."""

from dataclasses import replace

from bot.reply import Published
from bot.shelf import Shelf
from index.document import entry_document
from index.with_document import with_document
from knowledge import Entry

BESIDE = 30  # other entries, drawn evenly, beside which the length of the entry is judged


def with_draft(published: Published, entry: Entry) -> Published:
    """`published` with `entry` in it, new or in place of the one of the same id; nothing is saved."""
    before = published.shelf.knowledge.entries
    knowledge = published.shelf.knowledge.with_entries((entry,))
    shelf = Shelf(knowledge)
    others = [entry_document(other) for other in before[:: max(1, len(before) // BESIDE)] if other.id != entry.id]
    index = with_document(published.index, entry_document(shelf.entries[entry.id]), others)
    return replace(published, shelf=shelf, index=index)

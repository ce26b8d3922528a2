"""Finding an entry in the list: by words that stand in it, by its meaning where none do, and by what it is marked with."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from adapters.storage import Draft, DraftState
from bot import Published
from knowledge import Audience, Entry, Knowledge


class State(StrEnum):
    """What the list can be narrowed to. The values stand in addresses, the labels on the page."""

    WAITING = "waiting"
    RETURNED = "returned"
    MINE = "mine"
    OWN = "own"
    COMMON = "common"
    ENDED = "ended"
    COMING = "coming"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    State.WAITING: "下書き（公開待ち）",
    State.RETURNED: "差し戻し",
    State.MINE: "自分の下書き",
    State.OWN: "市の項目",
    State.COMMON: "共通の項目",
    State.ENDED: "有効期間が終わった",
    State.COMING: "有効期間がまだ",
}


@dataclass(frozen=True)
class Wanted:
    """What is looked for; empty fields do not narrow. `state` is a value of State."""

    q: str = ""
    section: str = ""
    category: str = ""
    audience: str = ""
    state: str = ""


@dataclass(frozen=True)
class Row:
    """An entry in the list as it is written now, with the draft that waits; `public` where some state of it is in force."""

    entry: Entry
    draft: Draft | None
    public: bool


@dataclass(frozen=True)
class Results:
    """`near`: no entry has the words, these are nearest in meaning."""

    rows: Sequence[Row]
    near: bool = False


def search(wanted: Wanted, published: Published, waiting: Sequence[Draft], who: str, day: date) -> Results:
    """The entries that fit, drafts that wait first; for words that none has, the nearest ones."""
    knowledge = published.shelf.knowledge
    rows = [row for row in _rows(knowledge, waiting) if _fits(row, wanted, knowledge, who, day)]
    words = _plain(wanted.q).split()
    found = [row for row in rows if all(word in text for text in [_haystack(row.entry)] for word in words)]
    if found or not words:
        return Results(found)
    by_id = {row.entry.id: row for row in rows}
    hits = published.index.search(wanted.q, Audience.STAFF).entries
    return Results([by_id[hit.id] for hit in hits if hit.id in by_id], near=True)


def _rows(knowledge: Knowledge, waiting: Sequence[Draft]) -> list[Row]:
    drafts: Mapping[str, Draft] = {draft.entry.id: draft for draft in waiting}
    known = {entry.id for entry in knowledge.entries}
    first = [Row(draft.entry, draft, draft.entry.id in known) for draft in waiting]
    return first + [Row(entry, None, True) for entry in knowledge.entries if entry.id not in drafts]


def _fits(row: Row, wanted: Wanted, knowledge: Knowledge, who: str, day: date) -> bool:
    entry = row.entry
    if wanted.section and wanted.section not in (entry.section, knowledge.city.section_for(entry.section).name):
        return False
    if wanted.category and not f"{entry.category}/".startswith(f"{wanted.category}/"):
        return False
    if wanted.audience and entry.audience.value != wanted.audience:
        return False
    return _stands(row, wanted.state, who, day)


def _stands(row: Row, state: str, who: str, day: date) -> bool:
    entry, draft = row.entry, row.draft
    return {
        State.WAITING.value: draft is not None and draft.state is DraftState.DRAFT,
        State.RETURNED.value: draft is not None and draft.state is DraftState.RETURNED,
        State.MINE.value: draft is not None and draft.who == who,
        State.OWN.value: entry.owned_by_city,
        State.COMMON.value: not entry.owned_by_city,
        State.ENDED.value: entry.valid_until is not None and entry.valid_until < day,
        State.COMING.value: entry.valid_from is not None and entry.valid_from > day,
    }.get(state, True)


def _haystack(entry: Entry) -> str:
    sources = (f"{source.title} {source.place}" for source in entry.source)
    parts = (entry.id, entry.question, *entry.phrasings, entry.answer, entry.easy_answer, entry.section, entry.category)
    return _plain("\n".join((*parts, *entry.tags, entry.note, *sources)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()

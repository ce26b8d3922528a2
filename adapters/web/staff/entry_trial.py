"""How an entry would look on the web and on LINE, and how questions would be answered with it, before it is published."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from threading import Lock
from typing import Protocol

from adapters.web.staff.counter import Unrecorded
from adapters.web.staff.entry_desk import EntryDesk
from bot import Bot, Published, Question, Reply, Shelf, UnknownChoice, chosen
from bot.draft import with_draft
from knowledge import TOKYO, Audience, Entry
from knowledge.entry_table import checked

KEPT = 4  # drafts whose index is kept for the next question; each takes some megabytes
SHOWN = 5  # candidates
OPENING = time(10)  # the moment of a day on which an entry that is not valid today is shown


class OnLine(Protocol):
    """An answer as LINE would show it."""

    @property
    def bubbles(self) -> Sequence[str]: ...
    @property
    def buttons(self) -> Sequence[str]: ...


class AsLine(Protocol):
    """Shows `reply` as LINE would; the application hands it in, for this channel does not know LINE."""

    def __call__(self, shelf: Shelf, reply: Reply, at: datetime) -> OnLine: ...


@dataclass(frozen=True)
class Look:
    """The answer as it would be shown at `at`; `line` is None for an entry that residents do not see."""

    reply: Reply
    at: datetime
    today: bool
    line: OnLine | None


@dataclass(frozen=True)
class Candidate:
    """What a question found, with the confidence given to it (0 to 100)."""

    id: str
    question: str
    percent: int
    this: bool


@dataclass(frozen=True)
class Asked:
    """What came of a question; `first` where the entry itself is the answer, `offered` where it is among the candidates
    that a person would see."""

    text: str
    reply: Reply
    first: bool
    offered: bool
    candidates: tuple[Candidate, ...]


def look(desk: EntryDesk, entry: Entry, as_line: AsLine) -> Look | None:
    """`entry` as it would be shown today, or on the first day on which it is valid; None where it has no answer yet."""
    if not entry.answer.strip():
        return None
    at, today = desk.now, entry.valid_on(desk.today)
    if not today:
        day = entry.valid_from if entry.valid_from and entry.valid_from > desk.today else entry.valid_until
        at = datetime.combine(day or desk.today, OPENING, TOKYO)
    shelf = Shelf(desk.knowledge.with_entries((entry,)))
    try:
        reply = chosen(Question(desk.city, "", at, entry.audience, choice=entry.id), shelf)
    except UnknownChoice:
        return None
    residents = entry.audience is Audience.RESIDENT
    return Look(reply, at, today, as_line(shelf, reply, at) if residents else None)


def ask(desk: EntryDesk, entry: Entry, text: str, audience: Audience) -> Asked:
    """The reply to `text` if `entry` were published as it is now. Nothing is recorded."""
    published = _kept.get(desk.published, entry)
    bot = Bot(lambda code: published, Unrecorded())
    question = Question(desk.city, text, desk.now, audience)
    reply = bot.reply(question)
    candidates = tuple(
        Candidate(found.id, found.title, round(100 * found.confidence), found.id == entry.id)
        for found in bot.explain(question).entries[:SHOWN]
    )
    first = reply.entry is not None and reply.entry.id == entry.id
    return Asked(text, reply, first, any(choice.id == entry.id for choice in reply.choices), candidates)


class _Drafted:
    """The last few drafts with their index: a person asks several questions of the same text."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[str, int, str, str], Published] = OrderedDict()
        self._turn = Lock()

    def get(self, published: Published, entry: Entry) -> Published:
        knowledge = published.shelf.knowledge
        key = (knowledge.city.code, knowledge.revision, published.index.digest, checked(entry) + entry.owner)
        with self._turn:
            if key not in self._made:
                self._made[key] = with_draft(published, entry)
            self._made.move_to_end(key)
            while len(self._made) > KEPT:
                self._made.popitem(last=False)
            return self._made[key]


_kept = _Drafted()

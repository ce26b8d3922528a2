"""Questions without an answer, grouped by meaning, with what is near today.

The commonest text of a group leads it; a text joins the group whose leader is nearest, if it is near enough. Then every
leader is asked anew of today's content, and leaders that find the same entry come together at a smaller nearness.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b
from itertools import islice

from bot.follow_up import continued
from bot.gap import Gap, Gaps, Missed, Nearest
from bot.leaders import Leaders
from bot.outcome import Outcome
from bot.question import Question
from bot.reply import Bot, Published
from bot.usage import UsageEvent
from index import normalise
from knowledge import Audience

# Cosines of two questions' vectors, chosen with benchmarks/gaps.py on phrasings of entries that were taken out: of ten texts
# beside one in its group, nine mean the same.
NEAR = 0.55
NEAR_SAME_ENTRY = 0.4
MOST_GROUPS = 2_000  # what comes later is counted, and not grouped
MOST_TEXTS = 20_000  # distinct texts that are read, the commonest first
MOST_EXAMPLES = 5
BATCH = 250  # texts compared together
NO_TEXT = -1  # in place of a leader


@dataclass
class _Group:
    """A group that grows; `leader` is its place among the leaders, or NO_TEXT. `first` is its commonest text."""

    leader: int
    first: Missed
    last: date
    questions: int = 0
    handoff: int = 0
    none_chosen: int = 0
    unhelpful: int = 0
    blanked: int = 0
    ways: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """A short name: the same in every run, as long as the same text leads."""
        first = self.first
        what = normalise(f"{first.leaned_on}{first.text}") if first.text else f"\n{first.entry}"
        return "g" + blake2b(what.encode(), digest_size=4).hexdigest()

    def add(self, missed: Missed) -> None:
        """Count one text; those after the first few are not shown."""
        self.questions += missed.questions
        self.handoff += missed.handoff
        self.none_chosen += missed.none_chosen
        self.unhelpful += missed.unhelpful
        self.last = max(self.last, missed.last)
        if missed.text:
            self.ways += 1
            self.examples = [*self.examples, missed.text][:MOST_EXAMPLES]
        elif not missed.taken:
            self.blanked += missed.questions

    def absorb(self, other: "_Group") -> None:
        """Take in a smaller group."""
        for name in ("questions", "handoff", "none_chosen", "unhelpful", "blanked", "ways"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.last = max(self.last, other.last)
        self.examples = [*self.examples, *other.examples][:MOST_EXAMPLES]


@dataclass(frozen=True, slots=True)
class _Today:
    """What today's content says of a group's commonest text."""

    nearest: Nearest | None = None
    now: Outcome | None = None
    section: str = ""


def gaps_of(
    missed: Iterable[Missed],
    published: Published,
    audience: Audience,
    moment: datetime,
    progress: Callable[[int], None] = lambda _: None,
    near: float = NEAR,
    near_same_entry: float = NEAR_SAME_ENTRY,
) -> Gaps:
    """Group what was `missed`, the commonest first; asked anew at `moment` of what is `published`.

    `progress` is told how many texts have been read. `near` and `near_same_entry` are cosines.
    """
    leaders = Leaders(published.index, near, MOST_GROUPS)
    groups: dict[tuple[int, str], _Group] = {}
    left_texts = left_questions = 0
    for each, at in _placed(missed, leaders, published, progress):
        if at is None:
            left_texts, left_questions = left_texts + 1, left_questions + each.questions
            continue
        home = (at, "" if each.text else each.entry)
        if home not in groups:
            groups[home] = _Group(at, each, each.last)
        groups[home].add(each)
    asker = _Asker(published, audience, moment)
    together = _together([(group, asker.ask(group)) for group in groups.values()], leaders, near_same_entry)
    found = [_gap(group, today) for group, today in together]
    return Gaps(tuple(sorted(found, key=lambda gap: (-gap.questions, gap.key))), left_texts, left_questions)


def _placed(
    missed: Iterable[Missed], leaders: Leaders, published: Published, progress: Callable[[int], None]
) -> Iterator[tuple[Missed, int | None]]:
    """Each of `missed` with its group: NO_TEXT where it has none, None where it is too much."""
    texts, rest = 0, iter(missed)
    while batch := list(islice(rest, BATCH)):
        read = [each for each in batch if each.text][: MOST_TEXTS - texts]
        places = iter(leaders.place([_whole(each, published) for each in read]))
        texts += len(read)
        if read:
            progress(texts)
        yield from ((each, next(places, None) if each.text else NO_TEXT) for each in batch)


def _whole(missed: Missed, published: Published) -> str:
    """What was asked, with the topic that it leaned on where that is still there."""
    topic = published.shelf.entries.get(missed.leaned_on)
    return continued(missed.text, topic.question) if topic else missed.text


def _together(found: list[tuple[_Group, _Today]], leaders: Leaders, near: float) -> list[tuple[_Group, _Today]]:
    """Bring together groups whose leaders find the same entry and are near enough; the larger one leads."""
    kept: list[tuple[_Group, _Today]] = []
    by_entry: dict[str, list[_Group]] = {}
    for group, today in sorted(found, key=lambda pair: (-pair[0].questions, pair[0].key)):
        same: list[_Group] = []
        if group.leader != NO_TEXT and today.nearest:
            same = by_entry.setdefault(today.nearest.id, [])
        into = next((other for other in same if leaders.cosine(other.leader, group.leader) >= near), None)
        if into:
            into.absorb(group)
        else:
            same.append(group)
            kept.append((group, today))
    return kept


def _gap(group: _Group, today: _Today) -> Gap:
    return Gap(
        group.key,
        group.questions,
        group.handoff,
        group.none_chosen,
        group.unhelpful,
        group.blanked,
        group.ways,
        tuple(group.examples),
        today.section,
        today.nearest,
        today.now,
        group.last,
    )


class _Unrecorded:
    """A UsageLog for questions that nobody asks."""

    def record(self, event: UsageEvent) -> None:
        return None


class _Asker:
    """Asks a group's commonest text of today's content."""

    def __init__(self, published: Published, audience: Audience, moment: datetime) -> None:
        self._published = published
        self._audience, self._moment = audience, moment
        self._bot = Bot(lambda _: published, _Unrecorded())

    def ask(self, group: _Group) -> _Today:
        """Of a group without a text only the entry is known."""
        if group.leader != NO_TEXT:
            return self._asked(group.first)
        entry = self._published.shelf.entries.get(group.first.entry)
        return _Today(Nearest(entry.id, entry.question, 1.0), None, self._name(entry.section)) if entry else _Today()

    def _asked(self, missed: Missed) -> _Today:
        shelf = self._published.shelf
        previous = missed.leaned_on if missed.leaned_on in shelf.entries else ""
        code = shelf.knowledge.city.code
        why = self._bot.explain(Question(code, missed.text, self._moment, self._audience, previous=previous))
        best = why.entries[0] if why.entries else None
        read_as = why.read_as.replace(" ", "") if why.by_sound else why.read_as
        section = shelf.directory.section_for(why.typed, read_as)
        if not section and best and best.confidence >= self._published.policy.choices:
            section = shelf.entries[best.id].section
        nearest = Nearest(best.id, best.title, best.confidence) if best else None
        return _Today(nearest, why.decision.outcome, self._name(section))

    def _name(self, section: str) -> str:
        """The section of the city; the desk itself where no section holds it."""
        city = self._published.shelf.knowledge.city
        found = city.section_for(section) if section else None
        return found.name if found in city.sections else section

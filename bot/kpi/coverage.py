"""掲載と利用: what the city has published, and what of it is used, by section and by category."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.kpi.annual import signed
from bot.kpi.count import EntryCount, Measure
from bot.kpi.share import Share
from bot.outcome import Outcome
from knowledge import Audience, Entry, Knowledge

PASSAGES = "計画の記載"
GONE = "いまはない項目"
UNASSIGNED = "担当課の登録なし"
OUTCOMES = frozenset(Outcome)


@dataclass(frozen=True, slots=True)
class Content:
    """What an audience could find on `day`: 項目数, 掲載所管課数, and entries whose desk no section of the city holds."""

    day: date
    entries: int
    sections: int
    unassigned: int


@dataclass(frozen=True, slots=True)
class UsageLine:
    """One section, category or entry. `entries`: those that the audience may see; `used`: such as came first in a reply.

    The rest are questions whose reply showed one of them first.
    """

    name: str
    entries: int
    used: int
    questions: int
    answered: int
    choices: int
    handoff: int
    helpful: Share


@dataclass(frozen=True, slots=True)
class AskedEntry:
    """An entry with its section and its use; the name of the line is its question."""

    id: str
    section: str
    line: UsageLine


def content_of(knowledge: Knowledge, day: date, audience: Audience) -> Content:
    """掲載項目数 and 掲載所管課数, in entries and sections: those of `audience` itself that are valid on `day`.

    A section counts once it has an entry. Limits: desks that the city has given to no section count as no section.
    """
    entries = [entry for entry in knowledge.entries if entry.audience is audience and entry.valid_on(day)]
    sections = [section_of(knowledge, entry) for entry in entries]
    return Content(day, len(entries), len(set(sections) - {UNASSIGNED}), sections.count(UNASSIGNED))


def sections_card(now: Content, before: Content | None) -> str:
    """掲載所管課数 as the action plan has it: FAQ掲載所管課数：計7所管（対前年度：＋1所管）, without what is not known."""
    against = f"（対前年度：{signed(now.sections - before.sections, '所管')}）" if before else ""
    return f"FAQ掲載所管課数：計{now.sections:,}所管{against}"


def section_of(knowledge: Knowledge, entry: Entry) -> str:
    """The section of the city that answers for `entry`."""
    for section in knowledge.city.sections:
        if entry.section == section.name or entry.section in section.desks:
            return section.name
    return UNASSIGNED


def category_of(_: Knowledge, entry: Entry) -> str:
    """大分類"""
    return entry.category.split("/")[0] or "分類なし"


def lines_by(
    group: Callable[[Knowledge, Entry], str], knowledge: Knowledge, counts: Sequence[EntryCount], audience: Audience
) -> Iterator[UsageLine]:
    """The use of each group of entries, most asked first; passages of plans and entries that are gone come last.

    A question belongs to the entry that was shown first: the answer, the first candidate, or what a hand-over offers. Limits: a
    question for which nothing was found belongs to nobody.
    """
    groups = {entry.id: group(knowledge, entry) for entry in knowledge.entries}
    size = Counter(groups[entry.id] for entry in knowledge.entries if audience.may_see(entry.audience))
    rows: dict[str, list[EntryCount]] = {name: [] for name in size}
    for count in counts:
        if count.audience is audience:
            name = groups.get(count.entry) or (PASSAGES if count.measure == Outcome.PASSAGE else GONE)
            rows.setdefault(name, []).append(count)
    lines = [_line(name, size[name], found) for name, found in rows.items()]
    yield from sorted(lines, key=lambda line: (line.name in (PASSAGES, GONE), -line.questions, line.name))


def top_entries(
    knowledge: Knowledge, counts: Sequence[EntryCount], audience: Audience, most: int
) -> tuple[AskedEntry, ...]:
    """よく聞かれた項目: the entries shown first most often, in questions. Limits: what was shown need not be what was meant."""
    by_id = {entry.id: entry for entry in knowledge.entries}
    rows: dict[str, list[EntryCount]] = {}
    for count in counts:
        if count.audience is audience and count.entry in by_id:
            rows.setdefault(count.entry, []).append(count)

    def most_first(id: str) -> tuple[int, str]:
        return -sum(row.count for row in rows[id] if row.measure in OUTCOMES), id

    return tuple(
        AskedEntry(id, section_of(knowledge, by_id[id]), _line(by_id[id].question, 1, rows[id]))
        for id in sorted(rows, key=most_first)[:most]
    )


def _line(name: str, entries: int, rows: Iterable[EntryCount]) -> UsageLine:
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row.measure] += row.count
    asked = {row.entry for row in rows if row.measure in OUTCOMES}
    helpful, unhelpful = sums[Measure.HELPFUL], sums[Measure.UNHELPFUL]
    return UsageLine(
        name,
        entries,
        len(asked),
        sum(sums[outcome] for outcome in OUTCOMES),
        sums[Outcome.ANSWERED],
        sums[Outcome.CHOICES],
        sums[Outcome.HANDOFF],
        Share(helpful, helpful + unhelpful),
    )

"""Which lines of a document are headings: what a line alone does not tell, its neighbours and the 目次 do."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.reading.plan.source import SourceLine
from knowledge.reading.plan.tables.actions import policy_of
from knowledge.reading.plan.tables.cells import Row, split_row
from knowledge.reading.plan.text.contents import Contents
from knowledge.reading.plan.text.heading import CIRCLED, RANK, Heading, bare_form, heading_of, plain_form
from knowledge.reading.plan.text.line import is_item
from knowledge.reading.plan.text.manner import Manner
from knowledge.reading.plan.text.nesting import ANNOUNCED

SUBTITLE = re.compile(r"[~～〜].*[~～〜]")
BARE_LABEL = re.compile(rf"\D+ ?(?:[{CIRCLED}]|\(?[0-9０-９IVX]+\)?)")
GOES_ON = re.compile(r"[ぁ-んー、。)）」』]")
OPENERS = (
    "また",
    "なお",
    "さら",
    "しか",
    "これ",
    "それ",
    "その",
    "この",
    "ただ",
    "あわ",
    "もっ",
    "いつ",
    "すべ",
    "よ",
    "お",
    "こ",
)
SERIES = 3  # numbered lines one below the other, with nothing between them, are a list and no headings
TITLE = 40  # characters of a title that stands in the line below its label
LOOSE_TITLE = 20  # characters of a title that nothing marks but its place at the head of a page
RUNNING = 30  # characters of a line that is no title itself
ENDING = 4  # characters that the titles of one series share at their end


@dataclass(frozen=True, slots=True)
class Found:
    """`titles` are lines that continue the heading above them, `items` those of numbered lists. `promoted` are headings whose
    lost number was found again, and `listed` the lines that list them before.
    """

    headings: Mapping[int, Heading]
    titles: frozenset[int]
    promoted: frozenset[int]
    listed: Mapping[int, Heading]
    items: frozenset[int]


def find_headings(filled: Sequence[SourceLine], taken: frozenset[int], contents: Contents, manner: Manner) -> Found:
    """The headings among `filled`, which are the lines with text. Of `taken` lines only labels are headings."""
    keys = {row.key for row in contents.rows}
    every = [_alone(line, line.number in taken, keys) for line in filled]
    _add_loose(filled, every, taken, manner)
    slots = Counter(heading.title for heading in every if heading and heading.kind == "slot")
    series = _series(every)
    found: dict[int, Heading] = {}
    for place, heading in enumerate(every):
        lone_slot = heading and heading.kind == "slot" and slots[heading.title] < 2
        if heading and place not in series and not lone_slot and not _broken(filled, place, heading, manner):
            found[filled[place].number] = heading
    _add_fused(filled, found, taken)
    found = dict(sorted(found.items()))
    titles = dict(_take_titles(filled, found))
    in_lists = {
        filled[place].number: heading for place in series if (heading := every[place]) and heading.kind in ANNOUNCED
    }
    promoted = frozenset(_promote(found, in_lists))
    kinds = Counter(found[line].kind for line in promoted)
    listed = {
        line: heading
        for line, heading in [*found.items(), *in_lists.items()]
        if kinds[heading.kind] > 1 and line not in promoted and line < max(promoted)
    }
    names = {line for line, above in titles.items() if above in listed}
    return Found(
        {line: heading for line, heading in found.items() if line not in listed},
        frozenset(titles.keys() - names),
        promoted,
        listed,
        frozenset({filled[place].number for place in series} | listed.keys() | names),
    )


def _alone(line: SourceLine, taken: bool, keys: set[str]) -> Heading | None:
    """What the line tells by itself, or by standing in the 目次."""
    if "\t" in line.text or line.text.lstrip().startswith("|"):
        cells = split_row(line.text, "\t" not in line.text)
        policy = policy_of(Row(line.number, cells)) if cells else ""
        if policy:
            return heading_of(policy)
    heading = heading_of(line.text)
    if not heading and len(line.text) <= TITLE and "\t" not in line.text and bare_form(line.text) in keys:
        heading = Heading(RANK["plain"], line.text.strip())
    return heading if not taken or (heading and heading.kind in ANNOUNCED) else None


def _add_loose(
    filled: Sequence[SourceLine], every: list[Heading | None], taken: frozenset[int], manner: Manner
) -> None:
    """A short line at the head of a page, above running text, that occurs once, is the title of a part."""
    seen = Counter(line.text.strip() for line in filled if line.number in manner.starts)
    for place, line in enumerate(filled[:-1]):
        text = line.text.strip()
        if every[place] or line.number not in manner.starts or line.number in taken or len(text) > LOOSE_TITLE:
            continue
        below = filled[place + 1].text.strip()
        runs_on = below.startswith(("を", "に", "が", "の", "は", "と", "で"))
        if (
            seen[text] == 1
            and len(below) >= RUNNING
            and not runs_on
            and not is_item(text)
            and text[-1] not in "。、)）"
        ):
            every[place] = Heading(RANK["part"], text, "part")


def _series(every: Sequence[Heading | None]) -> set[int]:
    """Places of numbered lists: SERIES or more headings of one kind that count up from 1 with nothing between them."""
    listed: set[int] = set()
    run: list[int] = []
    for place, heading in enumerate([*every, None]):
        last = every[run[-1]] if run else None
        if heading and last and heading.number and (heading.kind, heading.number) == (last.kind, last.number + 1):
            run.append(place)
            continue
        if len(run) >= SERIES:
            listed |= set(run)
        run = [place] if heading and heading.number == 1 and heading.kind != "part" else []
    return listed


def _broken(filled: Sequence[SourceLine], place: int, heading: Heading, manner: Manner) -> bool:
    """Whether the line below goes on with the words of this one, which is therefore a piece of a sentence."""
    if heading.depth or heading.rest or heading.kind == "slot" or place + 1 == len(filled):
        return False
    below = filled[place + 1]
    near = below.number - filled[place].number <= 1 + manner.spaced
    text = below.text.strip()
    whole = not re.search(r"[ぁ-ん]$", heading.title) or text.startswith(OPENERS)
    return near and bool(GOES_ON.match(text)) and (len(text) <= 2 or not whole)


def _add_fused(filled: Sequence[SourceLine], found: dict[int, Heading], taken: frozenset[int]) -> None:
    """A heading that has lost the break behind it: the next number of a series whose titles all end alike (…について)."""
    last: Heading | None = None
    for line in filled:
        heading = found.get(line.number)
        if heading:
            last = heading if heading.kind == "circle" else (last if heading.kind == "plain" else None)
        elif last and line.number not in taken and line.text[:1] == chr(ord(CIRCLED[0]) + last.number):
            ending = plain_form(last.title)[-ENDING:]
            fused = re.match(rf"(.{{6,60}}?{re.escape(ending)})[ 　]+(\S.*)", line.text)
            if fused:
                last = replace(last, title=fused[1], number=last.number + 1, rest=fused[2])
                found[line.number] = last


def _take_titles(filled: Sequence[SourceLine], found: dict[int, Heading]) -> Iterator[tuple[int, int]]:
    """Puts a title that stands in the line below its label into the heading, and a subtitle ～…～ likewise."""
    for above, below in pairwise(filled):
        heading, text = found.get(above.number), below.text.strip()
        if not heading or heading.rest or below.number in found or len(text) > TITLE or "\t" in text:
            continue
        lacks = heading.kind in ANNOUNCED and BARE_LABEL.fullmatch(heading.title)
        if SUBTITLE.fullmatch(text) or (lacks and not is_item(text) and "。" not in text):
            found[above.number] = replace(heading, title=f"{heading.title} {text}")
            yield below.number, above.number


def _promote(found: dict[int, Heading], in_lists: Mapping[int, Heading]) -> Iterator[int]:
    """Headings whose page has lost its label, known by the title that the document lists under that label before."""
    listed: dict[str, tuple[int, Heading]] = {}
    for line, heading in sorted([*found.items(), *in_lists.items()], key=lambda item: item[0]):
        if heading.kind in ANNOUNCED:
            name = _name(heading)
            if len(name) >= ENDING:
                listed[name] = (line, heading)
    for line, heading in found.items():
        if heading.kind not in ("plain", "number") or not heading.depth:
            continue
        title = bare_form(heading.title)
        names = [title] if title in listed else [n for n in listed if title.endswith(n) and title[0].isdigit()]
        for name in names:
            where, label = listed[name]
            if where < line and (title == name or title.startswith(str(label.number))):
                found[line] = replace(label, depth=heading.depth)
                yield line
                break


def _name(heading: Heading) -> str:
    """The title without its label and number."""
    return re.sub(rf"^{BARE_LABEL.pattern}[:：. ]*", "", bare_form(heading.title))

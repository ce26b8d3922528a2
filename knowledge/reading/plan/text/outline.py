"""The outline of a document: which lines are headings, and the path of headings above each line."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.reading.plan.source import SourceLine
from knowledge.reading.plan.text.contents import Contents, ContentsRow
from knowledge.reading.plan.text.heading import Heading, bare_form
from knowledge.reading.plan.text.heading_lines import Found, find_headings
from knowledge.reading.plan.text.line import is_item
from knowledge.reading.plan.text.manner import Manner
from knowledge.reading.plan.text.nesting import NUMBERED, nested

IMPRINT = 20  # lines with text at the end of a document, among which its imprint stands
IMPRINTED = re.compile(r"(?:発行|編集)(?:者|元|年月日?)?(?:[：:／/ 　]|$)")
TITLE = 60  # characters of a line of an imprint


@dataclass(frozen=True, slots=True)
class Place:
    """From `line` on, `path` stands above the text. `section` tells apart places that have the same path."""

    line: int
    path: tuple[Heading, ...] = ()
    section: int = 0

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(heading.title for heading in self.path)


@dataclass(frozen=True, slots=True)
class Outline:
    """`headings` are the lines that are headings; `titles` are lines that were read as part of the heading above them, and
    `items` are those of numbered lists. `lost` are headings that the document lists and of which it lacks the page;
    `promoted` are those whose number was found again.
    """

    places: tuple[Place, ...] = ()
    headings: Mapping[int, Heading] = field(default_factory=dict)
    titles: frozenset[int] = frozenset()
    items: frozenset[int] = frozenset()
    lost: tuple[str, ...] = ()
    promoted: frozenset[int] = frozenset()

    def place(self, line: int) -> Place:
        """The place in which `line` stands. O(log n)."""
        at = bisect_right(self.places, line, key=lambda place: place.line) - 1
        return self.places[at] if at >= 0 else Place(0)


def outline_of(lines: Sequence[SourceLine], taken: frozenset[int], contents: Contents, manner: Manner) -> Outline:
    """The outline of `lines`. Of lines that were `taken` by a finder only labels (基本方針, 施策, 取組) are headings."""
    filled = [line for line in lines if line.text.strip()]
    found = find_headings(filled, taken, contents, manner)
    places = _Walk(filled, found, contents, manner).places()
    pages = {(found.headings[line].kind, found.headings[line].number) for line in found.promoted}
    kinds = {kind for kind, _ in pages}
    lost = {
        heading.number: heading.title
        for heading in found.listed.values()
        if heading.kind in kinds and (heading.kind, heading.number) not in pages
    }
    imprint = _imprint(filled, found)
    if imprint:
        places.append(Place(imprint, (), len(filled)))
    return Outline(
        tuple(places),
        found.headings,
        found.titles,
        found.items,
        tuple(lost.values()),
        found.promoted,
    )


def _imprint(filled: Sequence[SourceLine], found: Found) -> int:
    """The first line of the imprint at the end of the document, which belongs to no chapter; 0 where there is none."""
    first = 0
    for line in reversed(filled[-IMPRINT:]):
        text = line.text.strip()
        if line.number in found.headings or "。" in text or "\t" in text or len(text) > TITLE:
            break
        first = line.number
    return (
        first
        if any(IMPRINTED.match(line.text.strip()) for line in filled[-IMPRINT:] if line.number >= first > 0)
        else 0
    )


class _Walk:
    """The way through a document from heading to heading."""

    def __init__(self, filled: Sequence[SourceLine], found: Found, contents: Contents, manner: Manner) -> None:
        self._filled = filled
        self._at = {line.number: place for place, line in enumerate(filled)}
        self._found = found
        self._manner = manner
        self._rows = _Rows(contents.rows)
        self._listed: dict[tuple[str, int], tuple[Heading, ...]] = {}  # where a label was listed before its own page
        self._path: list[Heading] = []
        self._places: list[Place] = []
        self._sections = 0

    def places(self) -> list[Place]:
        for line, heading in sorted(
            [*self._found.headings.items(), *self._found.listed.items()], key=lambda item: item[0]
        ):
            if line in self._found.listed:
                self._next(line, heading)
            elif heading.kind != "slot" or not self._inset(line, heading):
                self._enter(self._from(line, heading), self._next(line, heading))
        return self._places

    def _enter(self, line: int, path: list[Heading]) -> None:
        self._path = path
        while self._places and self._places[-1].line >= line:
            self._places.pop()
        self._sections += 1
        self._places.append(Place(line, tuple(path), self._sections))

    def _next(self, line: int, heading: Heading) -> list[Heading]:
        row = self._rows.match(heading)
        if row:
            return self._rows.path(row, heading)
        own = (heading.kind, heading.number)
        if line in self._found.promoted and own in self._listed:
            return [*self._listed[own], heading]
        above = self._filled[self._at[line] - 1].number
        last = self._path[-1].kind if self._path and above in self._found.headings else ""
        if heading.number == 1 and heading.depth and last == "plain" and heading.kind in NUMBERED:
            return [*self._path, heading]
        path = nested(self._path, heading)
        if heading.number:
            self._listed[own] = tuple(outer for outer in path[:-1] if outer.kind not in ("plain", "marked", "slot"))
        return path

    def _from(self, line: int, heading: Heading) -> int:
        """Where what `heading` stands above begins: at the start of its page, where the page has no other sentence before it.

        A page that is one large table gives up its title in the middle of the cells.
        """
        if heading.kind not in ("基本方針", "施策") or heading.depth:
            return line
        place = self._at[line]
        for before in range(place, max(place - 150, -1), -1):
            number = self._filled[before].number
            above = self._found.headings.get(number)
            if number != line and (
                "。" in self._filled[before].text or (above and above.kind not in ("基本方針", "施策"))
            ):
                break
            if number in self._manner.starts:
                return number
        return line

    def _inset(self, line: int, heading: Heading) -> bool:
        """Enters a box that the page shows amid running text, and what goes on behind it; False where none does."""
        if heading.rest or not self._manner.wrapped or not any(outer.kind == "slot" for outer in self._path):
            return False
        for below in self._filled[self._at[line] + 1 :]:
            if below.number in self._found.headings:
                return False
            if below.number in self._manner.starts or is_item(below.text):
                before, section = self._path, self._places[-1].section
                self._enter(line, nested(before, heading))
                self._path = before
                self._places.append(Place(below.number, tuple(before), section))
                return True
        return False


class _Rows:
    """The rows of a 目次, met by the headings of the text in the same order. O(1) for each heading, on the average."""

    def __init__(self, rows: Sequence[ContentsRow]) -> None:
        self._rows = rows
        self._by_key: dict[str, list[int]] = {}
        for place, row in enumerate(rows):
            self._by_key.setdefault(row.key, []).append(place)
        self._last = -1
        self._met: dict[str, Heading] = {}  # as the text prints the titles of the rows

    def match(self, heading: Heading) -> ContentsRow | None:
        """The row that lists `heading`, or None."""
        for place in self._by_key.get(bare_form(heading.title), ()):
            if place > self._last:
                self._last = place
                return self._rows[place]
        return None

    def path(self, row: ContentsRow, heading: Heading) -> list[Heading]:
        """The path that the 目次 gives `heading`, with its titles as the text prints them."""
        self._met[row.key] = heading
        return [self._met.get(bare_form(outer.title), outer) for outer in row.path[:-1]] + [heading]

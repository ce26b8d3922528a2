"""Printed page numbers, where the text still tells them: page starts counted between the folios that survived.

Nothing is taken on trust: a run of pages is numbered only where the count of page starts fits the folios at both of its
ends. Where it does not fit, the lines of that run have no page.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from knowledge.reading.plan.source import Source, SourceLine

FOLIO = re.compile(r"[-–― ]*(\d{1,3})[-–― ]*")
LOST_FEED = re.compile(r" [^\s]")  # a form feed that became one blank before the first word of the page
NEAR = 3  # lines between a page's first line and its folio at the head
SHORTEST = 10  # lines of a page on the average; the figures at the axis of a chart stand closer
SHARED = 3  # page starts that show the same word, so that one without such a word is an accident


@dataclass(frozen=True, slots=True)
class _Start:
    """The first line of a page; `folio` is the number printed on it, 0 where there is none."""

    line: int
    words: frozenset[str] = frozenset()
    folio: int = 0


def printed_pages(source: Source) -> Mapping[int, str]:
    """Line number → printed page, for the lines whose page is beyond doubt; empty where the document tells none.

    A document with pages of its own (PDF, or form feeds) is numbered by the folio that stands first or last on a page;
    text whose form feeds were lost by counting the pages between the folios that are left.
    """
    if any(line.page for line in source.lines) or any("\f" in line.text for line in source.lines):
        return _by_sheets(source.lines)
    return _spread(_numbered(list(_starts(source.lines))), source.lines)


def _by_sheets(lines: Sequence[SourceLine]) -> dict[int, str]:
    """Pages that are bounded: the difference between folio and sheet that most sheets show, if more than one shows it."""
    sheets: list[list[SourceLine]] = []
    page = -1
    for line in lines:
        if not sheets or line.page != page or "\f" in line.text:
            sheets.append([])
        sheets[-1].append(line)
        page = line.page
    offsets = Counter(folio - number for number, sheet in enumerate(sheets) for folio in _edge_folios(sheet))
    offset, seen = max(offsets.items(), key=lambda item: item[1], default=(0, 0))
    if seen < 2 or seen * 2 < len(sheets):
        return {}
    return {
        line.number: str(number + offset)
        for number, sheet in enumerate(sheets)
        if number + offset > 0
        for line in sheet
    }


def _edge_folios(sheet: Sequence[SourceLine]) -> set[int]:
    filled = [line for line in sheet if line.text.strip()]
    return {folio for line in (*filled[:1], *filled[-1:]) if (folio := _folio(line.text))}


def _folio(text: str) -> int:
    found = FOLIO.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return int(found[1]) if found else 0


def _starts(lines: Sequence[SourceLine]) -> Iterator[_Start]:
    """Every line that may begin a page: a lost form feed, or a folio that stands alone."""
    filled = [line for line in lines if line.text.strip()]
    last: _Start | None = None
    for index, line in enumerate(filled):
        folio = _folio(line.text)
        beside = (*filled[max(index - 1, 0) : index], *filled[index + 1 : index + 2])
        lone = folio and not any(_folio(other.text) for other in beside)
        if lone and last and line.number - last.line <= NEAR:
            last = _Start(last.line, last.words, folio)
            continue
        if lone or LOST_FEED.match(line.text):
            if last:
                yield last
            last = _Start(line.number, frozenset(line.text.split()), folio if lone else 0)
    if last:
        yield last


def _numbered(starts: Sequence[_Start]) -> dict[int, int]:
    """First line of every page → its number, 0 where the count of the starts does not fit the folios around them."""
    common = {
        word for word, seen in Counter(word for start in starts for word in start.words).items() if seen >= SHARED
    }
    anchors = _ascending([(index, start.folio) for index, start in enumerate(starts) if start.folio])
    pages = dict.fromkeys((start.line for start in starts), 0)
    for (first, page), (after, next_page) in pairwise(anchors):
        if starts[after].line - starts[first].line < SHORTEST * (next_page - page):
            continue  # numbers at the axis of a chart
        between = starts[first + 1 : after]
        alike = [start for start in between if start.words & common]  # the others may be words that slipped
        for counted in (between, alike):
            if len(counted) == next_page - page - 1:
                for start in between:
                    del pages[start.line]
                pages |= {start.line: page + step for step, start in enumerate([starts[first], *counted])}
                pages[starts[after].line] = next_page
                break
    if anchors and pages[starts[anchors[-1][0]].line]:  # behind the last folio, as long as the pages look alike
        first, page = anchors[-1]
        for step, start in enumerate(takewhile(lambda start: start.words & common, starts[first + 1 :]), 1):
            pages[start.line] = page + step
    return pages


def _ascending(folios: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of folios that ascend: a lone number out of a chart is none. O(n log n)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, folio) in enumerate(folios):
        place = bisect_left(tails, folio)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [folio]
        ends[place : place + 1] = [number]
    chain: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(folios[number])
        number = before[number]
    return chain[::-1]


def _spread(pages: Mapping[int, int], lines: Sequence[SourceLine]) -> dict[int, str]:
    """Every line of a numbered page; a page ends where the next one starts, numbered or not."""
    spread: dict[int, str] = {}
    page = 0
    for line in lines:
        page = pages.get(line.number, page)
        if page:
            spread[line.number] = str(page)
    return spread

"""Printed pages told by the 目次, for documents whose text has lost its folios."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from knowledge.reading.plan.source import SourceLine
from knowledge.reading.plan.text.contents import Contents
from knowledge.reading.plan.text.heading import bare_form
from knowledge.reading.plan.text.outline import Outline


def listed_pages(
    lines: Sequence[SourceLine], outline: Outline, contents: Contents, lost: Sequence[int]
) -> Mapping[int, str]:
    """Line number → page as the 目次 lists it: the page of a heading, and of the first paragraph below it.

    Where the document gives every unit a page of its own – the headings that the 目次 lists, those whose number was found
    again, and the pages that `lost` their text, by first line – and all of them together fit the pages of the 目次, every
    line has its page.
    """
    rows = _rows(outline, contents)
    filled = [line.number for line in lines if line.text.strip()]
    if len(rows) < 2 or any(page > after for (_, page), (_, after) in pairwise(rows)):
        return {}
    units = sorted({*outline.promoted, *lost})
    starts: list[tuple[int, int]] = []
    for (line, page), (end, after) in pairwise(rows):
        inner = [unit for unit in units if line < unit < end]
        if len(inner) != after - page - 1:
            return _first_paragraphs(filled, rows)
        starts += [(unit, page + step) for step, unit in enumerate([line, *inner])]
    return _filled(filled, starts, rows[-1][0])


def _rows(outline: Outline, contents: Contents) -> list[tuple[int, int]]:
    """Lines of headings with their page: of several with one title the last, for the others announce it; of several in a
    row the first, for the others continue it.
    """
    headings = [(line, bare_form(heading.title)) for line, heading in outline.headings.items()]
    found: list[tuple[int, int]] = []
    place = len(headings) - 1
    for row in reversed(contents.rows):
        at = place
        while at >= 0 and headings[at][1] != row.key:
            at -= 1
        if at < 0:
            continue
        while at and headings[at - 1][1] == row.key:
            at -= 1
        found.append((headings[at][0], row.page))
        place = at - 1
    return found[::-1]


def _first_paragraphs(filled: Sequence[int], rows: Sequence[tuple[int, int]]) -> dict[int, str]:
    pages = dict(rows)
    found: dict[int, str] = {}
    for place, number in enumerate(filled):
        if number in pages:
            found[number] = str(pages[number])
            if place + 1 < len(filled):
                found.setdefault(filled[place + 1], str(pages[number]))
    return found


def _filled(filled: Sequence[int], starts: Sequence[tuple[int, int]], end: int) -> dict[int, str]:
    pages = dict(starts)
    found: dict[int, str] = {}
    page = 0
    for number in filled:
        if number >= end:
            break
        page = pages.get(number, page)
        if page:
            found[number] = str(page)
    return found

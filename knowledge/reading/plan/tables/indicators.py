"""指標: the measures of a plan without cards, each with its present state and its goals by year."""

import re
from collections.abc import Sequence
from functools import cached_property

from knowledge.plan import Doubt
from knowledge.reading.plan.document.identity import identify
from knowledge.reading.plan.part import Part
from knowledge.reading.plan.source import Source, SourceLine
from knowledge.reading.plan.tables.aims import Aims, find_aims, is_label
from knowledge.reading.plan.tables.cells import Row, label_form, runs
from knowledge.reading.plan.tables.grid import Grid, read_grid
from knowledge.reading.plan.tables.header import header_rows
from knowledge.reading.plan.tables.measure import Above, Measure, measures_of
from knowledge.reading.plan.tables.year_table import columns
from knowledge.reading.plan.text.heading import heading_of
from knowledge.reading.plan.text.line import clean

NAME = r"(?:(?:成果|評価|達成|目標)?指標[①-⑳\d]{0,2}|数値目標|KPI)"
ANNOUNCED = re.compile(rf"{NAME}[:：]\s*(\S.*)", re.IGNORECASE)
NAMED_COLUMN = re.compile(rf"{NAME}(?:名|項目)?|(?:評価|目標)項目", re.IGNORECASE)


def find_indicators(source: Source) -> Part:
    """A card and a passage for each 指標 with a table of years in `source`, and a passage for each block of 取組 and 目標.

    The table stands below a line 「指標：…」, or names its indicators in a column.
    """
    tables = tuple(runs(source))
    pages = _Pages(source, find_aims(source.lines))
    first_year = identify(source).first_year if any(map(_may_hold, tables)) else 0
    announced = {line.number: line for line in source.lines if ANNOUNCED.fullmatch(clean(line.text))}
    measures: list[Measure] = []
    doubts: list[Doubt] = []
    lines: set[int] = set()
    for run in tables:
        line = _above(source, run[0].number, announced)
        grid, found = _measures(run, line, first_year, pages)
        if found:
            measures += found
            doubts += [*grid.doubts(run), *found[0].doubts]
            lines |= {row.number for row in run} | ({line.number} if line else set())
    passages = [*(aims.passage for aims in pages.aims), *(measure.passage for measure in measures)]
    return Part(
        passages=tuple(sorted(passages, key=lambda passage: passage.first_line)),
        cards=tuple(measure.card for measure in measures),
        doubts=tuple(doubts),
        lines=frozenset(lines.union(*(aims.lines for aims in pages.aims))),
    )


class _Pages:
    """The titles of the pages on which indicators stand."""

    def __init__(self, source: Source, aims: Sequence[Aims]) -> None:
        self.aims = aims
        self._lines = source.lines

    @cached_property
    def _headings(self) -> list[tuple[int, str]]:
        return [(line.number, title) for line in self._lines if (title := _title(line))]

    @cached_property
    def _texts(self) -> list[str]:
        return [re.sub(r"\s", "", clean(line.text)) for line in self._lines]

    def title(self, number: int) -> str:
        """The title of the page with the line `number`.

        It is the heading above the last 取組 and 目標. A heading below these is a title only when it stands elsewhere too, as
        titles do in a table of contents: the levels of headings tell nothing in an export.
        """
        block = max((aims.passage.first_line for aims in self.aims if aims.passage.first_line < number), default=0)
        above = [(line, title) for line, title in self._headings if line < number]
        for line, title in reversed(above):
            if line < block or not block or self._is_repeated(title):
                return title
        return ""

    def _is_repeated(self, title: str) -> bool:
        bare = re.sub(r"\s", "", title)
        return sum(bare in text for text in self._texts) > 1


def _title(line: SourceLine) -> str:
    heading = None if ANNOUNCED.fullmatch(clean(line.text)) else heading_of(line.text)
    return "" if heading is None or heading.kind == "slot" or is_label(label_form(heading.title)) else heading.title


def _may_hold(run: Sequence[Row]) -> bool:
    return len(run) > 1 and any(column.year for column in columns(run[0].cells, 0))


def _above(source: Source, number: int, announced: dict[int, SourceLine]) -> SourceLine | None:
    """The line 「指標：…」 over the table that begins in line `number`, with nothing but blank lines between."""
    before = [line for line in source.lines if line.number < number and line.text.strip()]
    return announced.get(before[-1].number) if before else None


def _measures(
    run: Sequence[Row], line: SourceLine | None, first_year: int, pages: _Pages
) -> tuple[Grid, list[Measure]]:
    """The table `run` and its measures: those of an indicator that `line` names above it, or of a column 指標."""
    grid = read_grid(run, header=max(1, header_rows(run)))
    years = columns(grid.names, first_year)
    if line:
        said = clean(line.text)
        name = said.partition(":")[2] if ":" in said else said.partition("：")[2]
        above = Above((said,), name.strip(), pages.title(line.number), line.number)
        return grid, measures_of(grid, years, above) if years else []
    named = next((n for n, text in enumerate(grid.names) if NAMED_COLUMN.fullmatch(label_form(text))), None)
    if named is None or not any(column.year for column in years):
        return grid, []
    return grid, measures_of(grid, years, Above(), named)

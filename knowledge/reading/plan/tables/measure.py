"""One 指標: what it measures, its present state and its goals by year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.card import Card, CardKind, CardYear, Figure
from knowledge.plan import Doubt, Passage, PassageKind
from knowledge.reading.plan.cards.figures import read_figure
from knowledge.reading.plan.tables.cells import Row
from knowledge.reading.plan.tables.grid import Grid
from knowledge.reading.plan.tables.year_table import Column

UNDECIDED = "現状の値か目標の値か、見出しから読み取れません"
YEARLESS = "指標の年度が書かれていません"


@dataclass(frozen=True, slots=True)
class Above:
    """What stands above a table of measures: `said` as it is shown, the `name` in it, and the `title` of the page."""

    said: tuple[str, ...] = ()
    name: str = ""
    title: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator as printed. `said` are the lines above the years, `after` those below."""

    title: str
    name: str
    said: tuple[str, ...]
    columns: tuple[Column, ...]
    values: Row
    first_line: int
    last_line: int
    after: tuple[str, ...] = ()

    @property
    def card(self) -> Card:
        """The indicator as a card; columns that are neither present state nor goal, or of no year, are not in it."""
        years = {column.year for column in self.columns if column.year and column.is_goal is not None}
        return Card(
            title=self.title,
            kind=CardKind.INDICATOR,
            measure=self.name,
            years=tuple(self._year(year) for year in sorted(years)),
            first_line=self.first_line,
            last_line=self.last_line,
        )

    @property
    def passage(self) -> Passage:
        """「指標：…」, then each year in a line: 「令和8年度 目標 50%」."""
        rows = [" ".join(filter(None, (column.text, column.word, self._value(column)))) for column in self.columns]
        text = "\n".join([*self.said, *rows, *self.after])
        return Passage("", ("指標",), text, self.first_line, self.last_line, PassageKind.TABLE, card=self.title)

    @property
    def doubts(self) -> Iterator[Doubt]:
        """Columns of which the header does not tell enough, once each kind."""
        for problem, lacks in (
            (UNDECIDED, any(column.is_goal is None for column in self.columns)),
            (YEARLESS, any(not column.year for column in self.columns)),
        ):
            if lacks:
                yield Doubt(self.first_line, problem, self.name)

    def _value(self, column: Column) -> str:
        return self.values.cells[column.place] if column.place < len(self.values.cells) else ""

    def _year(self, year: int) -> CardYear:
        of_year = [column for column in self.columns if column.year == year and self._value(column)]
        results = [column for column in of_year if column.is_goal is False]
        goals = [column for column in of_year if column.is_goal]
        return CardYear(
            year,
            results=tuple(_figure(self._value(column), self.name) for column in results),
            goals=tuple(_figure(self._value(column), self.name) for column in goals),
            as_of=next((column.as_of for column in results if column.as_of), ""),
        )


def measures_of(grid: Grid, years: Sequence[Column], above: Above, named: int | None = None) -> list[Measure]:
    """The measures in the rows of `grid`, whose columns of years are `years`.

    Each is named by the cell in column `named`, which may be merged with the one above, or by what stands `above` the table.
    A row without values is shown with the next measure.
    """
    found: list[Measure] = []
    waiting: list[str] = []
    name = ""
    first = above.line or min(grid.header, default=0)
    places = {column.place for column in years}
    for row in grid.rows:
        own = [(grid.names[n] if n < len(grid.names) else "", row.cells[n]) for n in row.filled if n not in places]
        lines = [f"{label}: {text}" if label else text for label, text in own]
        name = (row.cells[named] if named in row.filled and named is not None else name) or above.name
        if not places & set(row.filled) or not name:
            values = [row.cells[n] for n in row.filled if n in places]
            waiting.append(row.text if row.filled == (0,) else ", ".join([*lines, *values]))
            continue
        full = name if named is not None else " ".join([name, *(text for _, text in own)])
        said = (*above.said, *waiting, *lines)
        found.append(Measure(above.title or full, full, said, tuple(years), row, first, row.number))
        first, waiting = (above.line or row.number + 1), []
    if found and waiting:
        found[-1] = replace(found[-1], after=tuple(waiting), last_line=grid.rows[-1].number)
    return found


def _figure(text: str, label: str) -> Figure:
    figure = read_figure(text)
    return figure if figure.label else replace(figure, label=label)

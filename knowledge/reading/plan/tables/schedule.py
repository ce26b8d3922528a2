"""スケジュール: the phases of an action by fiscal year, as far as the cells still tell. Arrows are lost in every export."""

import re
from dataclasses import dataclass

from knowledge.plan import Doubt
from knowledge.reading.plan.tables.cells import Row, label_form

YEAR = re.compile(r"\(?(?:(?:令和|平成|[RH])(?:元|\d{1,2})|\d{4})年?度?\)?(?:\((?:令和|平成|[RH])?\d{1,4}年?度?\))?")
ARROW = " → "
PHASES_LOST = "スケジュールの図は文字として残っていません"
YEARS_LOST = "年度は表から読み取れません"
EXTENT_LOST = "年度は文字がある欄のものです。いつまで続くかは図にあり、読み取れません"


@dataclass(frozen=True, slots=True)
class Schedule:
    """`header` is the row 「スケジュール|令和5年度|…」, `phases` the rows below it up to the next label."""

    header: Row
    phases: tuple[Row, ...] = ()

    @property
    def years(self) -> tuple[str, ...]:
        """The fiscal years of the header, as printed."""
        return tuple(self.header.cells[place] for place in self.header.filled[1:])

    @property
    def is_lost(self) -> bool:
        """Whether no phase is left."""
        return not any(row.filled for row in self.phases)

    @property
    def is_aligned(self) -> bool:
        """Whether each phase stands below its year: the label in the first column, and that column empty in the rows below.

        An export that puts an empty cell before the label moves the phases by a column, but not always; read by column, some
        would be a year early.
        """
        label, *years = self.header.filled
        return label == 0 and all(set(row.filled) <= set(years) for row in self.phases)

    @property
    def text(self) -> str:
        """The schedule as it is shown: 「スケジュール(令和5年度・令和6年度): 構築(令和5年度) → 運用(令和6年度)」, or what is lost.

        The years stand there only where the phases can be told apart by them: else they would answer for a year that the text
        does not tell.
        """
        label = self.header.cells[self.header.filled[0]]
        head = f"{label}({'・'.join(self.years)})" if self.is_aligned and not self.is_lost else label
        if self.is_lost:
            return f"{head}: {PHASES_LOST}"
        rows = [row for row in self.phases if row.filled]
        if self.is_aligned:
            lines = [
                ARROW.join(f"{row.cells[place]}({self.header.cells[place]})" for place in row.filled) for row in rows
            ]
            return f"{head}: {' / '.join(lines)}\n({EXTENT_LOST})"
        lines = [ARROW.join(row.cells[place] for place in row.filled) for row in rows]
        return f"{head}\n順番: {' / '.join(lines)}({YEARS_LOST})"

    def doubts(self, title: str) -> tuple[Doubt, ...]:
        """What a person should look up in the original for the action `title`."""
        if self.is_lost:
            return (Doubt(self.header.number, PHASES_LOST, f"{title}({'・'.join(self.years)})"),)
        if self.is_aligned:
            return ()
        row = next(row for row in self.phases if row.filled)
        return (Doubt(row.number, f"スケジュールの{YEARS_LOST}", f"{title}({'・'.join(self.years)}): {row.text}"),)


def is_schedule(row: Row) -> bool:
    """Whether `row` has nothing but fiscal years behind its label, and more than one: a single year is the answer itself."""
    cells = [label_form(row.cells[place]) for place in row.filled]
    return len(cells) > 2 and all(YEAR.fullmatch(cell) for cell in cells[1:])

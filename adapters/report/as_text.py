"""A report for a terminal."""

import unicodedata
from collections.abc import Iterator

from adapters.report.heading import heading
from adapters.report.table import Table, numeric, shown
from adapters.report.tables import tables_of
from bot import kpi


def text_of(report: kpi.Report) -> str:
    """The card, then every table."""
    lines = [*heading(report), "", *report.annual.card(), ""]
    for table in tables_of(report):
        lines += [f"■ {table.title}", *_rows(table), *(f"  {note}" for note in table.notes), ""]
    return "\n".join(lines).rstrip()


def _rows(table: Table) -> Iterator[str]:
    if table.key == "definitions":  # sentences stand better one below the other
        for name, unit, rule, limits in table.rows:
            yield f"  {name}（{unit}）：{rule}{limits}"
        return
    cells = [table.header, *(tuple(map(shown, row)) for row in table.rows)]
    widths = [max(width(row[at]) for row in cells) for at in range(len(table.header))]
    right = [any(numeric(row[at]) for row in table.rows) for at in range(len(table.header))]
    for row in cells:
        padded = (_padded(cell, to, side) for cell, to, side in zip(row, widths, right, strict=True))
        yield "  " + "  ".join(padded).rstrip()


def _padded(cell: str, to: int, right: bool) -> str:
    space = " " * (to - width(cell))
    return space + cell if right else cell + space


def width(text: str) -> int:
    """Columns of a terminal that `text` takes."""
    return sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in text)

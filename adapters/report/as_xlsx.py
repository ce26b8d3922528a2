"""A report as an Excel workbook: a sheet for each table."""

from pathlib import Path

from adapters.report.heading import heading
from adapters.report.table import Cell, Difference, plain
from adapters.report.tables import tables_of
from bot import kpi
from knowledge.workbook import Number, Sheet, Value, write_sheets

PER_CENT = '0.0"％"'
SIGNED = '"＋"#,##0;"▲"#,##0;"±"0'  # above, below and at zero


def write_xlsx(report: kpi.Report, path: Path) -> None:
    """Write `report` to `path`; the first sheet is the card. Raises OSError."""
    lines = (*heading(report), "", *report.annual.card(), "", "1行で写すとき", report.annual.card_line())
    card = Sheet("カード", ("アクションプランに写す文",), tuple((line,) for line in lines))
    sheets = [
        Sheet(table.title, table.header, tuple(tuple(map(_value, row)) for row in table.rows), table.notes, PER_CENT)
        for table in tables_of(report)
    ]
    write_sheets([card, *sheets], path)


def _value(cell: Cell) -> Value:
    return Number(cell.value, SIGNED) if isinstance(cell, Difference) else plain(cell)

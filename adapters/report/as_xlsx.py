"""A report as an Excel workbook: a sheet for each table."""

from pathlib import Path

from adapters.report.heading import heading, month_heading
from adapters.report.table import Cell, Difference, Table, plain
from adapters.report.tables import month_tables_of, tables_of
from bot import kpi
from knowledge.workbook import Number, Sheet, Value, write_sheets

PER_CENT = '0.0"％"'
SIGNED = '"＋"#,##0;"▲"#,##0;"±"0'  # above, below and at zero


def write_xlsx(report: kpi.Report, path: Path) -> None:
    """Write `report` to `path`; the first sheet is the card. Raises OSError."""
    lines = (*heading(report), "", *report.annual.card(), "", "1行で写すとき", report.annual.card_line())
    card = Sheet("カード", ("アクションプランに写す文",), tuple((line,) for line in lines))
    write_sheets([card, *map(_sheet, tables_of(report))], path)


def write_month_xlsx(report: kpi.MonthReport, path: Path) -> None:
    """Write one month to `path`; the first sheet says which. Raises OSError."""
    about = Sheet("この表", ("この表",), tuple((line,) for line in month_heading(report)))
    write_sheets([about, *map(_sheet, month_tables_of(report))], path)


def _sheet(table: Table) -> Sheet:
    rows = tuple(tuple(map(_value, row)) for row in table.rows)
    return Sheet(table.title, table.header, rows, table.notes, PER_CENT)


def _value(cell: Cell) -> Value:
    return Number(cell.value, SIGNED) if isinstance(cell, Difference) else plain(cell)

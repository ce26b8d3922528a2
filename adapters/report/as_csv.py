"""A report as CSV: one table below the other, each with its title."""

import csv
import io

from adapters.report.heading import heading
from adapters.report.table import plain
from adapters.report.tables import tables_of
from bot import kpi


def csv_of(report: kpi.Report) -> str:
    """Numbers as they are, shares in per cent; no cell begins like a formula."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerows([line] for line in heading(report))
    writer.writerow([report.annual.card_line()])
    for table in tables_of(report):
        writer.writerow([])
        writer.writerow([f"■ {table.title}"])
        writer.writerow(table.header)
        writer.writerows([safe(plain(cell)) for cell in row] for row in table.rows)
        writer.writerows([note] for note in table.notes)
    return page.getvalue()


def safe(cell: str | int | float | None) -> str | int | float | None:
    """A cell that no spreadsheet takes for a formula; ＋ and ▲ in front of a number are none."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell

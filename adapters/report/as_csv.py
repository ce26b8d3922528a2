"""A report as CSV: one table below the other, each with its title."""

import csv
import io

from adapters.report.heading import heading
from adapters.report.table import plain
from adapters.report.tables import tables_of
from bot import kpi
from knowledge.cell import marked


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
        writer.writerows([_cell(plain(cell)) for cell in row] for row in table.rows)
        writer.writerows([note] for note in table.notes)
    return page.getvalue()


def _cell(cell: str | int | float | None) -> str | int | float | None:
    return marked(cell) if isinstance(cell, str) else cell

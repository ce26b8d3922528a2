"""madoguchi export: a city's entries as a table that can be changed in a spreadsheet and imported again."""

from enum import StrEnum
from typing import Annotated

import typer

from adapters.cli.context import open_context
from adapters.cli.output import Out, put, refuse_existing, write_aside
from adapters.cli.say import fail, note
from knowledge.entry_table import entry_csv, write_entry_workbook
from knowledge.reading.entries import losses

City = Annotated[str, typer.Option(help="City code, such as 132012.")]


class Form(StrEnum):
    """The forms of the table."""

    CSV = "csv"
    XLSX = "xlsx"


def export(
    city: City,
    form: Annotated[Form, typer.Option("--format", help="csv or xlsx.")] = Form.CSV,
    out: Out = None,
    common: Annotated[bool, typer.Option("--common", help="Also the entries that are common to all cities.")] = False,
) -> None:
    """Write the entries of a city that are in force as CSV or XLSX, for `madoguchi import entries`; nothing is lost."""
    if form is Form.XLSX and out is None:
        raise typer.BadParameter("xlsx needs --out FILE.")
    refuse_existing(out)
    knowledge = open_context().shelves.knowledge(city)
    entries = tuple(entry for entry in knowledge.entries if common or entry.owned_by_city)
    if not entries:
        fail(f"{city} has no entries of its own. --common writes those that are common to all cities.")
    if faults := list(losses(entries, city, in_excel=form is Form.XLSX)):
        for fault in faults:
            note(str(fault))
        fail(f"{len(faults)} cell(s) cannot be written without loss; nothing was written.")
    if form is Form.XLSX and out:
        write_aside(out, lambda path: write_entry_workbook(entries, path))
    else:
        put(entry_csv(entries), out, "utf-8-sig")
    note(f"{city} {knowledge.city.name}: {len(entries)} entries of revision {knowledge.revision}")

"""Tables as an Excel workbook: a sheet for each, ready to print."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

HEADER = PatternFill("solid", fgColor="D9E2F3")
TO_WRITE = PatternFill("solid", fgColor="FFF2CC")  # pale yellow: black text stays legible on it, also when printed
WRAPPED = Alignment(vertical="top", wrap_text=True)
FORBIDDEN = str.maketrans("[]:*?/\\", "（）：＊？／￥")
LONGEST_NAME = 31  # characters that Excel allows for the name of a sheet
WIDEST, NARROWEST = 48, 9  # characters
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # begins what a workbook would read as the number of a character


@dataclass(frozen=True, slots=True)
class Number:
    """A number that Excel shows in a `form` of its own, such as "▲"#,##0."""

    value: int | float
    form: str


Value = str | int | float | Number | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` below `header`, and `notes` below them. Whole numbers and decimals stay numbers; None is an empty cell.

    Columns named in `to_write` are for people to fill in; `choices` offers texts for the cells of a column.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()
    decimals: str = "0.0"  # how Excel shows a decimal
    to_write: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def write_sheets(sheets: Sequence[Sheet], path: Path) -> None:
    """Write `sheets` to `path`. Texts are cells of text, also where they look like a formula; every character is kept.

    Raises OSError.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _write(book.create_sheet(sheet.name.translate(FORBIDDEN)[:LONGEST_NAME]), sheet)
    book.save(path)


def _write(page: Worksheet, sheet: Sheet) -> None:
    for place, name in enumerate(sheet.header, 1):
        cell = _cell(page, 1, place)
        _fill(cell, name, sheet.decimals)
        cell.font, cell.fill = Font(bold=True), HEADER
        longest = max([_columns(name), *(_columns(row[place - 1]) for row in sheet.rows)])
        page.column_dimensions[get_column_letter(place)].width = min(WIDEST, max(NARROWEST, longest)) + 2
    for number, row in enumerate(sheet.rows, 2):
        for place, (name, value) in enumerate(zip(sheet.header, row, strict=True), 1):
            _fill(_cell(page, number, place), value, sheet.decimals, colour=name in sheet.to_write)
    for name, texts in sheet.choices.items():
        _offer(page, sheet.header.index(name) + 1, texts, len(sheet.rows))
    for number, note in enumerate(sheet.notes, len(sheet.rows) + 3):
        cell = _cell(page, number, 1)
        _fill(cell, note, sheet.decimals)
        cell.alignment = Alignment(wrap_text=False)  # runs on over the empty cells beside it
    page.freeze_panes = "A2"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"


def _cell(page: Worksheet, row: int, column: int) -> Cell:
    return cast(Cell, page.cell(row, column))  # nothing is merged here


def _offer(page: Worksheet, column: int, texts: tuple[str, ...], rows: int) -> None:
    """Something else can still be written: reading it tells what is wrong."""
    choice = DataValidation("list", formula1=f'"{",".join(texts)}"', allow_blank=True, showErrorMessage=False)
    letter = get_column_letter(column)
    choice.add(f"{letter}2:{letter}{max(rows, 1) + 1}")
    page.add_data_validation(choice)


def _escaped(text: str) -> str:
    """`text` as a workbook keeps it: characters that XML has not by their number."""
    return ILLEGAL_CHARACTERS_RE.sub(lambda found: f"_x{ord(found[0]):04X}_", ESCAPE.sub("_x005F_", text))


def _fill(cell: Cell, value: Value, decimals: str, *, colour: bool = False) -> None:
    cell.alignment = WRAPPED
    if colour:
        cell.fill = TO_WRITE
    if isinstance(value, str):
        cell.number_format = "@"
        cell.value = _escaped(value)
        cell.data_type = "s"  # also where openpyxl would see a formula
        cell.quotePrefix = True  # and where Excel would, after somebody has edited the cell
    elif isinstance(value, Number):
        cell.value, cell.number_format = value.value, value.form
    elif value is not None:
        cell.value = value
        cell.number_format = decimals if isinstance(value, float) else "#,##0"


def _columns(value: object) -> int:
    """About how many characters wide a cell is; Japanese counts double."""
    number = value.value if isinstance(value, Number) else value
    text = f"{number:,}" if isinstance(number, int) else str(number or "")
    return sum(2 if ord(each) > 0xFF else 1 for each in text)

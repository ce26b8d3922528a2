"""Tables as an Excel workbook: a sheet for each, ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

HEADER = PatternFill("solid", fgColor="D9E2F3")
WRAPPED = Alignment(vertical="top", wrap_text=True)
FORBIDDEN = str.maketrans("[]:*?/\\", "（）：＊？／￥")
LONGEST_NAME = 31  # characters that Excel allows for the name of a sheet
WIDEST, NARROWEST = 48, 9  # characters


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` below `header`, and `notes` below them. Whole numbers and decimals stay numbers; None is an empty cell."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]
    notes: tuple[str, ...] = ()
    decimals: str = "0.0"  # how Excel shows a decimal


def write_sheets(sheets: Sequence[Sheet], path: Path) -> None:
    """Write `sheets` to `path`. Texts are cells of text, also where they look like a formula. Raises OSError."""
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
        for place, value in enumerate(row, 1):
            _fill(_cell(page, number, place), value, sheet.decimals)
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


def _fill(cell: Cell, value: str | int | float | None, decimals: str) -> None:
    cell.alignment = WRAPPED
    if isinstance(value, str):
        cell.number_format = "@"
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"  # also where openpyxl would see a formula
        cell.quotePrefix = True  # and where Excel would, after somebody has edited the cell
    elif value is not None:
        cell.value = value
        cell.number_format = decimals if isinstance(value, float) else "#,##0"


def _columns(value: object) -> int:
    """About how many characters wide a cell is; Japanese counts double."""
    text = f"{value:,}" if isinstance(value, int) else str(value or "")
    return sum(2 if ord(each) > 0xFF else 1 for each in text)

"""What people do to the sheets of a workbook that a reader would silently get wrong: merging, hiding, formulas without values."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from knowledge.fault import Fault, FaultyContent, shorten
from knowledge.reading.table import opened_workbook

MOST_NAMED = 5  # rows or columns named in one message


def refuse_hidden_and_merged(path: Path, columns: Mapping[str, str], guides: Collection[str] = ()) -> None:
    """Raise FaultyContent with all that is merged or hidden in the sheets that hold a table of `columns`.

    A hidden sheet is passed over where it holds no such table. Sheets named in `guides` explain and are left alone.
    """
    book = opened_workbook(path)
    formulas = openpyxl.load_workbook(path)
    faults: list[Fault] = []
    for sheet in book.worksheets:
        if sheet.title in guides:
            continue
        place = f"シート「{sheet.title}」"
        if sheet.sheet_state != "visible":
            if _header(sheet) & columns.keys():
                remedy = "表示してから保存するか、要らなければシートを消してください"
                faults.append(Fault(path.name, place, sheet.title, "隠れているシートに表があります", remedy))
            continue
        faults += _merged(path.name, place, sheet)
        faults += _hidden(path.name, place, sheet)
        faults += _uncomputed(path.name, place, sheet, formulas[sheet.title])
    if faults:
        raise FaultyContent(faults)


def _header(sheet: Any) -> set[str]:
    """The texts of the first row that has any."""
    for row in sheet.iter_rows(values_only=True):
        if texts := {str(cell).strip() for cell in row if cell not in (None, "")}:
            return texts
    return set()


def _merged(file: str, place: str, sheet: Any) -> Iterator[Fault]:
    for area in sorted(sheet.merged_cells.ranges, key=lambda area: (area.min_row, area.min_col)):
        value = shorten(sheet.cell(area.min_row, area.min_col).value)
        where = f"{place}{area.min_row}行目 {area.coord}"
        yield Fault(file, where, value, "セルが結合されています", "結合を解き、それぞれの欄に書いてください")


def _hidden(file: str, place: str, sheet: Any) -> Iterator[Fault]:
    """Rows and columns out of sight that hold something: nobody who looked at the sheet has seen it."""
    rows = [number for number, row in sheet.row_dimensions.items() if row.hidden]
    filled = [
        (number, texts) for number in sorted(rows) if (texts := [cell.value for cell in sheet[number] if _filled(cell)])
    ]
    remedy = "フィルターを解除し、隠した行や列を全部表示して中身を確かめてから、保存してください"
    if filled:
        where = f"{place}{_named([f'{number}行目' for number, _ in filled])}"
        yield Fault(file, where, shorten(filled[0][1][0]), "隠れている行に中身があります", remedy)
    names = []
    for column in sheet.column_dimensions.values():
        if column.hidden:
            last = min(column.max or 0, sheet.max_column)
            letters = [get_column_letter(number) for number in range(column.min or 1, last + 1)]
            names += [letter for letter in letters if any(map(_filled, sheet[letter]))]
    if names:
        first = shorten(next((cell.value for cell in sheet[names[0]] if _filled(cell)), ""))
        yield Fault(
            file, f"{place}{_named([f'{name}列' for name in names])}", first, "隠れている列に中身があります", remedy
        )


def _uncomputed(file: str, place: str, sheet: Any, formulas: Any) -> Iterator[Fault]:
    """Formulas whose value is not in the file: some programs save them so, and the cell would read as empty."""
    for row in formulas.iter_rows():
        for cell in row:
            if cell.data_type == "f" and sheet.cell(cell.row, cell.column).value is None:
                where = f"{place}{cell.row}行目 {cell.coordinate}"
                remedy = "式ではなく値を書くか、Excel で開いて保存し直してください"
                yield Fault(file, where, shorten(cell.value), "式の値がファイルに入っていません", remedy)


def _filled(cell: Any) -> bool:
    return cell.value not in (None, "")


def _named(names: list[str]) -> str:
    more = f"ほか{len(names) - MOST_NAMED}" if len(names) > MOST_NAMED else ""
    return "、".join(names[:MOST_NAMED]) + more

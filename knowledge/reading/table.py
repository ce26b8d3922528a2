"""Tables that people keep in Excel: CSV (UTF-8 with or without BOM, CP932) and XLSX, row by row with its place."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from knowledge.fault import Fault, FaultyContent, shorten
from knowledge.reading.record import Record


def read_table(path: Path, columns: Mapping[str, str]) -> list[Record]:
    """Rows of `path` as records keyed by `columns` (header text → key). Empty rows are passed over.

    Raises FaultyContent when the file cannot be read or its header lacks or repeats a column.
    """
    sheets = _xlsx_sheets(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv_sheet(path)
    records = []
    for sheet, rows in sheets:
        numbered = [(number, row) for number, row in enumerate(rows, 1) if any(cell not in (None, "") for cell in row)]
        if not numbered:
            continue
        keys = _header(path.name, sheet, numbered[0], columns)
        labels = {key: header for header, key in columns.items()}
        for number, row in numbered[1:]:
            values = {key: cell for key, cell in zip(keys, row, strict=False) if key}
            records.append(Record(path.name, f"{sheet}{number}行目", values, labels))
    if not records:
        raise _unusable(path.name, "", "", "中身がありません", "見出しの行と、1行以上の中身を書いてください")
    return records


def decode(path: Path) -> str:
    """The text of `path`: UTF-8 (with or without BOM), else CP932. Raises FaultyContent for anything else."""
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "cp932"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    raise _unusable(path.name, "", "", "文字コードが分かりません", "UTF-8 か Shift_JIS(CP932) で保存してください")


def _csv_sheet(path: Path) -> Iterator[tuple[str, Sequence[Sequence[Any]]]]:
    text = decode(path)
    if "\0" in text:
        raise _unusable(path.name, "", "", "文字のファイルではありません", "CSV として保存し直してください")
    yield "", list(csv.reader(io.StringIO(text, newline="")))


def _xlsx_sheets(path: Path) -> Iterator[tuple[str, Sequence[Sequence[Any]]]]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError):
        raise _unusable(path.name, "", "", "Excel のファイルとして開けません", "XLSX 形式で保存し直してください") from None
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                yield f"シート「{sheet.title}」", [tuple(row) for row in sheet.iter_rows(values_only=True)]
    finally:
        book.close()


def _header(file: str, sheet: str, numbered: tuple[int, Sequence[Any]], columns: Mapping[str, str]) -> list[str | None]:
    number, row = numbered
    names = [str(cell or "").strip() for cell in row]
    unknown = [name for name in names if name and name not in columns]
    repeated = {name for name in names if name and names.count(name) > 1}
    if unknown or repeated:
        problem = "知らない見出しです" if unknown else "同じ見出しが二つあります"
        value = "、".join(unknown or sorted(repeated))
        raise _unusable(file, f"{sheet}{number}行目", value, problem, f"見出しは {'、'.join(columns)} です")
    return [columns.get(name) for name in names]


def _unusable(file: str, place: str, value: str, problem: str, remedy: str) -> FaultyContent:
    return FaultyContent([Fault(file, place, shorten(value, 120), problem, remedy)])

"""Tables that people keep in Excel: CSV (UTF-8 with or without BOM, CP932) and XLSX, row by row with its place."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

from knowledge.fault import Fault, FaultyContent, shorten
from knowledge.reading.record import Record

NumberedRow = tuple[int, Sequence[Any]]
EXCEL = (".xlsx", ".xlsm")
ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how a workbook begins, and one that is old or locked
LOCKED = "EncryptedPackage".encode("utf-16-le")


def read_table(
    path: Path,
    columns: Mapping[str, str],
    guides: Collection[str] = (),
    required: Collection[str] = (),
    whole: str = "",
) -> list[Record]:
    """Rows of `path` as records keyed by `columns` (header text → key). Empty rows are passed over, and so are the sheets
    named in `guides`, which explain the table.

    Raises FaultyContent when the file cannot be read, when a header is unknown or repeated in any sheet, when one that is
    `required` is missing, or any where there is the one called `whole`, or when a row has words under no header.
    """
    sheets = _xlsx_sheets(path, guides) if path.suffix.lower() in EXCEL else _csv_sheet(path)
    records, faults = [], []
    for sheet, rows in sheets:
        numbered = [(number, row) for number, row in enumerate(rows, 1) if any(cell not in (None, "") for cell in row)]
        if numbered:
            needed = columns if whole and whole in _names(numbered[0]) else required
            found = _header_faults(path.name, sheet, numbered[0], columns)
            found += _missing_headers(path.name, sheet, numbered[0], needed)
            faults += found or _stray_cells(path.name, sheet, numbered)
            records += _records(path.name, sheet, numbered, columns)
    if faults:
        raise FaultyContent(faults)
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


def opened_workbook(path: Path, *, quickly: bool = False) -> Any:
    """The workbook at `path` with the values of its formulas; `quickly` leaves out all but values.

    Raises FaultyContent, which says what else the file is.
    """
    try:
        return openpyxl.load_workbook(path, read_only=quickly, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError):
        problem, remedy = _instead(path.read_bytes())
        raise _unusable(path.name, "", "", f"Excel のファイルとして開けません{problem}", remedy) from None


def _instead(data: bytes) -> tuple[str, str]:
    """What a file is that is no workbook, and what to do."""
    if data.startswith(OLE):
        if LOCKED in data:
            return "（パスワードで守られています）", "Excel で開き、パスワードを外して保存し直してください"
        return "（古い形式の .xls です）", "Excel で開き、XLSX 形式で保存し直してください"
    if data and not data.startswith(ZIP) and b"\0" not in data:
        return (
            "（中身は CSV などの文字です）",
            "名前の終わりを .csv に変えるか、Excel で開いて XLSX 形式で保存し直してください",
        )
    return "", "XLSX 形式で保存し直してください"


def _csv_sheet(path: Path) -> Iterator[tuple[str, Sequence[Sequence[Any]]]]:
    with path.open("rb") as file:
        start = file.read(len(OLE))
    if start == OLE:
        raise _unusable(
            path.name,
            "",
            "",
            "CSV として読めません" + _instead(path.read_bytes())[0],
            "XLSX 形式で保存し直してください",
        )
    if start.startswith(ZIP + b"\3\4"):
        remedy = "名前の終わりを .xlsx に変えるか、CSV で保存し直してください"
        raise _unusable(path.name, "", "", "CSV として読めません（中身は Excel のファイルです）", remedy)
    text = decode(path)
    if "\0" in text:
        raise _unusable(path.name, "", "", "文字のファイルではありません", "CSV として保存し直してください")
    yield "", _csv_rows(path.name, text)


def _csv_rows(file: str, text: str) -> list[list[str]]:
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # a cell may be longer than the 131,072 of the module
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    start = 0  # lines before the row being read
    try:
        for row in reader:
            rows.append(row)
            start = reader.line_num
    except csv.Error:
        value = text.splitlines()[start]
        problem, remedy = '引用符(")が閉じていないか、余分です', '欄の全体を " で囲み、中の " は "" と書いてください'
        raise _unusable(file, f"{len(rows) + 1}行目", value, problem, remedy) from None
    return rows


def _xlsx_sheets(path: Path, guides: Collection[str]) -> Iterator[tuple[str, Sequence[Sequence[Any]]]]:
    book = opened_workbook(path, quickly=True)
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible" and sheet.title not in guides:
                yield f"シート「{sheet.title}」", [tuple(map(_plain, row)) for row in sheet.iter_rows(values_only=True)]
    finally:
        book.close()


def _plain(cell: Any) -> Any:
    """A cell without the numbers that stand for characters in a workbook (_x000D_)."""
    return unescape(cell) if isinstance(cell, str) else cell


def _records(file: str, sheet: str, numbered: Sequence[NumberedRow], columns: Mapping[str, str]) -> list[Record]:
    keys = [columns.get(name) for name in _names(numbered[0])]
    labels = {key: header for header, key in columns.items()}
    rows = ((number, {key: cell for key, cell in zip(keys, row, strict=False) if key}) for number, row in numbered[1:])
    return [Record(file, f"{sheet}{number}行目", values, labels) for number, values in rows]


def _names(header: NumberedRow) -> list[str]:
    return [str(cell or "").strip() for cell in header[1]]


def _header_faults(file: str, sheet: str, header: NumberedRow, columns: Mapping[str, str]) -> list[Fault]:
    names = _names(header)
    unknown = [name for name in names if name and name not in columns]
    repeated = sorted({name for name in names if name in columns and names.count(name) > 1})
    return [
        Fault(
            file,
            f"{sheet}{header[0]}行目",
            shorten("、".join(found), 120),
            problem,
            f"見出しは {'、'.join(columns)} です",
        )
        for found, problem in ((unknown, "知らない見出しです"), (repeated, "同じ見出しが二つあります"))
        if found
    ]


def _missing_headers(file: str, sheet: str, header: NumberedRow, needed: Collection[str]) -> list[Fault]:
    names = set(_names(header))
    missing = shorten("、".join(name for name in needed if name not in names), 120)
    remedy = "見出しの行に足してください。書き出した表の列は、消さずに残してください"
    return [Fault(file, f"{sheet}{header[0]}行目", missing, "見出しが足りません", remedy)] if missing else []


def _stray_cells(file: str, sheet: str, numbered: Sequence[NumberedRow]) -> list[Fault]:
    """A fault for each row with words under no header: mostly a comma in a cell without quotation marks."""
    names = _names(numbered[0])
    remedy = '「,」を含む欄は " で囲み、要らない欄は消してください'
    faults = []
    for number, row in numbered[1:]:
        strays = [str(cell) for cell, name in zip_longest(row, names) if not name and str(cell or "").strip()]
        if strays:
            value = shorten("、".join(strays))
            faults.append(Fault(file, f"{sheet}{number}行目", value, "見出しのない欄に中身があります", remedy))
    return faults


def _unusable(file: str, place: str, value: str, problem: str, remedy: str) -> FaultyContent:
    return FaultyContent([Fault(file, place, shorten(value, 120), problem, remedy)])

"""What people do to a workbook of entries: each fault with sheet, row, column, value and what to do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from knowledge import Entry
from knowledge.entry_table import GUIDE, TABLE_COLUMNS, write_entry_workbook
from knowledge.reading.entries import read_entries

CITY = "131016"
GOMI = Entry("gomi", CITY, "ごみの日は。", "月曜です。", "清掃課")
HON = Entry("hon", CITY, "本を借りたい。", "図書館です。", "図書館")


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[Callable[[Any], object]], Path]:
    """The workbook of two entries after somebody's `act` on its sheet."""

    def edit(act: Callable[[Any], object]) -> Path:
        path = tmp_path / "koumoku.xlsx"
        write_entry_workbook([GOMI, HON], path)
        book = load_workbook(path)
        act(book.worksheets[0])
        book.save(path)
        return path

    return edit


def shown(faults: Any) -> list[tuple[str, str, str]]:
    return [(fault.place, fault.value, fault.problem) for fault in faults]


HIDDEN = "フィルターを解除し、隠した行や列を全部表示して中身を確かめてから、保存してください"
ACTS: dict[str, tuple[Callable[[Any], object], tuple[str, str, str], str]] = {
    "merged cells": (
        lambda sheet: sheet.merge_cells("H2:H3"),
        ("シート「項目」2行目 H2:H3", "清掃課", "セルが結合されています"),
        "結合を解き、それぞれの欄に書いてください",
    ),
    "a hidden row": (
        lambda sheet: setattr(sheet.row_dimensions[3], "hidden", True),
        ("シート「項目」3行目", "hon", "隠れている行に中身があります"),
        HIDDEN,
    ),
    "a hidden column": (
        lambda sheet: setattr(sheet.column_dimensions["D"], "hidden", True),
        ("シート「項目」D列", "質問", "隠れている列に中身があります"),
        HIDDEN,
    ),
    "a formula without its value": (
        lambda sheet: sheet.cell(2, 4, '=CONCATENATE("ご","み")'),
        ("シート「項目」2行目 D2", '=CONCATENATE("ご","み")', "式の値がファイルに入っていません"),
        "式ではなく値を書くか、Excel で開いて保存し直してください",
    ),
    "a hidden sheet with a table": (
        lambda sheet: setattr(sheet.parent.copy_worksheet(sheet), "sheet_state", "hidden"),
        ("シート「項目 Copy」", "項目 Copy", "隠れているシートに表があります"),
        "表示してから保存するか、要らなければシートを消してください",
    ),
    "a column that is gone": (
        lambda sheet: sheet.delete_cols(16),
        ("シート「項目」1行目", "内部メモ", "見出しが足りません"),
        "見出しの行に足してください。書き出した表の列は、消さずに残してください",
    ),
    "a column too many": (
        lambda sheet: sheet.cell(1, 19, "色"),
        ("シート「項目」1行目", "色", "知らない見出しです"),
        f"見出しは {'、'.join(TABLE_COLUMNS)} です",
    ),
    "an id twice": (
        lambda sheet: sheet.cell(3, 1, "gomi"),
        ("シート「項目」3行目 項目ID", "gomi", "シート「項目」2行目と同じIDです"),
        "別のIDにしてください",
    ),
    "an id in full width": (
        lambda sheet: sheet.cell(2, 1, "１３１０１６－Ｇｏｍｉ"),
        ("シート「項目」2行目 項目ID", "１３１０１６－Ｇｏｍｉ", "項目IDに使えない文字があります"),
        "半角の小文字で 131016-gomi と書いてください",
    ),
    "an owner that is none": (
        lambda sheet: sheet.cell(2, 17, "県"),
        ("シート「項目」2行目 持ち主", "県", "使えない値です"),
        "市、共通 のどれかにしてください",
    ),
    "a day as a number": (
        lambda sheet: sheet.cell(2, 13, 46113),
        ("シート「項目」2行目 有効終了日", "46113", "日付として読めません"),
        "2026-11-20 または 令和8年11月20日 のように書いてください",
    ),
    "a day that there is not": (
        lambda sheet: sheet.cell(2, 13, "令和8年4月31日"),
        ("シート「項目」2行目 有効終了日", "令和8年4月31日", "日付として読めません"),
        "2026-11-20 または 令和8年11月20日 のように書いてください",
    ),
}


@pytest.mark.parametrize(("act", "found", "remedy"), ACTS.values(), ids=ACTS)
def test_what_people_do_to_a_sheet_is_named(
    edited: Callable[..., Path], faults_of: Any, act: Any, found: tuple[str, str, str], remedy: str
) -> None:
    [fault] = faults_of(read_entries, edited(act), CITY)
    assert shown([fault]) == [found]
    assert fault.remedy == remedy


def test_several_faults_of_a_sheet_are_told_at_once(edited: Callable[..., Path], faults_of: Any) -> None:
    def act(sheet: Any) -> None:
        sheet.merge_cells("O2:O3")
        for number in (2, 3):
            sheet.row_dimensions[number].hidden = True
        sheet.column_dimensions["B"].hidden = True

    assert [place for place, _, _ in shown(faults_of(read_entries, edited(act), CITY))] == [
        "シート「項目」2行目 O2:O3",
        "シート「項目」2行目、3行目",
        "シート「項目」B列",
    ]


@pytest.mark.parametrize(
    "act",
    [
        lambda sheet: sheet.parent[GUIDE].merge_cells("A2:B2"),
        lambda sheet: setattr(sheet.row_dimensions[9], "hidden", True),
        lambda sheet: setattr(sheet.column_dimensions["Z"], "hidden", True),
        lambda sheet: setattr(sheet.parent.create_sheet("控え"), "sheet_state", "hidden"),
    ],
    ids=["the guide", "an empty row", "an empty column", "a hidden sheet of something else"],
)
def test_what_loses_nothing_is_allowed(edited: Callable[..., Path], act: Any) -> None:
    assert read_entries(edited(act), CITY) == (GOMI, HON)


@pytest.mark.parametrize("written", ["令和8年4月1日", "Ｒ８．４．１", "２０２６／４／１", "2026年4月1日", "2026-04-01"])
def test_a_day_is_read_as_offices_write_it(edited: Callable[..., Path], written: str) -> None:
    [gomi, _] = read_entries(edited(lambda sheet: sheet.cell(2, 12, written)), CITY)
    assert str(gomi.valid_from) == "2026-04-01"


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("name", "content", "problem", "remedy"),
    [
        ("a.xlsx", "項目ID,質問\n".encode(), "中身は CSV などの文字です", "名前の終わりを .csv に変える"),
        ("a.xlsx", OLD, "古い形式の .xls です", "XLSX 形式で保存し直してください"),
        ("a.xls", OLD, "古い形式の .xls です", "XLSX 形式で保存し直してください"),
        ("a.xlsx", OLD + "EncryptedPackage".encode("utf-16-le"), "パスワードで守られています", "パスワードを外して"),
        ("a.csv", b"PK\x03\x04" + bytes(64), "中身は Excel のファイルです", "名前の終わりを .xlsx に変える"),
        ("a.xlsx", b"", "Excel のファイルとして開けません", "XLSX 形式で保存し直してください"),
        ("a.csv", b"", "中身がありません", "見出しの行と"),
    ],
)
def test_a_file_that_is_something_else_is_told_so(
    write: Any, faults_of: Any, name: str, content: bytes, problem: str, remedy: str
) -> None:
    [fault] = faults_of(read_entries, write(name, content), CITY)
    assert (fault.file, problem in fault.problem, remedy in fault.remedy) == (name, True, True)


def test_a_workbook_without_a_table_is_empty(tmp_path: Path, faults_of: Any) -> None:
    Workbook().save(tmp_path / "a.xlsx")
    [fault] = faults_of(read_entries, tmp_path / "a.xlsx", CITY)
    assert fault.problem == "中身がありません"


def test_the_columns_that_an_entry_needs_are_named_once(write: Any, faults_of: Any) -> None:
    [fault, *rest] = faults_of(read_entries, write("a.csv", "項目ID,質問\na1,b\nc2,d\n"), CITY)
    assert (fault.place, fault.value, fault.problem, rest) == ("1行目", "回答、担当課", "見出しが足りません", [])

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from knowledge.reading.table import decode, read_table

COLUMNS = {"項目ID": "id", "質問": "question", "回答": "answer"}
CSV = "項目ID,質問,回答\ntennyu,転入届は～いつまで,14日以内です。\n"
ROW = {"id": "tennyu", "question": "転入届は～いつまで", "answer": "14日以内です。"}


def rows(path: Path) -> list[tuple[str, dict[str, object]]]:
    return [(record.place, dict(record.values)) for record in read_table(path, COLUMNS)]


def book(*sheets: tuple[str, list[list[object]]], hidden: tuple[str, ...] = ()) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, cells in sheets:
        sheet = made.create_sheet(title)
        for row in cells:
            sheet.append(row)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
    if len(hidden) == len(sheets):
        made.create_sheet("空")
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_csv_is_read_in_each_encoding_that_excel_saves(write, encoding):
    assert rows(write("faq.csv", CSV, encoding)) == [("2行目", ROW)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_csv_is_read_with_each_line_ending(write, newline):
    assert rows(write("faq.csv", CSV.replace("\n", newline))) == [("2行目", ROW)]


def test_a_quoted_cell_may_hold_commas_and_lines(write):
    path = write("faq.csv", '項目ID,質問,回答\na1,"戸籍,住民票","一行目\n二行目"\nb2,ごみ,月曜日\n')
    assert [(record.place, record.values["answer"]) for record in read_table(path, COLUMNS)] == [
        ("2行目", "一行目\n二行目"),
        ("3行目", "月曜日"),
    ]


def test_columns_may_stand_in_any_order_and_be_left_out(write):
    assert rows(write("faq.csv", "回答,項目ID\n14日以内です。,tennyu\n")) == [
        ("2行目", {"answer": "14日以内です。", "id": "tennyu"})
    ]


def test_empty_rows_are_passed_over_and_the_numbers_stay_true(write):
    path = write("faq.csv", "\n項目ID,質問,回答\n,,\na1,戸籍,市民課\n\nb2,ごみ,月曜日\n")
    assert [record.place for record in read_table(path, COLUMNS)] == ["4行目", "6行目"]


def test_an_xlsx_is_read_sheet_by_sheet(write):
    header = list(COLUMNS)
    path = write(
        "faq.xlsx",
        book(
            ("届出", [header, ["a1", "転入", "14日以内"], ["b2", "転出", "事前に"]]),
            ("税", [header, ["c3", "税", 300]]),
        ),
    )
    assert rows(path) == [
        ("シート「届出」2行目", {"id": "a1", "question": "転入", "answer": "14日以内"}),
        ("シート「届出」3行目", {"id": "b2", "question": "転出", "answer": "事前に"}),
        ("シート「税」2行目", {"id": "c3", "question": "税", "answer": 300}),
    ]


def test_hidden_sheets_are_not_read(write):
    header = list(COLUMNS)
    path = write(
        "faq.xlsx",
        book(("公開", [header, ["a1", "転入", "14日以内"]]), ("下書き", [["メモ"], ["だめ"]]), hidden=("下書き",)),
    )
    assert [place for place, _ in rows(path)] == ["シート「公開」2行目"]


def test_an_empty_sheet_is_passed_over(write):
    path = write("faq.xlsx", book(("白紙", []), ("届出", [list(COLUMNS), ["a1", "転入", "14日以内"]])))
    assert [place for place, _ in rows(path)] == ["シート「届出」2行目"]


@pytest.mark.parametrize(
    ("header", "value", "problem"),
    [
        ("項目ID,質問文,回答", "質問文", "知らない見出しです"),
        ("ID,質問文,回答", "ID、質問文", "知らない見出しです"),
        ("項目ID,回答,回答", "回答", "同じ見出しが二つあります"),
    ],
)
def test_a_header_that_is_unknown_or_repeated_is_a_fault(write, faults_of, header, value, problem):
    (fault,) = faults_of(read_table, write("faq.csv", f"{header}\na1,b,c\n"), COLUMNS)
    assert (fault.file, fault.place, fault.value, fault.problem, fault.remedy) == (
        "faq.csv",
        "1行目",
        value,
        problem,
        "見出しは 項目ID、質問、回答 です",
    )


def test_unknown_and_repeated_headers_are_reported_at_once(write, faults_of):
    faults = faults_of(read_table, write("faq.csv", "項目ID,回答,回答,備考\na1,b,c,d\n"), COLUMNS)
    assert {fault.problem for fault in faults} == {"知らない見出しです", "同じ見出しが二つあります"}


def test_the_headers_of_every_sheet_are_reported_at_once(write, faults_of):
    path = write("faq.xlsx", book(("届出", [["ID"], ["a1"]]), ("税", [["番号"], ["b2"]])))
    assert [(fault.place, fault.value) for fault in faults_of(read_table, path, COLUMNS)] == [
        ("シート「届出」1行目", "ID"),
        ("シート「税」1行目", "番号"),
    ]


@pytest.mark.parametrize(
    "row",
    ["a1,転入,14日以内,15日でも可", 'a1,"転入,14日以内\nb2,転出,事前に'],
    ids=["a comma that should be quoted", "a quotation mark that is never closed"],
)
def test_a_row_that_would_lose_words_is_a_fault(write, faults_of, row):
    (fault,) = faults_of(read_table, write("faq.csv", f"項目ID,質問,回答\n{row}\n"), COLUMNS)
    assert "2行目" in fault.place


@pytest.mark.parametrize("content", ["", "\n\n", " ", "項目ID,質問,回答\n", "項目ID,質問,回答\n,,\n"])
def test_a_csv_without_content_is_a_fault(write, faults_of, content):
    (fault,) = faults_of(read_table, write("faq.csv", content), COLUMNS)
    assert (fault.file, fault.problem) == ("faq.csv", "中身がありません")


@pytest.mark.parametrize(
    "content",
    [
        book(("届出", [])),
        book(("届出", [list(COLUMNS)])),
        book(("届出", [list(COLUMNS), ["a1", "b", "c"]]), hidden=("届出",)),
    ],
    ids=["empty", "only a header", "only hidden sheets"],
)
def test_a_book_without_content_is_a_fault(write, faults_of, content):
    (fault,) = faults_of(read_table, write("faq.xlsx", content), COLUMNS)
    assert (fault.file, fault.problem) == ("faq.xlsx", "中身がありません")


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("faq.csv", bytes(range(256)), "文字"),
        ("faq.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "文字"),
        ("faq.csv", CSV.encode("utf-16"), "文字"),
        ("faq.xlsx", b"", "Excel のファイルとして開けません"),
        ("faq.xlsx", CSV.encode(), "Excel のファイルとして開けません"),
        ("faq.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "Excel のファイルとして開けません"),
        ("faq.xlsx", b"PK\x05\x06" + bytes(18), "Excel のファイルとして開けません"),
    ],
    ids=["bytes", "PNG", "UTF-16", "nothing", "CSV", "old or locked Excel", "another ZIP"],
)
def test_a_file_of_another_kind_is_a_fault(write, faults_of, name, content, problem):
    (fault,) = faults_of(read_table, write(name, content), COLUMNS)
    assert fault.file == name
    assert problem in fault.problem
    assert fault.remedy


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_text_is_decoded_without_its_mark(write: Callable[..., Path], encoding):
    assert decode(write("a.txt", "八王子①～㈱髙﨑", encoding)) == "八王子①～㈱髙﨑"

"""Tables as a workbook: numbers stay numbers, texts stay texts."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from knowledge.workbook import Sheet, write_sheets

SHEET = Sheet(
    "月別/入口[別]",
    ("名前", "数", "割合"),
    (("=1+1", 12_345, 82.3), ("003", None, 100.0), ("葛󠄀城📚\n二行", 0, None), ("\x01#N/A", 5, 1.0)),
    ("注記",),
    '0.0"％"',
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_sheets([SHEET, Sheet("次", ("列",), ())], tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


def test_what_is_written_is_read_back(path: Path) -> None:
    page = load_workbook(path)["月別／入口（別）"]
    assert list(page.iter_rows(values_only=True)) == [
        ("名前", "数", "割合"),
        ("=1+1", 12_345, 82.3),
        ("003", None, 100.0),
        ("葛󠄀城📚\n二行", 0, None),
        ("_x0001_#N/A", 5, 1.0),  # XML has no such character: it goes by its number
        (None, None, None),
        ("注記", None, None),
    ]


def test_nothing_is_a_formula(path: Path) -> None:
    page = load_workbook(path)["月別／入口（別）"]
    assert {page.cell(row, 1).data_type for row in range(2, 6)} == {"s"}


def test_numbers_are_shown_as_people_read_them(path: Path) -> None:
    page = load_workbook(path)["月別／入口（別）"]
    assert (page["B2"].number_format, page["C2"].number_format) == ("#,##0", '0.0"％"')


def test_a_sheet_prints_on_a4_with_its_header_on_each_page(path: Path) -> None:
    page = load_workbook(path)["次"]
    assert (page.page_setup.paperSize, page.page_setup.fitToWidth, page.print_title_rows) == (9, 1, "$1:$1")

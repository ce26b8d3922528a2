"""One report in five forms that say the same."""

import csv
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import load_workbook

from adapters.report import csv_of, html_of, json_of, text_of, write_xlsx
from adapters.report.tables import tables_of
from bot import kpi

CARD = "【年度途中】年間利用者 510人（令和8年6月20日現在）（対目標：▲690人）"


def test_text_begins_with_the_card(part: kpi.Report) -> None:
    assert text_of(part).split("\n")[:6] == [
        "みなと野市 チャットボットの利用（令和8年度）",
        "期間：令和8年4月1日から令和8年6月20日まで（年度の途中、81日分）",
        "",
        "【年度途中】",
        "年間利用者",
        "510人（令和8年6月20日現在）",
    ]


def test_text_lines_its_columns_up(part: kpi.Report) -> None:
    """Japanese takes two columns of a terminal."""
    lines = text_of(part).split("\n")
    at = lines.index("■ 結果別（市民）")
    assert lines[at + 1 : at + 4] == [
        "  結果           質問     割合",
        "  回答          1,050   70.0％",
        "  候補の提示      120    8.0％",
    ]


def test_csv_has_every_table_and_no_formula(part: kpi.Report) -> None:
    rows = list(csv.reader(io.StringIO(csv_of(part), newline="")))
    assert rows[2] == [CARD]
    titles = [row[0] for row in rows if row and row[0].startswith("■")]
    assert titles == [f"■ {table.title}" for table in tables_of(part)]
    assert ["1", "'=粗大ごみはどう出せばいいですか。<b>", "清掃課", "1000", "0", "75.0"] in rows
    assert ["利用者", "510", "1200", "-690", "○"] in rows  # a number for programs, whatever sign people see
    suspect = {cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))}
    assert suspect == {"-690"}


def test_a_workbook_has_a_sheet_for_every_table(part: kpi.Report, tmp_path: Path) -> None:
    write_xlsx(part, tmp_path / "report.xlsx")
    book = load_workbook(tmp_path / "report.xlsx")
    assert book.sheetnames == ["カード", *(table.title[:31] for table in tables_of(part))]
    assert CARD in [row[0] for row in book["カード"].iter_rows(values_only=True)]
    rates = list(book["割合（市民）"].iter_rows(values_only=True))
    assert rates[1] == ("回答率", 76.1, 1050, 1380)
    cell = book["よく聞かれた項目（市民、上位20）"]["B2"]
    assert (cell.value, cell.data_type) == ("=粗大ごみはどう出せばいいですか。<b>", "s")


def test_a_workbook_shows_every_number_whole_and_holds_no_formula(part: kpi.Report, tmp_path: Path) -> None:
    """Numbers are numbers, with a comma or as per cent; every column is as wide as its longest number or word."""
    write_xlsx(part, tmp_path / "report.xlsx")
    book = load_workbook(tmp_path / "report.xlsx")
    months = book["月ごとの利用（市民）"]
    formats = [(cell.value, cell.number_format) for cell in months[2]]
    assert formats == [
        *(("令和8年4月", "@"), (300, "#,##0"), (340, "#,##0"), (360, "#,##0"), (800, "#,##0"), (40, "#,##0")),
        *((82.4, '0.0"％"'), (100.0, '0.0"％"')),
    ]
    progress = book["目標に対する累計"]
    assert (progress["E2"].value, progress["E2"].number_format) == (200, '"＋"#,##0;"▲"#,##0;"±"0')
    widths = {name: months.column_dimensions[name].width for name in "ABFH"}
    assert widths == {
        "A": 12,
        "B": 11,
        "F": 16,
        "H": 14,
    }  # 令和8年4月 takes ten columns, うち利用者なし 14, and two are spare
    assert [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    assert all(sheet.page_setup.paperSize == 9 and sheet.page_setup.fitToWidth == 1 for sheet in book)


def test_json_has_numbers_and_days(part: kpi.Report) -> None:
    found = json.loads(json_of(part))
    assert (found["city"], found["fiscal_year"], found["last"], found["whole_year"]) == (
        "131016",
        2026,
        "2026-06-20",
        False,
    )
    assert found["annual_users"] == {
        "rule": "users",
        "value": 510,
        "target": 1_200,
        "difference": -690,
        "status": "【年度途中】",
        "card": CARD,
        "by_rule": {"users": 510, "user_days": 680, "sessions": 720, "questions": 1_500},
        "first_day": "2026-04-01",
        "needed_per_month": 74,
        "projection": {"value": 2_920, "withheld": ""},
    }
    assert found["residents"]["answer_rate"] == {"part": 1_050, "whole": 1_380, "per_cent": 76.1}
    assert found["staff"]["channels"]["all"]["users"] == 12
    assert [month["users"] for month in found["residents"]["months"]["web"]] == [300, 200, 90]
    assert [month["month"] for month in found["residents"]["months"]["all"]] == [
        "2026-04-01",
        "2026-05-01",
        "2026-06-01",
    ]
    assert found["progress"][2] == {"month": "2026-06-01", "gained": 60, "so_far": 510, "even": 300}
    assert found["residents"]["sections_card"] == "FAQ掲載所管課数：計2所管（対前年度：＋1所管）"


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_a_page_asks_nothing_of_anybody(part: kpi.Report) -> None:
    """No script, no picture, no style or font from elsewhere: it can be attached, and opened without a network."""
    page = html_of(part)
    assert {"script", "img", "link", "iframe", "object"} & {tag for tag, _ in Page(page).tags} == set()
    assert re.findall(r"https?:|url\(|@import|\son\w+=", page) == []
    assert "&lt;b&gt;" in page


def test_every_chart_speaks_and_has_its_table_below(part: kpi.Report) -> None:
    text, page = html_of(part), Page(html_of(part))
    assert page.open == []
    charts = page.all("svg")
    assert len(charts) == 5
    assert [chart["role"] for chart in charts] == ["img"] * 5
    for chart in charts:
        for id in str(chart["aria-labelledby"]).split():
            assert re.search(rf'<(title|desc) id="{id}">[^<]+</', text)
    tables = page.all("table")
    assert {"progress", "months", "outcomes", "sections", "categories"} <= {table["class"] for table in tables}
    assert {head["scope"] for head in page.all("th")} == {"col", "row"}
    for section in re.findall(r"<section.*?</section>", text):
        assert "<table" in section  # no chart stands alone


def test_a_screen_reader_hears_the_numbers_of_a_chart(part: kpi.Report) -> None:
    page = html_of(part)
    assert "6月までの累計は510人。年度の目標は1,200人。年度末の見込みは約2,920人。" in page
    assert "4月300人、5月200人、6月90人" in page


@pytest.mark.parametrize("form", [text_of, csv_of, html_of, json_of], ids=["text", "csv", "html", "json"])
def test_a_year_without_a_question_is_a_report_too(form: Callable[[kpi.Report], str], empty: kpi.Report) -> None:
    assert "0人" in form(empty)

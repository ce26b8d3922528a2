"""The page in a real browser (headless Chromium): on a phone, for a screen reader, and printed on A4."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pdfplumber
import pytest

from adapters.report import html_of
from bot import kpi

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (./setup dev)")
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (Debian: apt-get install chromium)"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
A4 = (595, 842)  # points


@pytest.fixture
def page(part: kpi.Report, tmp_path: Path) -> Iterator[Any]:
    """The report opened from a file on a phone."""
    file = tmp_path / "report.html"
    file.write_text(html_of(part), encoding="utf-8")
    with playwright.sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--no-first-run"])
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(file.as_uri())
        yield page
        browser.close()


def test_on_a_phone_wide_tables_scroll_and_the_page_does_not(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    wide = "[...document.querySelectorAll('section > div')].filter(each => each.scrollWidth > each.clientWidth).length"
    assert page.evaluate(wide) > 0


def test_a_screen_reader_finds_charts_by_name_and_tables_by_caption(page: Any) -> None:
    told = "6月までの累計は510人。年度の目標は1,200人。年度末の見込みは約2,920人。"
    assert page.get_by_role("img", name=f"目標に対する累計 {told}").count() == 1
    table = page.get_by_role("table", name="目標に対する累計")
    assert table.get_by_role("rowheader").all_inner_texts() == ["令和8年4月", "令和8年5月", "令和8年6月"]
    assert table.get_by_role("columnheader").all_inner_texts()[0] == "月"


def plain(text: str) -> str:
    """Chromium writes ⼈, a radical, for 人 into a PDF."""
    return normalize("NFKC", text)


def test_it_is_printed_on_a4_and_no_chart_is_parted_from_its_table(page: Any) -> None:
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as printed:
        sheets = [plain(sheet.extract_text()) for sheet in printed.pages]
        sizes = {(round(sheet.width), round(sheet.height)) for sheet in printed.pages}
    assert sizes == {A4}
    assert plain("510人（令和8年6月20日現在）") in sheets[0]
    for heading, caption in (
        ("目標に対する累計", "その月に増えた数"),
        ("月ごとの利用者", "月ごとの利用（"),
        ("結果", "結果別（"),
        ("カテゴリ", "カテゴリ別（"),
        ("担当課", "担当課別（"),
    ):
        with_table = next(sheet for sheet in sheets if plain(caption) in sheet)  # of residents, who come first
        assert f"{heading}\n" in with_table, heading

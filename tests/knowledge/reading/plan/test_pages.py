from pathlib import Path

import pytest

from knowledge.reading.plan.source import Source, SourceLine
from knowledge.reading.plan.text.pages import printed_pages

PLANS = Path(__file__).parents[5] / "shared" / "plans"


def source(text: str) -> Source:
    return Source("keikaku.txt", "text", tuple(SourceLine(n, line) for n, line in enumerate(text.split("\n"), 1)))


BODY = "\n".join(["窓口の混雑を減らします。"] * 12) + "\n"


def pages_of(text: str) -> list[str]:
    """The page of each line that speaks of 第, in the order of the text."""
    pages = printed_pages(source(text))
    return [pages.get(n, "") for n, line in enumerate(text.split("\n"), 1) if "第" in line]


def test_pages_are_counted_between_two_folios():
    text = f"7\n第一\n{BODY} 年度 第二\n{BODY} 年度 第三\n{BODY}10\n第四\n{BODY}"
    assert pages_of(text) == ["7", "8", "9", "10"]


def test_a_folio_at_the_head_of_a_page_is_the_number_of_that_page():
    text = f" 年度 第一\n\n7\n{BODY} 年度 第二\n{BODY} 年度 第三\n9\n{BODY}"
    assert pages_of(text) == ["7", "8", "9"]


def test_a_run_that_does_not_fit_its_folios_has_no_pages():
    text = f"7\n第一\n{BODY} 年度 第二\n{BODY}10\n第三\n{BODY} 年度 第四\n{BODY}12\n第五\n{BODY}"
    assert pages_of(text) == ["", "", "10", "11", "12"]


def test_a_word_that_slipped_begins_no_page_where_the_count_tells():
    text = f"7\n第一\n{BODY} 年度 第二\n{BODY} 手続の 第三\n{BODY} 年度 第四\n{BODY} 年度\n{BODY}11\n第五\n{BODY}"
    assert pages_of(text) == ["7", "8", "8", "9", "11"]


def test_pages_behind_the_last_folio_are_counted_as_long_as_they_look_alike():
    text = f"7\n第一\n{BODY} 年度 第二\n{BODY}9\n第三\n{BODY} 年度 第四\n{BODY} 年度 第五\n{BODY} 手続の 第六\n{BODY}"
    assert pages_of(text) == ["7", "8", "9", "10", "11", ""]


def test_the_numbers_of_a_chart_are_no_folios():
    axis = "\n歳\n".join(str(n) for n in range(1, 9))
    assert printed_pages(source(f"第一\n{BODY}{axis}\n{BODY}")) == {}


def test_form_feeds_with_folios_give_every_page():
    text = "\f".join(f"第{n}\n{BODY}{n}\n" if n != 5 else f"第{n}\n{BODY}" for n in range(3, 8))
    assert pages_of(text) == ["3", "4", "5", "6", "7"]


def test_the_pages_of_a_pdf_are_numbered_by_its_folios():
    lines = [
        SourceLine(3 * sheet + row, text, sheet + 1)
        for sheet in range(4)
        for row, text in enumerate(("第", "窓口", f"- {sheet - 1} -" if sheet > 1 else ""), 1)
    ]
    pages = printed_pages(Source("keikaku.pdf", "pdf", tuple(lines)))
    assert (pages.get(1), pages.get(7), pages[10]) == (None, "1", "2")


@pytest.mark.parametrize("text", ["", "第一\n", f"第一\n{BODY}12\n{BODY}"], ids=["nothing", "a line", "one folio"])
def test_nothing_is_guessed(text):
    assert printed_pages(source(text)) == {}


@pytest.mark.skipif(not list(PLANS.glob("003_*.txt")), reason="no plan documents in ../shared/plans")
@pytest.mark.parametrize(
    ("line", "page"),
    [(499, "9"), (612, "10"), (809, "11"), (2841, "30"), (5148, "50"), (9034, "85"), (1632, "17"), (10795, "102")],
)
def test_the_pages_of_the_action_plan_are_exact(line, page):
    (path,) = PLANS.glob("003_*.txt")
    assert printed_pages(source(path.read_text(encoding="utf-8")))[line] == page

import pytest

from knowledge.reading.plan.source import Source, SourceLine
from knowledge.reading.plan.text.contents import find_contents
from knowledge.reading.plan.text.listed_pages import listed_pages
from knowledge.reading.plan.text.manner import manner_of
from knowledge.reading.plan.text.outline import outline_of


def lines(text: str) -> tuple[SourceLine, ...]:
    return tuple(SourceLine(n, line) for n, line in enumerate(text.split("\n"), 1))


def rows(text: str) -> list[tuple[str, int]]:
    return [(" > ".join(each.title for each in row.path), row.page) for row in find_contents(lines(text)).rows]


@pytest.mark.parametrize(
    "text",
    [
        "# 目次\n\n第1章\t計画\t1\n\t(1) 背景\t1\n第2章\t体制\t. 10\n\n第1章 計画",
        "目　次\n第1章　計画…………１\n（１）背景…………１\n第2章　体制…………１０\n第1章　計画",
    ],
)
def test_rows_are_nested_as_their_numbers_tell(text):
    found = rows(text.replace("（１）", "(1) ").replace("　", " ").replace("目 次", "目　次"))
    assert found == [("第1章 計画", 1), ("第1章 計画 > (1) 背景", 1), ("第2章 体制", 10)]


def test_sections_of_an_appendix_stand_beside_each_other():
    text = "目次\n2 体制\t25\n資料編\t27\n用語解説一覧\t27\nアンケート調査の結果\t32\n"
    assert rows(text)[1:] == [
        ("資料編", 27),
        ("資料編 > 用語解説一覧", 27),
        ("資料編 > アンケート調査の結果", 32),
    ]


def test_a_table_without_the_title_is_no_table_of_contents():
    assert rows("窓口の数\t12\n電話の数\t30\n") == []


def pages(text: str, lost: list[int] | None = None) -> dict[int, str]:
    source = Source("keikaku.md", "markdown", lines(text))
    contents = find_contents(source.lines)
    rest = [line for line in source.lines if line.number not in contents.lines]
    outline = outline_of(rest, frozenset(), contents, manner_of(source))
    return dict(listed_pages(rest, outline, contents, lost or []))


def test_the_page_of_a_heading_is_that_of_its_first_paragraph():
    text = "目次\n第1章\t計画\t1\n第2章\t体制\t4\n\n第1章 計画\n窓口です。\n電話です。\n第2章 体制\n会議です。"
    assert pages(text) == {5: "1", 6: "1", 8: "4", 9: "4"}


def test_where_every_unit_has_a_page_of_its_own_all_lines_have_one():
    text = (
        "目次\n重点施策1 窓口\t9\n重点施策2 電話\t12\n\n# 重点施策1 窓口\n取組1 予約の受付\n取組2 案内の充実\n文です。\n"
        "# 予約の受付\n文です。\n# 案内の充実\n文です。\n# 重点施策2 電話\n文です。"
    )
    found = pages(text)
    assert [found.get(n) for n in (5, 8, 10, 12, 13, 14)] == ["9", "9", "10", "11", None, None]

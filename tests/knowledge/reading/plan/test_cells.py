"""One row of a table, as exports leave it, becomes cells that a person can read."""

import pytest

from knowledge.reading.plan.source import Source, SourceLine
from knowledge.reading.plan.tables.cells import Row, items, label_form, labelled, runs, shown, split_row

OPEN_LIST = '<ul style="list-style-type: none"> '


def source(text: str) -> Source:
    return Source("keikaku.txt", "text", tuple(SourceLine(n, line) for n, line in enumerate(text.split("\n"), 1)))


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("担当課\t窓口課\t\t", ("担当課", "窓口課", "", "")),
        ("\t担当課\t窓口課", ("", "担当課", "窓口課")),
        ("| 担当課 | 窓口課 |", ("担当課", "窓口課")),
        ("| 記号 \\| | 縦線 |", ("記号 |", "縦線")),
        ("|| 窓口課 |", ("", "窓口課")),
        ("窓口課が答えます。", None),
        ("窓口 | 電話", None),  # a stray sign: rows without | at their ends need a row of dashes
        ("「暮らし | のページ", None),
    ],
)
def test_a_row_is_split_at_tabs_or_pipes(line, cells):
    assert split_row(line) == cells


def test_a_markdown_table_needs_no_pipes_at_its_ends():
    text = "窓口は次のとおりです。\n\n窓口 | 電話\n--- | ---\n市民課 | 0000\n税務課 | 0001\n終わりです。"
    (run,) = runs(source(text))
    assert [(row.number, row.cells, row.is_rule) for row in run] == [
        (3, ("窓口", "電話"), False),
        (4, ("---", "---"), True),
        (5, ("市民課", "0000"), False),
        (6, ("税務課", "0001"), False),
    ]


def test_a_table_ends_with_a_line_that_is_no_row_and_where_lines_were_taken():
    lines = (SourceLine(1, "一\t二"), SourceLine(2, "三\t四"), SourceLine(5, "五\t六"), SourceLine(6, ""))
    found = list(runs(Source("keikaku.txt", "text", lines)))
    assert [[row.number for row in run] for run in found] == [[1, 2], [5]]


@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        pytest.param("窓口を減らす。", ["窓口を減らす。"], id="one sentence"),
        pytest.param(
            "窓口を減らす。 電話を減らす。", ["窓口を減らす。", "電話を減らす。"], id="sentences with a space between"
        ),
        pytest.param("窓口を減らす。電話を減らす。", ["窓口を減らす。電話を減らす。"], id="sentences of one item"),
        pytest.param(
            OPEN_LIST + "窓口を減らす。 電話を減らす。 ",
            ["・窓口を減らす。", "・電話を減らす。"],
            id="a list without li and its end",
        ),
        pytest.param(
            OPEN_LIST + "・窓口を減らす。 ・電話を減らす。 ",
            ["・窓口を減らす。", "・電話を減らす。"],
            id="bullets of its own",
        ),
        pytest.param(
            OPEN_LIST + "・ 窓口を減らす。 ・ 電話を減らす。",
            ["・窓口を減らす。", "・電話を減らす。"],
            id="bullets set apart",
        ),
        pytest.param(
            OPEN_LIST + "窓口を減らす 電話（夜）を減らす など",
            ["・窓口を減らす", "・電話（夜）を減らす など"],
            id="items of a list that lost its tags",
        ),
        pytest.param(
            "窓口を減らす 電話を減らす", ["窓口を減らす 電話を減らす"], id="words set apart outside of a list"
        ),
        pytest.param("<p>• 窓口 • 電話</p>", ["・窓口", "・電話"], id="round bullets"),
        pytest.param("・窓口・電話の数 ・来庁者の数", ["・窓口・電話の数", "・来庁者の数"], id="the dot within a word"),
        pytest.param("AI ・ RPA の研究", ["AI ・ RPA の研究"], id="the dot between words"),
        pytest.param("<ul><li>・窓口</li><li>電話</li></ul>", ["・窓口", "・電話"], id="a whole list"),
        pytest.param("窓口<br>電話<br/>来庁", ["窓口", "電話", "来庁"], id="breaks"),
        pytest.param(
            f"<p>ねらい</p> {OPEN_LIST}✓ 窓口 ✓ 電話 <p>役割</p> {OPEN_LIST}✓ 来庁",
            ["ねらい", "・窓口", "・電話", "役割", "・来庁"],
            id="a list lasts until a paragraph",
        ),
        pytest.param("手続<small>(※31手続)</small>", ["手続(※31手続)"], id="small print"),
        pytest.param('<p style="text-align: center;">運用 </p>', ["運用"], id="a styled paragraph"),
        pytest.param("<https://example.jp/toi>へ", ["<https://example.jp/toi>へ"], id="an address"),
        pytest.param("待ち人数<5人 R&amp;D", ["待ち人数<5人 R&D"], id="signs and entities"),
        pytest.param("AI[※]とRPA^{*}", ["AI[※]とRPA^{*}"], id="marks of the glossary are not its matter"),
        pytest.param("令和8年●月●日", ["令和8年●月●日"], id="a placeholder"),
        pytest.param("<ul> </ul>", [], id="nothing"),
    ],
)
def test_a_cell_becomes_lines(cell, lines):
    assert [item.line for item in items(cell)] == lines


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("区 分", "区分"),
        ("説 明（例）", "説明（例）"),
        ("み な と 野 市", "みなと野市"),
        ("無線 LAN の整備", "無線 LAN の整備"),
        ("5 3", "5 3"),
        ("<p>担当課</p>", "担当課"),
        ("・窓口 ", "窓口"),
        ("○", "○"),
    ],
)
def test_a_cell_on_one_line(cell, text):
    assert shown(cell) == text


@pytest.mark.parametrize(("cell", "label"), [("区 分", "区分"), ("取組事項①", "取組事項①"), ("（１） 目標", "(1)目標")])
def test_labels_are_compared_whatever_their_widths_and_spaces(cell, label):
    assert label_form(cell) == label


def test_items_stand_below_their_label_where_they_are_several():
    assert labelled("内容", ["窓口を減らす。"]) == "内容: 窓口を減らす。"
    assert labelled("内容", ["・窓口 ・電話"]) == "内容:\n・窓口\n・電話"
    assert labelled("担当課", ["窓口課", "税務課"]) == "担当課:\n窓口課\n税務課"
    assert labelled("", ["窓口課"]) == "窓口課"


def test_a_row_knows_its_filled_cells():
    row = Row(3, ("", "<p>窓口課</p>", " "))
    assert (row.cells, row.filled, row.text) == (("", "窓口課", ""), (1,), "窓口課")

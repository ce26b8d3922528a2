"""Any table becomes rows that say what each cell is; nothing that stands in a cell is lost."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from knowledge.plan import Doubt, PassageKind
from knowledge.reading.plan.part import Part
from knowledge.reading.plan.source import Source, SourceLine, read_source
from knowledge.reading.plan.tables.actions import find_actions
from knowledge.reading.plan.tables.cells import items, split_row
from knowledge.reading.plan.tables.find import find_tables
from knowledge.reading.plan.tables.indicators import find_indicators

PLANS = Path(__file__).parents[5] / "shared" / "plans"
REAL_PLANS = sorted(PLANS.glob("*.txt"))
RAGGED = "表の列の数がそろっていません"
SLIPPED = "表の列がずれていたため、ほかの行に合わせて読みました"


def source(text: str) -> Source:
    return Source("keikaku.txt", "text", tuple(SourceLine(n, line) for n, line in enumerate(text.split("\n"), 1)))


def texts(table: str) -> list[str]:
    """The lines of all passages that the table makes."""
    return [line for passage in find_tables(source(table)).passages for line in passage.text.split("\n")]


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def lost(read: Source, part: Part) -> list[tuple[int, str]]:
    """The pieces of cells in the lines of `part` that no passage over them shows; the names of columns are in every row."""
    found = []
    for line in (each for each in read.lines if each.number in part.lines):
        shown = letters(
            "".join(
                "".join((*passage.headings, passage.text))
                for passage in part.passages
                if passage.first_line <= line.number <= passage.last_line or line.number == passage.first_line - 1
            )
        )
        pieces = [item.text for cell in split_row(line.text) or (line.text,) for item in items(cell)]
        found += [(line.number, piece) for piece in pieces if letters(piece) not in shown]
    return found


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        pytest.param(
            "区 分\t説 明（例）\n窓口\t予約を受け付ける\n電話\t夜も受け付ける",
            ["区分: 窓口, 説明（例）: 予約を受け付ける", "区分: 電話, 説明（例）: 夜も受け付ける"],
            id="two columns with names",
        ),
        pytest.param(
            "窓口\t予約を受け付ける\n電話\t夜も受け付ける",
            ["窓口: 予約を受け付ける", "電話: 夜も受け付ける"],
            id="two columns without names",
        ),
        pytest.param(
            "発送\t令和8年7月1日\n回答数\t727件",
            ["発送: 令和8年7月1日", "回答数: 727件"],
            id="names in the first column",
        ),
        pytest.param(
            "\t男性\t女性\n人口\t60,182\t67,250\n割合\t47.2%\t52.8%",
            ["人口 / 男性: 60,182 / 女性: 67,250", "割合, 男性: 47.2%, 女性: 52.8%"],
            id="a cross table",
        ),
        pytest.param(
            "選択肢\t18～19歳\t70歳以上\n回答数\t9\t176",
            ["選択肢: 回答数, 18～19歳: 9, 70歳以上: 176"],
            id="figures below words with figures",
        ),
        pytest.param(
            "#\t団体名\t評価した点\n1\tみなと野市\t予約を受け付けている。",
            ["#1, 団体名: みなと野市, 評価した点: 予約を受け付けている。"],
            id="a number sign",
        ),
        pytest.param(
            "| 窓口 | 場所 |\n|:---|---:|\n| 市民課 | 1階 |\n| 税務課 | 2階 |",
            ["窓口: 市民課, 場所: 1階", "窓口: 税務課, 場所: 2階"],
            id="Markdown",
        ),
        pytest.param(
            "窓口 | 場所\n--- | ---\n市民課 | 1階", ["窓口: 市民課, 場所: 1階"], id="Markdown without pipes at its ends"
        ),
        pytest.param(
            "市民課\t1階\t0000\n税務課\t2階\t0001",
            ["市民課: 1階, 0000", "税務課: 2階, 0001"],
            id="three columns without names",
        ),
        pytest.param(
            "| 発送 | 令和8年7月1日 |\n|---|---|\n| 回答数 | 727件 |",
            ["発送: 令和8年7月1日", "回答数: 727件"],
            id="Markdown that made a header of the first row",
        ),
        pytest.param(
            "|  |  |\n|---|---|\n| 発送 | 7月 |\n| 回答 | 8月 |",
            ["発送: 7月", "回答: 8月"],
            id="Markdown with an empty header",
        ),
        pytest.param("窓口の数\t12", ["窓口の数: 12"], id="a single row"),
        pytest.param(
            "区分\t令和8年度\t\t令和9年度\t\n\t目標\t実績\t目標\t実績\n予約\t3\t2\t5\t4",
            ["区分: 予約, 令和8年度 目標: 3, 令和8年度 実績: 2, 令和9年度 目標: 5, 令和9年度 実績: 4"],
            id="a header of two rows",
        ),
        pytest.param("区分\t説明\n", ["区分: 説明"], id="nothing below the names"),
    ],
)
def test_each_cell_is_named(table, lines):
    assert texts(table) == lines


def test_several_items_in_a_cell_stand_in_lines():
    table = (
        '区分\t内容\n窓口\t<ul style="list-style-type: none"> 予約を受け付ける。 順番を知らせる。 \n電話\t夜も受ける。'
    )
    assert texts(table) == [
        "区分: 窓口",
        "内容:",
        "・予約を受け付ける。",
        "・順番を知らせる。",
        "区分: 電話, 内容: 夜も受ける。",
    ]


def test_an_empty_first_cell_means_the_one_above():
    table = (
        "基本施策\t施策\t取組\nⅠ 窓口\t1 予約\t(1) 電話\n\t\t(2) 画面\n\t2 案内\t(1) 掲示\nⅡ 電話\t1 夜間\t(1) 試行\n"
    )
    assert texts(table) == [
        "基本施策: Ⅰ 窓口, 施策: 1 予約, 取組: (1) 電話",
        "基本施策: Ⅰ 窓口, 施策: 1 予約, 取組: (2) 画面",
        "基本施策: Ⅰ 窓口, 施策: 2 案内, 取組: (1) 掲示",
        "基本施策: Ⅱ 電話, 施策: 1 夜間, 取組: (1) 試行",
    ]


def test_a_group_behind_running_numbers_is_filled_too_and_a_remark_is_not():
    table = "番号\t分野\t施策名\t備考\n1\t福祉\t相談\t新規\n2\t\t通訳\t\n3\t教育\t図書\t"
    assert texts(table) == [
        "番号: 1, 分野: 福祉, 施策名: 相談, 備考: 新規",
        "番号: 2, 分野: 福祉, 施策名: 通訳",
        "番号: 3, 分野: 教育, 施策名: 図書",
    ]


EVALUATED = (
    "番号\t分野\t施策名\t主管課\t評価\t方向\n"
    "1\t福祉\t相談\t窓口課\t達成\t継続\n2\t\t通訳\t窓口課\t概ね達成\t継続\n3\t教育\t図書\t税務課\t達成\t終了\n"
    "4\t\t端末\t税務課\t概ね達成\t終了\n"
)


def test_a_row_that_lacks_its_empty_cell_is_put_right_and_doubted():
    part = find_tables(source(f"{EVALUATED}5\t手続\t窓口課\t達成\t継続\t"))
    assert part.passages[-1].text.split("\n")[-1] == (
        "番号: 5, 分野: 教育, 施策名: 手続, 主管課: 窓口課, 評価: 達成, 方向: 継続"
    )
    assert part.doubts == (Doubt(6, SLIPPED, "5 手続 窓口課 達成 継続"),)


def test_a_row_of_which_only_the_end_is_left_is_put_under_its_column():
    part = find_tables(
        source("基本施策\t施策\t取組\nⅠ 窓口\t1 予約\t(1) 電話\n\t\t(2) 画面\n\t2 案内\t(1) 掲示\n(2) 放送\t\t")
    )
    assert part.passages[0].text.split("\n")[-1] == "基本施策: Ⅰ 窓口, 施策: 2 案内, 取組: (2) 放送"
    assert part.doubts == (Doubt(5, SLIPPED, "(2) 放送"),)


def test_a_row_that_fits_nowhere_else_stays():
    part = find_tables(source(f"{EVALUATED}5\t文化\t手続\t窓口課\t\t"))
    assert part.doubts == ()
    assert part.passages[-1].text.split("\n")[-1] == "番号: 5, 分野: 文化, 施策名: 手続, 主管課: 窓口課"


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("電話\t2階\t夜も受ける\t0001", "窓口: 電話, 場所: 2階, 説明: 夜も受ける, 0001"),
        ("電話\t2階", "窓口: 電話, 場所: 2階"),
    ],
    ids=["too many", "too few"],
)
def test_a_ragged_row_is_shown_and_doubted(row, line):
    part = find_tables(source(f"窓口\t場所\t説明\n市民課\t1階\t予約できる\n{row}"))
    assert part.passages[0].text.split("\n")[-1] == line
    assert part.doubts == (Doubt(3, RAGGED, row.replace("\t", " ")),)


def test_many_ragged_rows_are_one_doubt():
    part = find_tables(source("窓口\t場所\t説明\n" + "\n".join(["市民課\t1階\t夜も\t0000"] * 4)))
    assert part.doubts == (Doubt(2, f"{RAGGED}(4行)", "市民課 1階 夜も 0000"),)


def test_a_column_without_anything_in_it_is_a_doubt():
    part = find_tables(source("窓口\t場所\t説明\n市民課\t1階\t\n税務課\t2階\t"))
    assert part.doubts == (Doubt(1, "中身のない列があります", "説明"),)


@pytest.mark.parametrize(("other", "section"), [("窓口課", "窓口課"), ("税務課", "")])
def test_the_section_is_that_of_all_rows(other, section):
    part = find_tables(source(f"事業名\t担当課\t内容\n予約\t窓口課\t受け付ける\n案内\t{other}\t知らせる"))
    assert [passage.section for passage in part.passages] == [section]


def test_a_title_over_all_columns_and_a_last_line_keep_their_words():
    table = "<p>窓口の一覧</p>\t\n窓口\t説明\n市民課\t予約を受け付ける\n令和8年の案を元に作成\t"
    assert texts(table) == ["窓口の一覧", "窓口: 市民課, 説明: 予約を受け付ける", "令和8年の案を元に作成"]


def test_a_caption_above_and_notes_below_belong_to_the_table():
    text = (
        "窓口を減らします。\n\n窓口の一覧\n\n窓口\t説明\n市民課\t予約を受け付ける\n\n※夜は除く。\n（出典）みなと野市\n\n"
        "電話も減らします。"
    )
    part = find_tables(source(text))
    (passage,) = part.passages
    assert passage.headings == ("窓口の一覧",)
    assert passage.text == "窓口の一覧\n窓口: 市民課, 説明: 予約を受け付ける\n※夜は除く。\n（出典）みなと野市"
    assert (passage.first_line, passage.last_line, passage.kind) == (3, 9, PassageKind.TABLE)
    assert part.lines == {3, 5, 6, 8, 9}


@pytest.mark.parametrize(
    "above",
    [
        "窓口は次のとおりです。",
        "(1) 窓口の一覧",
        "# 窓口の一覧",
        "・窓口の一覧",
        "図1 窓口の一覧",
        "※夜は除く",
        "長" * 57,
    ],
)
def test_other_lines_above_are_no_caption(above):
    part = find_tables(source(f"始めます。\n\n{above}\n\n窓口\t説明\n市民課\t予約を受け付ける"))
    assert (part.passages[0].headings, part.lines) == ((), {5, 6})


def test_a_line_of_running_text_is_no_caption():
    part = find_tables(source("窓口の混雑を減らし、待つ\n時間を減らします\n窓口\t説明\n市民課\t予約を受け付ける"))
    assert part.lines == {3, 4}


def test_a_table_over_two_pages_is_one():
    table = "番号\t分野\t施策名\n1\t福祉\t相談\n\n番号\t分野\t施策名\n2\t\t通訳"
    part = find_tables(source(table))
    assert texts(table) == ["番号: 1, 分野: 福祉, 施策名: 相談", "番号: 2, 分野: 福祉, 施策名: 通訳"]
    assert part.lines == {1, 2, 4, 5}


def test_a_long_table_is_cut_between_rows_and_each_part_has_the_caption():
    rows = "\n".join(f"{n}\t{'窓口の予約を受け付ける' * 9}" for n in range(1, 11))
    part = find_tables(source(f"窓口の一覧\n\n番号\t説明\n{rows}"))
    assert [passage.headings for passage in part.passages] == [("窓口の一覧",)] * len(part.passages)
    assert [(passage.first_line, passage.last_line) for passage in part.passages] == [(1, 7), (8, 11), (12, 13)]
    assert all("番号: " in line for passage in part.passages for line in passage.text.split("\n")[1:])


@pytest.mark.parametrize(
    "text",
    [
        "窓口を減らします。",
        "目次\n\n第1章\tねらい\t1\n\t(1) 背景\t2\n用語集\t\t12\n",
        "第1章\tねらい\n\n窓口を減らします。",
        "(1)\t背景\n窓口を減らします。",
        "\t窓口を減らします。\n\t電話を減らします。",
        "窓口 | 電話のどちらでも",
        "",
    ],
    ids=["prose", "contents", "chapter", "heading", "indented", "a stray sign", "nothing"],
)
def test_what_is_no_table_is_left(text):
    assert find_tables(source(text)) == Part()


@pytest.mark.parametrize("table", [EVALUATED, "一\t二\t三\n四\t\t\n\t五\t\n\t\t六\n七\t八\t九\t十"])
def test_no_cell_is_lost(table):
    read = source(table)
    part = find_tables(read)
    assert part.lines == {line.number for line in read.lines if line.text}
    assert lost(read, part) == []


def left(path: Path) -> Source:
    """The lines of a real plan that the readers of actions and indicators leave."""
    read = read_source(path)
    taken = find_actions(read).lines | find_indicators(read).lines
    return replace(read, lines=tuple(line for line in read.lines if line.number not in taken))


needs_plans = pytest.mark.skipif(not REAL_PLANS, reason="no plan documents in ../shared/plans beside the repository")


@needs_plans
@pytest.mark.parametrize("path", REAL_PLANS, ids=lambda path: path.stem[:3])
class TestRealPlans:
    def test_no_cell_is_lost_and_no_tag_shown(self, path):
        read = left(path)
        part = find_tables(read)
        assert lost(read, part) == []
        assert [passage.text for passage in part.passages if re.search(r"</?[a-z]|\t", passage.text)] == []

    def test_every_row_outside_the_contents_is_taken(self, path):
        read = left(path)
        contents = 70  # all five have their 目次 in the first pages
        rows = {line.number for line in read.lines if "\t" in line.text and line.number > contents}
        assert rows <= find_tables(read).lines

    def test_passages_ascend_without_overlap(self, path):
        lines = [(passage.first_line, passage.last_line) for passage in find_tables(left(path)).passages]
        assert all(before[1] < after[0] for before, after in pairwise(lines))


@pytest.fixture(scope="module")
def musashino() -> Part:
    return find_tables(left(next(path for path in REAL_PLANS if path.name.startswith("004"))))


def between(part: Part, first: int, last: int) -> list[str]:
    rows = [passage for passage in part.passages if first <= passage.first_line and passage.last_line <= last]
    return [line for passage in rows for line in passage.text.split("\n")]


@needs_plans
class TestMusashino:
    def test_the_evaluation_of_the_plan_before(self, musashino):
        rows = [line for line in between(musashino, 800, 842) if line.startswith("番号: ")]
        states = [re.search(r"達成状況: ([^,]+)", row)[1] for row in rows]
        assert [int(re.match(r"番号: (\d+)", row)[1]) for row in rows] == list(range(1, 30))
        assert {state: states.count(state) for state in set(states)} == {"達成": 13, "概ね達成": 13, "一部のみ達成": 3}
        assert sum("本計画への引継ぎ: ○" in row for row in rows) == 19
        assert all(
            f"分野: {field}" in rows[n - 1] for n, field in ((2, "健康・福祉"), (15, "緑・環境"), (29, "行財政"))
        )

    def test_the_slipped_rows_are_put_right(self, musashino):
        assert [(doubt.line, doubt.problem) for doubt in musashino.doubts] == [(199, SLIPPED), (841, SLIPPED)]
        assert between(musashino, 170, 200)[-1] == (
            "基本施策: Ⅳ DX推進に向けた基盤整備, 施策: 3 人材の確保・育成, 取組: (2) 外部専門人材の活用"
        )

    def test_the_table_of_the_capital(self, musashino):
        rows = [line for line in between(musashino, 745, 765) if line.startswith("区分: ")]
        assert len(rows) == 8
        assert rows[2] == "区分: 入力の簡易化等"
        assert rows[3].startswith("区分: 本人確認手法の見直し, 説明（例示）: ")

    def test_the_structure_of_the_plan(self, musashino):
        rows = [line for line in between(musashino, 170, 200) if line.startswith("基本施策: ")]
        assert len(rows) == 21  # 22 取組, two of which the export put into one cell
        assert len({re.search(r"(基本施策: .*), 取組", row)[1] for row in rows}) == 10

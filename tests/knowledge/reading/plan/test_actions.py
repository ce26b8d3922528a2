"""The tables of a plan that give each action its 担当課, 内容 and スケジュール."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from knowledge.plan import PassageKind
from knowledge.reading.plan.part import Part
from knowledge.reading.plan.source import Source, SourceLine, read_source
from knowledge.reading.plan.tables.actions import find_actions, policy_of
from knowledge.reading.plan.tables.cells import Row, items, split_row

PLANS = Path(__file__).parents[5] / "shared" / "plans"
REAL_PLANS = sorted(PLANS.glob("*.txt"))
MUSASHINO = next((path for path in REAL_PLANS if path.name.startswith("004")), None)
needs_musashino = pytest.mark.skipif(MUSASHINO is None, reason="no plan 004 in ../shared/plans beside the repository")
LIST = '<ul style="list-style-type: none"> '
YEARS = "令和8年度\t令和9年度\t令和10年度"

TABLE = f"""基本施策 Ⅰ 窓口の改善

施策番号\t1\t施策名\t待たない窓口
目指す姿\t待たずに手続きができる。\t\t

窓口で待つ時間を減らします。

取組(1) 待ち時間の短縮

現状と課題\t{LIST}窓口が混む。 書類が多い。 \t\t
取組事項①\t窓口の予約\t\t
担当課\t窓口課、税務課\t\t
内容\t{LIST}・予約を受け付ける。 ・順番を知らせる。 \t\t
スケジュール\t{YEARS}
\t検討\t試行\t
取組事項②\t書かない窓口\t\t
\t担当課\t窓口課\t
\t内容\t{LIST}申請書を減らす。 \t
\tスケジュール\t令和8年度\t令和9年度
\t検討\t運用\t

以上です。
"""


def source(text: str) -> Source:
    return Source("keikaku.txt", "text", tuple(SourceLine(n, line) for n, line in enumerate(text.split("\n"), 1)))


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def lost(read: Source, part: Part) -> list[tuple[int, str]]:
    """The pieces of cells in the lines of `part` that no passage over them shows and no doubt there names."""
    found = []
    for line in (each for each in read.lines if each.number in part.lines):
        shown = letters(
            "".join(
                "".join((*passage.headings, passage.text))
                for passage in part.passages
                if passage.first_line <= line.number <= passage.last_line
            )
            + "".join(doubt.text for doubt in part.doubts if abs(doubt.line - line.number) <= 2)
        )
        pieces = [item.text for cell in split_row(line.text) or (line.text,) for item in items(cell)]
        found += [(line.number, piece) for piece in pieces if letters(piece) not in shown]
    return found


def schedule(rows: str) -> tuple[str, list[str]]:
    """What an action shows of the schedule `rows`, and the doubts about it."""
    part = find_actions(source(f"取組事項①\t予約\t\t\n担当課\t窓口課\t\t\n内容\t受け付ける。\t\t\n{rows}"))
    (passage,) = part.passages
    return passage.text.split("受け付ける。\n")[1], [doubt.problem for doubt in part.doubts]


def test_a_policy_a_problem_and_each_action_are_a_passage():
    part = find_actions(source(TABLE))
    assert [
        (passage.headings, passage.section, passage.first_line, passage.last_line) for passage in part.passages
    ] == [
        ((), "", 3, 4),
        (("現状と課題",), "", 10, 10),
        (("取組事項① 窓口の予約",), "窓口課、税務課", 11, 15),
        (("取組事項② 書かない窓口",), "窓口課", 16, 20),
    ]
    assert {passage.kind for passage in part.passages} == {PassageKind.TABLE}


def test_the_labels_stand_before_what_they_name():
    policy, problem, first, second = (passage.text for passage in find_actions(source(TABLE)).passages)
    assert policy == "施策番号: 1\n施策名: 待たない窓口\n目指す姿: 待たずに手続きができる。"
    assert problem == "現状と課題:\n・窓口が混む。\n・書類が多い。"
    assert first.split("\nスケジュール")[0] == (
        "取組事項①: 窓口の予約\n担当課: 窓口課、税務課\n内容:\n・予約を受け付ける。\n・順番を知らせる。"
    )
    assert second.split("\nスケジュール")[0] == "取組事項②: 書かない窓口\n担当課: 窓口課\n内容: 申請書を減らす。"


def test_prose_and_headings_are_left_to_others():
    assert find_actions(source(TABLE)).lines == {3, 4, *range(10, 21)}


def test_every_cell_is_shown():
    read = source(TABLE)
    assert lost(read, find_actions(read)) == []


def test_the_policy_of_a_row_is_a_heading():
    assert policy_of(Row(1, ("施策番号", "1", "施策名", "待たない窓口"))) == "施策1 待たない窓口"
    assert policy_of(Row(1, ("<p>施策 番号</p>", "Ⅱ", "<p>施策名</p>", "待たない窓口"))) == "施策Ⅱ 待たない窓口"
    assert policy_of(Row(1, ("担当課", "窓口課", "", ""))) == ""
    assert policy_of(Row(1, ("", "", "", ""))) == ""


NOTE = "(年度は文字がある欄のものです。いつまで続くかは図にあり、読み取れません)"
LOST = "スケジュールの図は文字として残っていません"
UNREAD = "スケジュールの年度は表から読み取れません"
ALL = "スケジュール(令和8年度・令和9年度・令和10年度)"


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (f"スケジュール\t{YEARS}\n\t検討\t試行\t", f"{ALL}: 検討(令和8年度) → 試行(令和9年度)\n{NOTE}"),
        (f"スケジュール\t{YEARS}\n\t 運用\t\t", f"{ALL}: 運用(令和8年度)\n{NOTE}"),
        (f"スケジュール\t{YEARS}\n\t試行\t\t拡充", f"{ALL}: 試行(令和8年度) → 拡充(令和10年度)\n{NOTE}"),
        (
            f"<p>スケジュール</p>\t{YEARS}\n\t<p>検討</p>\t\t\n\t\t運用\t運用",
            f"{ALL}: 検討(令和8年度) / 運用(令和9年度) → 運用(令和10年度)\n{NOTE}",
        ),
    ],
    ids=["two phases", "one phase", "a gap", "two rows of phases"],
)
def test_phases_have_years_where_they_stand_below_them(rows, text):
    assert schedule(rows) == (text, [])


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (
            "\tスケジュール\t令和8年度\t令和9年度\n\t構築\t運用\t",  # the header is cut off, and one column to the right
            "スケジュール\n順番: 構築 → 運用(年度は表から読み取れません)",
        ),
        (
            f"\tスケジュール\t{YEARS}\n\t\t構築\t運用",
            "スケジュール\n順番: 構築 → 運用(年度は表から読み取れません)",
        ),
        (
            f"スケジュール\t{YEARS}\n検討・準備\t\t試行\t",
            "スケジュール\n順番: 検討・準備 → 試行(年度は表から読み取れません)",
        ),
        (
            f"スケジュール\t{YEARS}\n\t検討\t\t\t運用",
            "スケジュール\n順番: 検討 → 運用(年度は表から読み取れません)",
        ),
    ],
    ids=["cut off", "shifted", "a phase below the label", "more columns than years"],
)
def test_phases_have_their_order_only_where_the_columns_do_not_tell(rows, text):
    assert schedule(rows) == (text, [UNREAD])


@pytest.mark.parametrize(
    "rows", [f"スケジュール\t{YEARS}", f"スケジュール\t{YEARS}\n\t\t\t", f"スケジュール\t{YEARS}\n\n何もない図"]
)
def test_a_schedule_without_phases_says_so(rows):
    assert schedule(rows) == (f"スケジュール: {LOST}", [LOST])  # no year that a reader could take for planned


def test_a_schedule_in_words_is_shown_as_it_stands():
    assert schedule("スケジュール\t令和8年度に検討し、令和9年度に始める。\t\t") == (
        "スケジュール: 令和8年度に検討し、令和9年度に始める。",
        [],
    )


def test_pipes_and_other_labels_do_as_well():
    text = (
        "| 取組項目1 | 窓口の予約 |\n|---|---|\n| 所管課 | 窓口課 |\n| 取組内容 | 受け付ける。 |\n| 関係課 | 税務課 |\n"
        "| 効果 | 待つ人が減る。 |\n| 実施年度 | 令和8年度 |\n"
    )
    (passage,) = find_actions(source(text)).passages
    assert (passage.headings, passage.section) == (("取組項目1 窓口の予約",), "窓口課")
    assert passage.text == (
        "取組項目1: 窓口の予約\n所管課: 窓口課\n取組内容: 受け付ける。\n関係課: 税務課\n効果: 待つ人が減る。\n"
        "実施年度: 令和8年度"
    )


def test_a_table_that_names_its_action_without_a_number_is_one_too():
    text = (
        "事業名\t窓口の予約\n現状\t混む\n課題\t待つ\n担当\t窓口課\n事業内容\t受け付ける\n"
        "取組名\t順番の案内\n担当課\t税務課\n内容\t知らせる\n"
    )
    assert [(passage.headings, passage.section, passage.text) for passage in find_actions(source(text)).passages] == [
        (
            ("窓口の予約",),
            "窓口課",
            "事業名: 窓口の予約\n現状: 混む\n課題: 待つ\n担当: 窓口課\n事業内容: 受け付ける",
        ),
        (("順番の案内",), "税務課", "取組名: 順番の案内\n担当課: 税務課\n内容: 知らせる"),
    ]


def test_an_action_without_a_section_is_a_doubt():
    text = "取組事項①\t予約\t\n担当課\t窓口課\t\n取組事項②\t順番\t\n内容\t知らせる。\t\n"
    (doubt,) = find_actions(source(text)).doubts
    assert (doubt.line, doubt.problem, doubt.text) == (3, "担当課が書かれていません", "取組事項② 順番")


def test_a_table_goes_on_behind_prose_as_another_passage():
    text = "取組事項①\t予約\t\n担当課\t窓口課\t\n\n図を参照してください。\n\n内容\t知らせる。\t\n担当課\t税務課\t"
    first, second = find_actions(source(text)).passages
    assert (first.last_line, second.first_line, second.headings) == (2, 6, first.headings)


@pytest.mark.parametrize(
    "text",
    [
        "窓口を減らします。\n担当課 窓口課",
        "担当課\t内容\n窓口課\t予約",
        "取組\t予約\n目標\t待つ人を減らす",
        "取組事項\t件数\n予約\t3",
        "事業名\t担当課\t内容\n窓口の予約\t窓口課\t受け付ける\n順番の案内\t税務課\t知らせる",
        "基本施策\t施策\t取組\nⅠ 窓口\t1 予約\t(1) 電話",
        "",
    ],
)
def test_other_tables_are_none_of_actions(text):
    assert find_actions(source(text)) == Part()


@pytest.fixture(scope="module")
def read() -> Source:
    assert MUSASHINO is not None
    return read_source(MUSASHINO)


@pytest.fixture(scope="module")
def part(read: Source) -> Part:
    return find_actions(read)


@needs_musashino
class TestMusashino:
    def actions(self, part: Part):
        return [passage for passage in part.passages if passage.headings and "取組事項" in passage.headings[0]]

    def test_policies_problems_and_actions(self, part):
        assert sum(not passage.headings for passage in part.passages) == 10
        assert sum(passage.headings == ("現状と課題",) for passage in part.passages) == 22
        assert len(self.actions(part)) == 42

    def test_each_action_has_its_section(self, part):
        sections = [passage.section for passage in self.actions(part)]
        units = {unit for section in sections for unit in section.split("、")}
        assert len(sections) == 42
        assert all(sections)
        assert len(units - {"各課"}) == 25
        assert sum("情報政策課" in section.split("、") for section in sections) == 23

    def test_24_of_42_schedules_keep_a_label_and_half_of_these_their_years(self, part):
        problems = [doubt.problem for doubt in part.doubts]
        assert len(self.actions(part)) - problems.count(LOST) == 24
        assert problems.count(UNREAD) == 12
        assert len(problems) == 30

    @pytest.mark.parametrize(
        ("line", "text"),
        [
            (248, "構築(令和5年度) → 試行運用(令和6年度)"),
            (274, "運用(令和5年度)"),
            (415, "検討(令和5年度) → 運用(令和6年度) → 効果検証(令和7年度)"),
            (532, "事業者選定(令和5年度) → 契約、構築(令和6年度) → 運用(令和7年度)"),
            (219, "順番: 検討・情報収集 → 試行(年度は表から読み取れません)"),
            (421, "順番: 構築 → 運用(年度は表から読み取れません)"),
            (449, LOST),
        ],
    )
    def test_schedules(self, part, line, text):
        (passage,) = (passage for passage in part.passages if passage.first_line == line)
        assert text in passage.text

    def test_no_cell_is_lost_and_no_tag_shown(self, read, part):
        assert lost(read, part) == []
        assert [passage.text for passage in part.passages if re.search(r"</?[a-z]", passage.text)] == []

    def test_passages_ascend_and_are_short_enough_to_read(self, part):
        lines = [(passage.first_line, passage.last_line) for passage in part.passages]
        assert all(before[1] < after[0] for before, after in pairwise(lines))
        assert max(len(passage.text) for passage in part.passages) < 900


@pytest.mark.skipif(not REAL_PLANS, reason="no plan documents in ../shared/plans beside the repository")
@pytest.mark.parametrize("path", [path for path in REAL_PLANS if path != MUSASHINO], ids=lambda path: path.stem[:3])
def test_other_plans_have_no_such_tables(path):
    assert find_actions(read_source(path)) == Part()

"""指標 with their tables of years, and the blocks of 取組 and 目標 of the pages on which they stand."""

from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.card import CardKind
from knowledge.plan import PassageKind
from knowledge.reading.plan.part import Part
from knowledge.reading.plan.source import Source, SourceLine, read_source
from knowledge.reading.plan.tables.indicators import find_indicators

PLANS = Path(__file__).parents[5] / "shared" / "plans"
REAL_PLANS = sorted(PLANS.glob("*.txt"))
HACHIOJI = next((path for path in REAL_PLANS if path.name.startswith("001")), None)
needs_hachioji = pytest.mark.skipif(HACHIOJI is None, reason="no plan 001 in ../shared/plans beside the repository")

PERIOD = "計画期間\n\n令和8年度から令和9年度まで\n\n"
YEARS = "令和7年度(2025年度) (令和7年4月1日時点)\t令和8年度(2026年度)\t令和9年度（2027年度）"
PAGE = f"""{PERIOD}## 窓口の予約

予約を広げます。

取組

予約の受付

目標

待つ時間の短縮

指標：予約して来た人の割合

{YEARS}
3%\t50%\t100%

予約は電話でもできます。
"""


def source(text: str) -> Source:
    return Source("keikaku.txt", "markdown", tuple(SourceLine(n, line) for n, line in enumerate(text.split("\n"), 1)))


def years(part: Part):
    """Year → (results, goals, as_of) of the only card."""
    (card,) = part.cards
    return {
        year.year: ([each.text for each in year.results], [each.text for each in year.goals], year.as_of)
        for year in card.years
    }


def table(header: str, values: str, period: str = PERIOD) -> Part:
    return find_indicators(source(f"{period}## 窓口の予約\n\n指標：予約した人の数\n\n{header}\n{values}\n"))


def test_an_indicator_is_a_card_and_a_passage():
    part = find_indicators(source(PAGE))
    (card,) = part.cards
    assert (card.kind, card.title, card.measure) == (CardKind.INDICATOR, "窓口の予約", "予約して来た人の割合")
    assert (card.first_line, card.last_line) == (17, 20)
    assert years(part) == {
        2025: (["3%"], [], "令和7年4月1日時点"),
        2026: ([], ["50%"], ""),
        2027: ([], ["100%"], ""),
    }
    _, passage = part.passages
    assert (passage.headings, passage.card, passage.kind) == (("指標",), "窓口の予約", PassageKind.TABLE)
    assert passage.text == (
        "指標：予約して来た人の割合\n"
        "令和7年度(2025年度) (令和7年4月1日時点) 現状 3%\n"
        "令和8年度(2026年度) 目標 50%\n"
        "令和9年度（2027年度） 目標 100%"
    )


def test_a_figure_says_what_it_measures():
    goal = find_indicators(source(PAGE)).cards[0].years[1].goals[0]
    assert (goal.label, goal.value, goal.unit) == ("予約して来た人の割合", Decimal(50), "%")


def test_prose_around_is_left_to_others():
    assert find_indicators(source(PAGE)).lines == {*range(9, 16), 17, 19, 20} - {16}


@pytest.mark.parametrize(
    ("header", "found"),
    [
        pytest.param(
            "現状値（令和7年度）\t令和8年度\t令和9年度",
            {2025: (["3"], [], "現状値"), 2026: ([], ["4"], ""), 2027: ([], ["5"], "")},
            id="present by its name",
        ),
        pytest.param(
            "令和7年度\t令和8年度\t令和9年度",
            {2025: (["3"], [], ""), 2026: ([], ["4"], ""), 2027: ([], ["5"], "")},
            id="present because the plan begins later",
        ),
        pytest.param(
            "令和8年度\t令和9年度\t令和10年度",
            {2026: ([], ["3"], ""), 2027: ([], ["4"], ""), 2028: ([], ["5"], "")},
            id="goals only",
        ),
        pytest.param(
            "基準値（令和6年度）\t目標値（令和8年度）\t目標値（令和9年度）",
            {2024: (["3"], [], "基準値"), 2026: ([], ["4"], ""), 2027: ([], ["5"], "")},
            id="each by its name",
        ),
        pytest.param(
            "令和7年3月末現在\t令和8年度\t令和9年度",
            {2024: (["3"], [], ""), 2026: ([], ["4"], ""), 2027: ([], ["5"], "")},
            id="March belongs to the year before",
        ),
        pytest.param(
            "２０２５年度（現状）\t２０２６年度\t２０２７年度",
            {2025: (["3"], [], "現状"), 2026: ([], ["4"], ""), 2027: ([], ["5"], "")},
            id="western years in full width",
        ),
    ],
)
def test_a_column_is_the_present_state_or_a_goal(header, found):
    part = table(header, "3\t4\t5")
    assert years(part) == found
    assert part.doubts == ()


def test_nothing_is_guessed_where_the_period_of_the_plan_is_unknown():
    part = table("令和7年度\t令和8年度", "3\t4", period="")
    assert years(part) == {}
    assert part.passages[0].text.endswith("令和7年度 3\n令和8年度 4")
    (doubt,) = part.doubts
    assert (doubt.line, doubt.problem) == (3, "現状の値か目標の値か、見出しから読み取れません")


def test_values_in_words_are_no_numbers():
    part = table("令和7年度\t令和8年度", "調整中 ※一部は済\t原則、全て")
    assert years(part) == {2025: (["調整中 ※一部は済"], [], ""), 2026: ([], ["原則、全て"], "")}
    assert [figure.value for year in part.cards[0].years for figure in (*year.results, *year.goals)] == [None, None]


def test_a_row_with_other_columns_than_its_header_is_a_doubt():
    part = table("令和7年度\t令和8年度\t令和9年度", "3\t4")
    assert years(part) == {2025: (["3"], [], ""), 2026: ([], ["4"], ""), 2027: ([], [], "")}
    assert [(doubt.problem, doubt.text) for doubt in part.doubts] == [
        ("表の列の数がそろっていません", "3 4"),
        ("中身のない列があります", "令和9年度"),
    ]


def test_the_rule_below_a_header_is_no_row_of_values():
    assert years(table("| 令和7年度 | 令和8年度 |\n|---|---|", "| 3 | 4 |")) == {
        2025: (["3"], [], ""),
        2026: ([], ["4"], ""),
    }


LISTED = f"""{PERIOD}| 指標 | 単位 | 現状値（令和7年度） | 目標値（令和9年度） |
|---|---|---|---|
| 予約した人の数 | 人 | 1,200 | 2,000 |
| 満足した人の割合 | % | 60 | ― |
"""


def test_a_table_may_list_indicators_in_a_column():
    part = find_indicators(source(LISTED))
    assert [(card.title, card.measure) for card in part.cards] == [
        ("予約した人の数", "予約した人の数"),
        ("満足した人の割合", "満足した人の割合"),
    ]
    assert part.passages[0].text == (
        "指標: 予約した人の数\n単位: 人\n現状値（令和7年度） 1,200\n目標値（令和9年度） 2,000"
    )
    assert part.lines == {5, 6, 7, 8}


def test_groups_units_and_headers_of_two_rows_are_shown_with_each_indicator():
    text = (
        f"{PERIOD}施策\t指標\t目標値\t\n\t\t令和8年度\t令和9年度\n予約\t人数\t3\t5\n\t割合\t10%\t20%\n"
        "電話のとき\t\t\t\n案内\t件数\t7\t9\n※夜は除く\t\t\t\n"
    )
    part = find_indicators(source(text))
    assert [passage.text for passage in part.passages] == [
        "施策: 予約\n指標: 人数\n目標値 令和8年度 3\n目標値 令和9年度 5",
        "施策: 予約\n指標: 割合\n目標値 令和8年度 10%\n目標値 令和9年度 20%",
        "電話のとき\n施策: 案内\n指標: 件数\n目標値 令和8年度 7\n目標値 令和9年度 9\n※夜は除く",
    ]
    assert [(card.title, [year.goals[0].text for year in card.years]) for card in part.cards] == [
        ("人数", ["3", "5"]),
        ("割合", ["10%", "20%"]),
        ("件数", ["7", "9"]),
    ]
    assert part.lines == set(range(5, 12))


def test_a_listed_indicator_without_a_year_is_a_doubt():
    text = f"{PERIOD}指標名\t現状値\t目標値（令和9年度）\n予約した人の数\t3\t5\n"
    part = find_indicators(source(text))
    assert years(part) == {2027: ([], ["5"], "")}
    assert [doubt.problem for doubt in part.doubts] == ["指標の年度が書かれていません"]
    assert part.passages[0].text.endswith("現状値 3\n目標値（令和9年度） 5")


@pytest.mark.parametrize(
    ("before", "title"),
    [
        pytest.param("## 窓口の予約\n\n予約を広げます。\n\n", "窓口の予約", id="the heading above"),
        pytest.param(
            "## 窓口の予約\n\n### 取組\n\n受付\n\n### 目標\n\n短縮\n\n", "窓口の予約", id="labels are no titles"
        ),
        pytest.param(
            "# 窓口の予約\n\n取組\n\n受付\n\n目標\n\n短縮\n\n## 予約のしかた\n\n電話です。\n\n",
            "窓口の予約",
            id="a box below",
        ),
        pytest.param(
            "予約のしかた\n\n# 窓口の予約\n\n取組\n\n受付\n\n目標\n\n短縮\n\n# 予約のしかた\n\n電話です。\n\n",
            "予約のしかた",
            id="another page, listed before",
        ),
        pytest.param("", "予約した人の数", id="none"),
    ],
)
def test_the_title_is_that_of_the_page(before, title):
    text = f"{PERIOD}{before}指標：予約した人の数\n\n令和7年度\t令和8年度\n3\t5\n"
    assert find_indicators(source(text)).cards[0].title == title


@pytest.mark.parametrize(
    "block",
    [
        "取組\n\n予約の受付\n\n目標\n\n待つ時間の短縮",
        "## 取組\n\n予約の受付\n\n### 目標\n\n待つ時間の短縮",
        "取組\t予約の受付\n目標\t待つ時間の短縮",
        "| 取組 | 予約の受付 |\n| 目標 | 待つ時間の短縮 |",
        "取組：予約の受付\n目標：待つ時間の短縮",
        "**取組**\n予約の受付\n**目標**\n待つ時間の短縮",
    ],
    ids=["lines", "headings", "tabs", "pipes", "colons", "bold"],
)
def test_work_and_aim_are_one_passage_whatever_their_form(block):
    part = find_indicators(source(f"## 窓口の予約\n\n{block}\n\n予約は電話でもできます。\n"))
    (passage,) = part.passages
    assert passage.text == "取組: 予約の受付\n目標: 待つ時間の短縮"
    assert (passage.first_line, passage.last_line) == (3, 2 + len(block.split("\n")))


def test_the_parts_of_an_aim_stay_together():
    text = (
        "取組\n\n予約の受付\n\n\\*予約\n\n来る前に頼むこと\n\n目標\n\n【市民】\n\n早く終わる\n\n【職員】\n\n早く帰る\n\n"
        "予約は電話でもできます。\n"
    )
    (passage,) = find_indicators(source(text)).passages
    assert passage.text == (
        "取組:\n予約の受付\n*予約\n来る前に頼むこと\n目標:\n【市民】\n早く終わる\n【職員】\n早く帰る"
    )


def test_a_name_with_nothing_below_it_ends_the_aim():
    (passage,) = find_indicators(source("取組\n\n予約\n\n目標\n\n【市民】\n\n早く終わる\n\n【職員】")).passages
    assert passage.text == "取組: 予約\n目標:\n【市民】\n早く終わる\n【職員】"


def test_items_of_a_list_stay_items():
    text = "取組\t<ul> <li>・予約</li> <li>・順番</li> </ul>\n目標\t短縮\n"
    (passage,) = find_indicators(source(text)).passages
    assert passage.text == "取組:\n・予約\n・順番\n目標: 短縮"
    text = "取組\n\n- ・ 予約\n- ・ 順番\n\n目標\n\n短縮\n指標：予約の数\n"
    (passage,) = find_indicators(source(text)).passages
    assert passage.text == "取組:\n・予約\n・順番\n目標: 短縮"


@pytest.mark.parametrize(
    "text",
    [
        "取組を進めます。\n\n目標は次のとおりです。",
        "目標\n\n短縮",
        "取組\n\n予約\n\n# 第2章\n\n目標\n\n短縮",
        "取組\t予約\n目標\t短縮\n担当課\t窓口課",
        "事業名\t窓口\n取組\t予約\n目標\t短縮",
        "指標：予約の数\n\n次の表のとおりです。\n\n令和7年度\t令和8年度\n3\t5",
        "年度\t令和7年度\t令和8年度\n件数\t3\t5",
        "指標：予約の数",
        "",
    ],
)
def test_other_texts_have_no_indicators(text):
    assert find_indicators(source(text)) == Part()


@pytest.fixture(scope="module")
def part() -> Part:
    assert HACHIOJI is not None
    return find_indicators(read_source(HACHIOJI))


@needs_hachioji
class TestHachioji:
    @pytest.mark.parametrize(
        ("line", "present", "as_of", "goals"),
        [
            (287, "3%", "令和7年4月1日時点", ("50%", "100%")),
            (316, "94%", "令和7年9月末時点", ("95%", "96%")),
            (409, "取組検討", "", ("職員のリテラシー向上", "AI活用による")),
            (440, "38%", "現状値", ("50%", "60%")),
            (504, "eL-QR納付の開始", "", ("eL-QR対応に向けた", "原則、全ての公金")),
            (588, "65%", "", ("75%", "85%")),
        ],
    )
    def test_all_six_indicators(self, part, line, present, as_of, goals):
        (card,) = (card for card in part.cards if card.first_line == line)
        now, then, last = card.years
        assert (now.year, then.year, last.year, now.as_of) == (2025, 2026, 2027, as_of)
        assert now.results[0].text.startswith(present)
        assert (now.goals, then.results, last.results) == ((), (), ())
        assert all(year.goals[0].text.startswith(goal) for year, goal in zip((then, last), goals, strict=True))

    def test_titles_are_those_of_the_pages(self, part):
        assert [card.title for card in part.cards] == [
            "マイナンバーカードの活用推進",
            "誰一人取り残されないデジタル化",
            "AIの活用促進に向けた共創",
            "AIの活用による業務の生産性向上",
            "公金収納におけるeL-QRの活用",
            "コミュニケーションの活性化",
        ]

    def test_eleven_pages_say_what_is_done_and_what_for(self, part):
        blocks = [passage for passage in part.passages if not passage.card]
        assert len(blocks) == 11
        assert all(passage.text.startswith("取組:") and "\n目標:" in passage.text for passage in blocks)
        assert part.doubts == ()


@pytest.mark.skipif(not REAL_PLANS, reason="no plan documents in ../shared/plans beside the repository")
@pytest.mark.parametrize("path", [path for path in REAL_PLANS if path != HACHIOJI], ids=lambda path: path.stem[:3])
def test_other_plans_have_none(path):
    assert find_indicators(read_source(path)) == Part()

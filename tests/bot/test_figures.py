from datetime import date
from decimal import Decimal

import pytest

from bot.figures import about_figures, amount, has_figures, named_by, not_held, tell
from index import normalise
from knowledge import Card, CardKind, CardYear, Figure, Status

TODAY = date(2026, 11, 25)


def result(value: int, goal: int, status: Status) -> Figure:
    delta = Decimal(value - goal)
    text = f"年間利用者 {value:,}人（対目標：{delta:+,}人）"
    return Figure(text, "年間利用者", Decimal(value), "人", status, Decimal(goal), True, delta, "目標")


CHAT = Card(
    "案内の自動応答",
    CardKind.KPI,
    number="1-1-2",
    sections=("情報課",),
    years=(
        CardYear(2022, ("実施",), (result(900, 1000, Status.MISSED),)),
        CardYear(2023, ("実施",), (result(1200, 1200, Status.ACHIEVED),)),
        CardYear(2024, ("実施",), (result(2500, 1500, Status.ACHIEVED),)),
        CardYear(2025, ("実施",), goals=(Figure("年間利用者 1,800人", "年間利用者", Decimal(1800), "人"),)),
    ),
)
BOTH = Card(
    "庁内の自動応答",
    CardKind.KPI,
    years=(
        CardYear(
            2024,
            results=(Figure("掲載数の向上", status=Status.ACHIEVED), Figure("調査実施", status=Status.MISSED)),
        ),
        CardYear(2025, goals=(Figure("運用"),)),
    ),
)
INDICATOR = Card(
    "相談会",
    CardKind.INDICATOR,
    years=(
        CardYear(2025, results=(Figure("94%", "満足した人の割合", Decimal(94), "%"),), as_of="令和7年9月末時点"),
        CardYear(2026, goals=(Figure("95%", "満足した人の割合", Decimal(95), "%"),)),
    ),
)


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        (
            "R6の年間利用者は目標に届いた？",
            [
                "令和6年度は、目標を達成したとされています。",
                "・令和6年度【達成】 年間利用者 実績 2,500人、目標 1,500人（実績と対目標から算出）、対目標 ＋1,000人",
            ],
        ),
        (
            "令和4年度の目標と実績",
            ["・令和4年度【未達成】 年間利用者 実績 900人、目標 1,000人（実績と対目標から算出）、対目標 ▲100人"],
        ),
        (
            "2023年度の結果",
            ["・令和5年度【達成】 年間利用者 実績 1,200人、目標 1,200人（実績と対目標から算出）、対目標 ±0人"],
        ),
        ("令和7年度の目標", ["・令和7年度 目標 年間利用者 1,800人"]),
    ],
)
def test_the_year_that_was_asked_for_is_told_and_no_other(question, lines):
    assert tell(CHAT, normalise(question), TODAY).split("\n") == [
        "事業「案内の自動応答」（担当 情報課）の数値です。",
        *lines,
    ]


def test_a_year_that_the_document_does_not_hold_is_said_to_be_missing():
    told = tell(CHAT, normalise("令和8年度の目標は？"), TODAY)
    assert "令和8年度の数値は、この文書にはありません。" in told
    assert "・令和7年度 目標 年間利用者 1,800人" in told  # the newest that there is, with its own year


def test_without_a_year_the_newest_result_and_the_goals_after_it_are_told():
    told = tell(CHAT, "利用者は何人", TODAY)
    assert [line[:6] for line in told.split("\n")[1:]] == ["・令和6年度", "・令和7年度"]


def test_a_trend_is_told_from_the_first_year_on():
    told = tell(CHAT, "利用者数の推移", TODAY)
    assert [line[:6] for line in told.split("\n")[1:]] == ["・令和4年度", "・令和5年度", "・令和6年度", "・令和7年度"]


def test_marks_of_both_kinds_are_partly_missed_and_milestones_are_quoted():
    assert tell(BOTH, normalise("令和6年度は達成しましたか"), TODAY).split("\n")[1:] == [
        "令和6年度は、達成と未達成の両方があります（一部未達成）。",
        "・令和6年度【達成】 掲載数の向上",
        "・令和6年度【未達成】 調査実施",
    ]


def test_a_present_state_is_no_goal_and_keeps_its_day():
    assert tell(INDICATOR, "満足した人の割合は", TODAY).split("\n")[1:] == [
        "・令和7年度（令和7年9月末時点） 満足した人の割合 実績 94%",
        "・令和8年度 目標 満足した人の割合 95%",
    ]


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("年間利用者の目標", True),
        ("R6はどうだった", True),
        ("kpiを教えて", True),
        ("利用者は何人", True),
        ("どこで使えますか", False),
        ("担当課はどこ", False),
    ],
)
def test_which_questions_are_about_figures(question, about):
    assert about_figures(normalise(question), TODAY) is about


def test_a_card_without_years_has_no_figures():
    assert has_figures(CHAT)
    assert not has_figures(Card("構想", CardKind.CONCEPT))


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [("40597", "人", "40,597人"), ("22.4", "%", "22.4%"), ("0", "件", "0件"), ("1E+3", "件", "1,000件")],
)
def test_an_amount_is_printed_as_tables_do(value, unit, said):
    assert amount(Decimal(value), unit) == said


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("令和6年度の実績", ()),
        ("令和6年度の目標", ()),  # it follows from the result and the difference
        ("令和7年度の目標", ()),
        ("令和7年度の実績は何人だった", ("令和7年度の実績",)),
        ("令和7年度は結局何人になったの、目標じゃなくて実績ね", ("令和7年度の実績",)),
        ("令和8年度の目標", ("令和8年度の目標",)),
        ("令和三年度の利用者", ("令和3年度の数値",)),
        ("利用者は何人", ()),
    ],
)
def test_a_goal_is_no_result_and_another_year_no_answer(question, lacking):
    assert not_held(CHAT, normalise(question), TODAY) == lacking


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("自動", "応答", "年間", "目標", "令和", "6", "年度"), True),
        (("年間", "利用者"), True),
        (("固定", "資産", "税", "割合"), False),
        (("令和", "6", "年度", "目標"), False),  # no topic at all
    ],
)
def test_a_card_is_asked_for_by_its_title_or_by_what_it_counts(words, named):
    assert named_by(CHAT, dict.fromkeys(words, 1.0)) is named


def test_a_word_that_tells_much_weighs_more_than_two_that_tell_little():
    assert not named_by(CHAT, {"在宅": 5.0, "利用": 1.0, "年間": 1.0})
    assert named_by(CHAT, {"応答": 5.0, "実施": 1.0, "職員": 1.0})

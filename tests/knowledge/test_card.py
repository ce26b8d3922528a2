from decimal import Decimal

import pytest

from knowledge.card import Card, CardKind, CardYear, Certainty, Figure, Status, card_text


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        ((), None),
        ((None,), None),
        ((Status.ACHIEVED, None), Status.ACHIEVED),
        ((Status.MISSED, Status.MISSED), Status.MISSED),
        ((Status.ACHIEVED, Status.MISSED), Status.PARTLY),
    ],
)
def test_the_status_of_a_year_is_what_its_marks_say(statuses, status):
    assert CardYear(2024, results=tuple(Figure("点検", status=each) for each in statuses)).status is status


def test_a_concept_is_shown_by_its_labels():
    card = Card("看板の更新", CardKind.CONCEPT, "1-1-9", sections=("公園課", "道路課ほか"), content="看板を更新する")
    assert (
        card_text(card) == "事業名称: 看板の更新\n管理番号: 1-1-9\n担当: 公園課・道路課ほか\n事業内容: 看板を更新する"
    )


@pytest.mark.parametrize("certainty", [Certainty.INFERRED, Certainty.AMBIGUOUS])
def test_a_number_that_is_not_certain_is_not_shown(certainty):
    assert card_text(Card("看板の更新", CardKind.CONCEPT, "1-1-9", certainty=certainty)) == "事業名称: 看板の更新"


def test_a_derived_goal_is_called_so_and_a_printed_one_stands_in_the_text():
    derived = Figure(
        "40人（対目標：＋8人）", "", Decimal(40), "人", Status.ACHIEVED, Decimal(32), True, Decimal(8), "目標"
    )
    printed = Figure("50件以下（実績：40件）", "", Decimal(40), "件", None, Decimal(50))
    card = Card(
        "看板の更新", CardKind.KPI, years=(CardYear(2019, ("実施", "改善"), (derived, printed)), CardYear(2020))
    )
    assert card_text(card) == (
        "事業名称: 看板の更新\n"
        "令和元年度（2019年度）\n"
        "取組内容: 【実施】【改善】\n"
        "目標KPI: 【達成】40人（対目標：＋8人） 目標 32人（実績と対目標から算出）\n"
        "50件以下（実績：40件）"
    )


def test_an_indicator_without_a_year_and_with_a_remark():
    card = Card("貸出率", CardKind.INDICATOR, note="速報値", years=(CardYear(2030, goals=(Figure("95%"),)),))
    assert card_text(card) == "指標: 貸出率\n令和12年度（2030年度）\n目標: 95%\n備考: 速報値"

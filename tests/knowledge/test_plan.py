import pytest

from knowledge import Passage, Plan

PLAN = Plan("plan-1", "131016", "みなと野市デジタル計画")


@pytest.mark.parametrize(
    ("headings", "first", "last", "place"),
    [
        (("第1章 ねらい", "1 背景"), 12, 15, "第1章 ねらい > 1 背景 > 12–15行"),
        (("第1章 ねらい",), 12, 12, "第1章 ねらい > 12行"),
        ((), 1, 3, "1–3行"),
    ],
)
def test_a_citation_gives_the_headings_and_the_lines(headings, first, last, place):
    assert PLAN.place(Passage("plan-1-12", headings, "本文", first, last)) == place


@pytest.mark.parametrize(
    ("title", "edition", "full"),
    [
        ("みなと野市行動計画", "令和7年度版", "みなと野市行動計画 令和7年度版"),
        ("みなと野市行動計画（令和７年度版）", "令和7年度版", "みなと野市行動計画（令和７年度版）"),
        ("みなと野市行動計画(令和7年度版)", "令和7年度（2025年度）版", "みなと野市行動計画(令和7年度版)"),
        ("みなと野市行動計画", "", "みなと野市行動計画"),
    ],
)
def test_the_edition_is_said_with_the_title_once(title, edition, full):
    assert Plan("p", "131016", title, edition=edition).full_title == full

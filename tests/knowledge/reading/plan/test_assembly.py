import pytest

from knowledge.card import Card, CardKind
from knowledge.plan import Passage, PassageKind, Scope
from knowledge.reading.plan.glossary.markers import Markers
from knowledge.reading.plan.text.assembly import Assembly
from knowledge.reading.plan.text.heading import Heading
from knowledge.reading.plan.text.outline import Outline, Place

OUTLINE = Outline(
    (
        Place(1, (Heading(1, "第1章 動向", "part"),), 1),
        Place(10, (Heading(1, "第1章 動向", "part"), Heading(5, "(1) 国の動向", "paren")), 2),
    )
)
ASSEMBLY = Assembly("plan-1", OUTLINE, {5: "3"}, Markers(["RPA"]))


def passage(line: int, *headings: str, text: str = "受付を始めます。", scope: Scope = Scope.CITY) -> Passage:
    return Passage("", headings, text, line, line, PassageKind.TABLE, scope=scope)


@pytest.mark.parametrize(
    ("found", "headings"),
    [
        (passage(5), ("第1章 動向",)),
        (passage(5, "表1"), ("第1章 動向", "表1")),
        (passage(5, "第１章　動向", "表1"), ("第1章 動向", "表1")),
        (passage(12, "（１）国の動向"), ("第1章 動向", "(1) 国の動向")),
    ],
)
def test_the_path_of_the_outline_stands_before_a_finders_headings(found, headings):
    (complete,) = ASSEMBLY.passages([found])
    assert complete.headings[:1] == headings[:1] or complete.headings == found.headings
    assert len(complete.headings) == len(headings)


def test_ids_are_unique_and_passages_in_order():
    assert [each.id for each in ASSEMBLY.passages([passage(7), passage(5), passage(7)])] == [
        "plan-1-5",
        "plan-1-7",
        "plan-1-7-2",
    ]


def test_page_scope_and_marked_terms_are_filled_in():
    first, second = ASSEMBLY.passages([passage(5, text="RPA※を使います。"), passage(12)])
    assert (first.page, first.scope, first.text, first.terms) == ("3", Scope.CITY, "RPAを使います。", ("RPA",))
    assert (second.page, second.scope) == ("", Scope.NATION)


def test_what_a_finder_knows_is_kept():
    (complete,) = ASSEMBLY.passages([passage(12, scope=Scope.ELSEWHERE)])
    assert complete.scope is Scope.ELSEWHERE


def test_a_card_gets_the_page_of_its_first_line():
    card = Card("相談の予約", CardKind.KPI, first_line=5)
    assert [each.page for each in ASSEMBLY.cards([card])] == ["3"]

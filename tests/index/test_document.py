"""Who may find a document, and when."""

from datetime import date
from typing import Any

import pytest

from index import Document
from index.document import Shown, entry_document, passage_documents
from knowledge import Audience, Entry, Passage, Plan

APRIL = date(2026, 4, 1)


def entry(**more: Any) -> Entry:
    return Entry("a", "131016", "ＡＢＣは？", "答え〜", "総合案内", ("言い換え①",), tags=("札", "ﾌﾀﾞ"), **more)


def test_an_entry_s_texts_are_normalised_question_first() -> None:
    document = entry_document(entry())
    assert document.titles == ("abcは?", "言い換え1")
    assert document.body == "答え~ 札 フダ"


def test_a_passage_is_found_by_its_last_two_headings_and_its_text() -> None:
    passages = (
        Passage("p1", ("第1章", "取組", "ＤＸの推進"), "書かない窓口を試行する。", 1, 2),
        Passage("p2", (), "目次", 3, 3),
    )
    plan = Plan("p", "131016", "みなと野市計画", passages=passages)
    assert list(passage_documents(plan, "みなと野市")) == [
        Document("p1", ("取組 dxの推進",), "書かない窓口を試行する。"),
        Document("p2", ("みなと野市計画",), "目次"),
    ]


def test_a_passage_is_found_by_the_name_of_its_city_by_its_card_and_by_its_section() -> None:
    card = Passage("p1", ("施策2",), "本市の窓口で使う。", 1, 2, section="市民課", card="窓口のタブレット")
    plan = Plan("p", "131016", "みなと野市計画", passages=(card,))
    assert list(passage_documents(plan, "みなと野市")) == [
        Document("p1", ("施策2 窓口のタブレット",), "みなと野市の窓口で使う。 市民課"),
    ]


def test_passages_of_a_staff_plan_are_for_staff() -> None:
    plan = Plan("p", "131016", "庁内計画", audience=Audience.STAFF, passages=(Passage("p1", (), "内規", 1, 1),))
    assert [document.staff_only for document in passage_documents(plan, "みなと野市")] == [True]


@pytest.mark.parametrize(("audience", "seen"), [(Audience.RESIDENT, [True, False]), (Audience.STAFF, [True, True])])
def test_residents_see_only_what_is_theirs(audience: Audience, seen: list[bool]) -> None:
    shown = Shown.of(map(entry_document, (entry(), entry(audience=Audience.STAFF))))
    assert shown.to(audience, None).tolist() == seen


@pytest.mark.parametrize(
    ("day", "seen"),
    [
        (date(2026, 3, 31), [True, False, True]),
        (date(2026, 4, 1), [True, True, True]),
        (date(2026, 4, 30), [True, True, True]),
        (date(2026, 5, 1), [True, True, False]),
        (None, [True, True, True]),
    ],
)
def test_an_entry_is_shown_from_its_first_to_its_last_day(day: date | None, seen: list[bool]) -> None:
    documents = (entry(), entry(valid_from=APRIL), entry(valid_until=date(2026, 4, 30)))
    assert Shown.of(map(entry_document, documents)).to(Audience.RESIDENT, day).tolist() == seen


def test_the_city_s_own_entries_are_marked() -> None:
    common = Entry("a", "common", "問い", "答え", "総合案内")
    assert [entry_document(each).own for each in (entry(), common)] == [True, False]


def test_no_documents_are_shown_to_nobody() -> None:
    assert Shown.of(()).to(Audience.STAFF, APRIL).tolist() == []

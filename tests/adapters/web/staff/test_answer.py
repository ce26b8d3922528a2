"""What the desk makes of a reply, where plans are for staff only."""

from datetime import datetime

import pytest

from adapters.web.staff.answer import staff_answer
from bot import Question, Shelf, UnknownChoice, chosen
from knowledge import TOKYO, Audience, City, Entry, Knowledge, Passage, Plan, Source

NOON = datetime(2026, 11, 26, 12, tzinfo=TOKYO)
OPEN, HIDDEN = "公開計画", "内部計画"


def plan(id: str, title: str, audience: Audience) -> Plan:
    passage = Passage(f"{id}#1", ("窓口",), f"{title}の本文です。", 1, 1)
    return Plan(id, "131016", title, passages=(passage,), audience=audience)


ENTRY = Entry(
    "mado",
    "131016",
    "窓口はどこですか。",
    "1階です。",
    "総務課",
    note="裏口は内緒",
    source=(Source(OPEN), Source(HIDDEN)),
)
SHELF = Shelf(
    Knowledge(
        City("131016", "みなと野市"),
        (ENTRY,),
        (plan("open", OPEN, Audience.RESIDENT), plan("hidden", HIDDEN, Audience.STAFF)),
    )
)


def opened(id: str, audience: Audience = Audience.STAFF) -> Question:
    return Question("131016", "窓口", NOON, audience, "staff", choice=id)


@pytest.mark.parametrize(("id", "internal"), [("open#1", False), ("hidden#1", True)])
def test_a_passage_is_opened_whole_and_says_whether_it_may_leave_the_house(id: str, internal: bool) -> None:
    answer = staff_answer(chosen(opened(id), SHELF), SHELF)
    assert "の本文です。" in answer.text
    assert answer.internal is internal
    assert answer.plain.startswith("【庁内限り】") is internal


@pytest.mark.parametrize("id", ["open#1", "hidden#1"])
def test_residents_open_no_passage(id: str) -> None:
    with pytest.raises(UnknownChoice):
        chosen(opened(id, Audience.RESIDENT), SHELF)


def test_an_entry_is_copied_without_its_note_and_without_sources_that_residents_may_not_see() -> None:
    answer = staff_answer(chosen(opened("mado"), SHELF), SHELF)
    assert {source.title for source in answer.sources} >= {OPEN, HIDDEN}
    assert (answer.note, answer.internal) == ("裏口は内緒", False)
    assert f"・{OPEN}" in answer.plain
    assert HIDDEN not in answer.plain
    assert "裏口" not in answer.plain + answer.text

"""The passages that an entry rests on, by the lines that its sources name."""

from dataclasses import replace

import pytest

from bot import Shelf
from bot.evidence import evidence
from knowledge import Audience, Entry, Knowledge, Passage, Plan, Source

PLAN = Plan(
    "a",
    "131016",
    "みなと野市デジタル計画(令和8年度版)",
    passages=(
        Passage("a-1", (), "書かない窓口を3月に市民課で始める。", 10, 12),
        Passage("a-2", (), "書かない窓口の利用は年間1,200件であった。", 13, 20),
        Passage("a-3", (), "港の朝市では、魚と野菜を売る。", 21, 30),
    ),
)
OLDER = replace(
    PLAN, id="b", title="みなと野市デジタル計画(令和4年2月)", passages=(replace(PLAN.passages[0], id="b-1"),)
)
ENTRY = Entry(
    "131016-kakanai",
    "131016",
    "書かない窓口は始まりましたか。",
    "書かない窓口は、3月に市民課で始まりました。年間の利用は1,200件です。",
    "市民課",
)


def found(
    place: str, title: str = "みなと野市デジタル計画（令和8年度版）", plans: tuple[Plan, ...] = (PLAN, OLDER)
) -> tuple[str, ...]:
    return evidence(replace(ENTRY, source=(Source(title, place),)), plans)


@pytest.mark.parametrize(
    ("place", "passages"),
    [
        ("p.3「書かない窓口」、本文10–12行", ("a-1",)),
        ("本文12-13行", ("a-1", "a-2")),
        ("本文15行", ("a-2",)),
        ("本文10–12行、本文13–20行", ("a-1", "a-2")),
        ("本文10–30行", ("a-1", "a-2")),  # the market shares nothing with the entry
        ("本文500行", ()),
        ("第3章 窓口", ()),
        ("", ()),
    ],
)
def test_lines_that_a_source_names_lead_to_their_passages(place: str, passages: tuple[str, ...]) -> None:
    assert sorted(found(place)) == list(passages)


def test_what_shares_most_with_the_entry_comes_first() -> None:
    long = replace(PLAN.passages[1], id="a-4", text="窓口", first_line=11, last_line=11)
    plan = replace(PLAN, passages=(long, *PLAN.passages))
    assert found("本文11行", plans=(plan,))[0] == "a-1"


def test_the_edition_that_the_source_names_is_meant() -> None:
    assert found("本文10行", "みなと野市デジタル計画（令和4年2月）") == ("b-1",)
    assert found("本文10行") == ("a-1",)


def test_without_plans_there_is_no_evidence() -> None:
    assert found("本文10行", plans=()) == ()


def test_residents_are_not_shown_the_passages_of_a_plan_for_staff(knowledge: Knowledge) -> None:
    entry = replace(ENTRY, source=(Source(PLAN.title, "本文10行"),))
    shelf = Shelf(replace(knowledge, plans=(replace(PLAN, audience=Audience.STAFF),)))
    assert shelf.evidence(entry, Audience.RESIDENT) == ()
    assert shelf.evidence(entry, Audience.STAFF) == ("a-1",)

"""Choosing without typing: the tree that each person sees on a day."""

from dataclasses import replace
from datetime import date

import pytest

from bot import Branch, Choice, Shelf, catalogue
from bot.browse import Part
from knowledge import Audience, Entry, Knowledge
from knowledge.category import Category

JUNE = date(2026, 6, 1)
TREE = (Category("証明", ("住民票", "戸籍")), Category("ごみ", ("粗大",)), Category("庁内", ("組織",), Audience.STAFF))


def entry(id: str, category: str, owner: str = "common", **more: object) -> Entry:
    return Entry(id, owner, f"{id}ですか", "はい。", "総合案内", category=category, **more)  # type: ignore[arg-type]


@pytest.fixture
def shelf(knowledge: Knowledge) -> Shelf:
    entries = (
        entry("utsushi", "証明/住民票"),
        entry("konbini", "証明/住民票", owner=knowledge.city.code),
        entry("juri", "証明/住民票", audience=Audience.STAFF),
        entry("bumon", "庁内/組織", audience=Audience.STAFF),
        entry("owari", "ごみ/粗大", valid_until=date(2026, 5, 31)),
        entry("mukashi", "よその分類"),
    )
    return Shelf(replace(knowledge, entries=entries, categories=TREE))


def test_residents_see_what_is_theirs_and_valid_the_city_s_own_first(shelf: Shelf) -> None:
    choices = (Choice("konbini", "konbiniですか"), Choice("utsushi", "utsushiですか"))
    assert catalogue(shelf, Audience.RESIDENT, JUNE) == (Branch("証明", (Part("住民票", "証明/住民票", choices),)),)


def test_staff_see_both(shelf: Shelf) -> None:
    tree = catalogue(shelf, Audience.STAFF, JUNE)
    assert [(branch.name, part.name, len(part.choices)) for branch in tree for part in branch.parts] == [
        ("証明", "住民票", 3),
        ("庁内", "組織", 1),
    ]


def test_an_entry_is_listed_on_its_last_day(shelf: Shelf) -> None:
    assert [branch.name for branch in catalogue(shelf, Audience.RESIDENT, date(2026, 5, 31))] == ["証明", "ごみ"]


def test_without_a_tree_there_is_nothing_to_browse(knowledge: Knowledge) -> None:
    assert catalogue(Shelf(knowledge), Audience.STAFF, JUNE) == ()

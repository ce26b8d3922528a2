"""A word alone asks for an entry of which it is the matter, not for one that names it in passing."""

from datetime import date

import pytest

from bot import Shelf
from bot.grounds import Grounds
from index import Found, Index
from knowledge import Audience

DAY = date(2026, 6, 2)


def found(index: Index, typed: str) -> Found:
    return index.search(typed, Audience.RESIDENT, DAY)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ラーメン", ("ラーメン", "ラーメン")),
        ("富士山", ("富士山", "フジ", "山")),
        ("ラーメン屋の油", ()),
        ("ラーメンはどこ", ()),
        ("住民票の写し", ()),
        ("ローソファー", ()),  # the lexicon knows it
    ],
)
def test_a_name_is_alone_where_nothing_else_was_typed_and_nothing_knows_it(
    index: Index, shelf: Shelf, typed: str, words: tuple[str, ...]
) -> None:
    assert Grounds(found(index, typed), shelf, Audience.RESIDENT, DAY).only_words == words


def test_an_entry_that_the_name_is_not_the_matter_of_does_not_give_it(index: Index, shelf: Shelf) -> None:
    grounds = Grounds(found(index, "ラーメン"), shelf, Audience.RESIDENT, DAY)
    assert grounds.missing("juminhyo") == ("「ラーメン」のこと",)


@pytest.mark.parametrize(
    ("words", "about"), [(("住民票",), True), (("住民", "票"), True), (("ラーメン",), False), ((), False)]
)
def test_what_an_entry_is_about_stands_in_its_question_its_tags_or_several_phrasings(
    shelf: Shelf, words: tuple[str, ...], about: bool
) -> None:
    assert shelf.is_about("juminhyo", words) is about

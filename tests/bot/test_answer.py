"""A reply in the form of the public contract."""

from dataclasses import replace
from datetime import date

import pytest

from bot import Choice, Citation, Contact, Outcome, Reply
from knowledge import Entry, Source

CONTACT = Contact("市民課", "03-0000-1111", "本日（火曜日）の受付時間は 08:30～17:15 です。", True, "本庁舎1階")
ENTRY = Entry(
    "juminhyo", "131016", "住民票は", "窓口で", "住民登録", updated_on=date(2026, 4, 1), valid_until=date(2027, 3, 31)
)
FULL = Reply(
    Outcome.ANSWERED,
    "窓口で取れます。",
    ENTRY,
    (Citation("住民基本台帳法", "第12条", "https://example.jp/law", ""),),
    (Choice("sodai", "粗大ごみは"),),
    CONTACT,
    7,
    "abc",
)


def test_a_full_reply_as_json() -> None:
    assert FULL.as_json() == {
        "reply_id": "abc",
        "outcome": "answered",
        "text": "窓口で取れます。",
        "entry": {
            "id": "juminhyo",
            "question": "住民票は",
            "section": "市民課",
            "updated_on": "2026-04-01",
            "valid_until": "2027-03-31",
            "easy": "",
        },
        "sources": [{"title": "住民基本台帳法", "place": "第12条", "url": "https://example.jp/law", "excerpt": ""}],
        "choices": [{"id": "sodai", "label": "粗大ごみは"}],
        "contact": {
            "section": "市民課",
            "telephone": "03-0000-1111",
            "hours": "本日（火曜日）の受付時間は 08:30～17:15 です。",
            "open_now": True,
        },
        "revision": 7,
    }


def test_a_bare_reply_has_the_same_keys() -> None:
    bare = Reply(Outcome.SMALLTALK, "こんにちは。").as_json()
    assert bare.keys() == FULL.as_json().keys()
    assert (bare["entry"], bare["sources"], bare["choices"], bare["contact"]) == (None, [], [], None)


@pytest.mark.parametrize("day", ["updated_on", "valid_until"])
def test_a_day_that_is_not_set_is_none(day: str) -> None:
    entry = replace(FULL, entry=replace(ENTRY, **{day: None})).as_json()["entry"]
    assert entry[day] is None


def test_without_a_contact_the_section_is_the_entry_s() -> None:
    assert replace(FULL, contact=None).as_json()["entry"]["section"] == "住民登録"


def test_a_source_is_cited_with_title_place_and_address() -> None:
    source = Source("計画", "12行", "https://example.jp", date(2026, 4, 1))
    assert Citation.of(source) == Citation("計画", "12行", "https://example.jp")

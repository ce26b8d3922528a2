"""Entries while typing: by their beginning, by their sound, by their words, and only what a person may see."""

from dataclasses import replace
from datetime import date

import pytest

from bot import Shelf, Suggestions
from knowledge import Audience, Entry, Knowledge

JUNE = date(2026, 6, 1)


def entry(id: str, question: str, *phrasings: str, owner: str = "common", **more: object) -> Entry:
    return Entry(id, owner, question, "はい。", "総合案内", phrasings, **more)  # type: ignore[arg-type]


ENTRIES = (
    entry("gomi-app", "ごみの日が分かるアプリはありますか。"),
    entry("gomi-bi", "ごみの収集日を教えてください。", "燃えるごみの日", "ごみはいつ出す"),
    entry("sodai", "粗大ごみを出したいです。", "ソファを捨てたい", owner="131016"),
    entry("sodai-hakobu", "家具を運び出せません。", "粗大ごみを運んでほしい", "大きなごみを運ぶ手伝い"),
    entry("utsushi", "住民票の写しを取りたいです。", "住民票がほしい", tags=("juminhyo.go",)),
    entry("tennyu", "転入届はどう出しますか。", "引っ越してきた"),
    entry("card", "マイナンバーカードを受け取りたいです。"),
    entry("ai", "AIの案内は何に答えますか。"),
    entry("nenkyu", "年次休暇の申請はどの画面ですか。", "年休を取りたい", audience=Audience.STAFF),
    entry("pool", "夏のプールはいつまでですか。", valid_until=date(2026, 5, 31)),
)


@pytest.fixture
def suggestions(knowledge: Knowledge) -> Suggestions:
    return Suggestions(Shelf(replace(knowledge, entries=ENTRIES)))


def ids(suggestions: Suggestions, typed: str, audience: Audience = Audience.RESIDENT) -> list[str]:
    return [choice.id for choice in suggestions.find(typed, audience, JUNE)]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("ごみの", ["gomi-bi", "gomi-app"]),  # both begin so; of the first more is asked so
        ("粗大", ["sodai", "sodai-hakobu"]),  # the question before a phrasing
        ("そだい", ["sodai"]),
        ("ソダイ", ["sodai"]),
        ("ｿﾀﾞｲ", ["sodai"]),
        ("sodai", ["sodai"]),
        ("じゅうみんひょう", ["utsushi"]),
        ("じゅうみんひょu", ["utsushi"]),  # as the box holds it while the IME composes
        ("じゅうみんhy", ["utsushi"]),
        ("juuminhyou", ["utsushi"]),
        ("juminhyo", ["utsushi"]),  # without long vowels
        ("juminhy", ["utsushi"]),
        ("まいなんばーかー", ["card"]),
        ("かあど", ["card"]),
        ("住民票 写し", ["utsushi"]),
        ("写し　住民票", ["utsushi"]),
        ("転入の届", ["tennyu"]),  # its kanji, whatever joins them
        ("引っ越", ["tennyu"]),
        ("ＡＩ", ["ai"]),
        ("ソファ", ["sodai"]),
    ],
)
def test_what_is_typed_so_far_finds_the_entry(suggestions: Suggestions, typed: str, offered: list[str]) -> None:
    assert ids(suggestions, typed) == offered


@pytest.mark.parametrize("typed", ["", " \u3000", "\x00", "zzzz", "。。。", "%", ".*", "\\", "夏のプール", "ぷーる"])
def test_what_finds_nothing_offers_nothing(suggestions: Suggestions, typed: str) -> None:
    """Among them what is no longer valid, and what would be a pattern elsewhere."""
    assert ids(suggestions, typed) == []


@pytest.mark.parametrize("typed", ["年次休暇", "ねんじきゅうか", "nenjikyuuka", "年休", "休暇 申請", "年次の休暇"])
def test_what_is_for_staff_is_offered_to_staff_only(suggestions: Suggestions, typed: str) -> None:
    assert "nenkyu" not in ids(suggestions, typed)
    assert "nenkyu" in ids(suggestions, typed, Audience.STAFF)


def test_at_most_six_are_offered(knowledge: Knowledge) -> None:
    entries = tuple(entry(f"e{number}", f"税金の質問{number}") for number in range(9))
    assert len(ids(Suggestions(Shelf(replace(knowledge, entries=entries))), "税金")) == 6


def test_a_cry_for_help_gets_no_list(knowledge: Knowledge) -> None:
    held = (entry("shi", "死にたいと言う家族がいます。"),)
    suggestions = Suggestions(Shelf(replace(knowledge, entries=held)))
    assert ids(suggestions, "死にたい") == []
    assert ids(suggestions, "家族がい") == ["shi"]

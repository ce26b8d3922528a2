"""Questions typed in romaji."""

import pytest

from index import from_romaji


@pytest.mark.parametrize(
    ("typed", "kana"),
    [
        ("gomi", "ごみ"),
        ("juuminhyou", "じゅうみんひょう"),
        ("jyuuminhyou", "じゅうみんひょう"),
        ("zyuuminhyou", "じゅうみんひょう"),
        ("sodai gomi no dashikata", "そだいごみのだしかた"),
        ("shinsei", "しんせい"),
        ("sinsei", "しんせい"),
        ("tenshutsu todoke", "てんしゅつとどけ"),
        ("tensyutu todoke", "てんしゅつとどけ"),
        ("gakkou", "がっこう"),
        ("matcha", "まっちゃ"),
        ("inkan-shoumei", "いんかんしょうめい"),
        ("nenkin", "ねんきん"),
        ("kampai", "かんぱい"),
        ("honnin", "ほんにん"),
        ("annai", "あんない"),
        ("kon'in todoke", "こんいんとどけ"),
        ("konnyaku", "こんにゃく"),
        ("kippu", "きっぷ"),
        ("cha", "ちゃ"),
        ("gomi? sodai-gomi!", "ごみそだいごみ"),
    ],
)
def test_romaji_becomes_kana(typed: str, kana: str) -> None:
    assert from_romaji(typed) == kana


@pytest.mark.parametrize(
    "typed",
    [
        "hello",
        "my number",
        "password",
        "garbage",
        "where is the city office",
        "insurance card",
        "i want to move out",
        "passport",
        "tax",
        "pdf",
        "dx",
        "qr",
        "nhk",
        "what day is plastic",
    ],
)
def test_english_and_abbreviations_are_not_romaji(typed: str) -> None:
    assert from_romaji(typed) is None


@pytest.mark.parametrize("typed", ["住民票", "gomi を出す", "ごみ", "12345", "?", "", "gomi 3", "a", "ok", "no"])
def test_what_is_not_letters_throughout_or_too_short_is_not_romaji(typed: str) -> None:
    assert from_romaji(typed) is None

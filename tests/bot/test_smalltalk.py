"""Greetings and messages without a question."""

import pytest

from bot import wording
from bot.smalltalk import foreign, small_talk
from index import normalise

CITY = "みなと野市"


@pytest.mark.parametrize(
    "typed",
    [
        "こんにちは",
        "こんにちわ",
        "こんばんは！",
        "おはよう",
        "おはようございます。",
        "はじめまして",
        "もしもし？",
        "こんにちは〜〜",
        "ﾊﾛｰ",
    ],
)
def test_a_greeting_is_greeted_with_the_city_s_name(typed: str) -> None:
    reply = small_talk(normalise(typed), CITY)
    assert reply == wording.GREETING.format(city=CITY)
    assert CITY in reply


@pytest.mark.parametrize(
    "typed",
    [
        "ありがとう",
        "ありがとうございます！",
        "ありがとうございました",
        "どうもありがとう〜",
        "有難うございます",
        "助かりました。",
        "わかりました",
        "了解です",
        "なるほど",
    ],
)
def test_thanks_are_taken(typed: str) -> None:
    assert small_talk(normalise(typed), CITY) == wording.THANKS


@pytest.mark.parametrize("typed", ["さようなら", "さよなら！", "バイバイ", "またね〜", "失礼します。"])
def test_a_farewell_is_returned(typed: str) -> None:
    assert small_talk(normalise(typed), CITY) == wording.FAREWELL


@pytest.mark.parametrize("typed", ["", "  ", "？？？", "。", "123", "12-3", "🙂", "…！", "\u200b"])
def test_without_a_word_a_question_in_words_is_asked_for(typed: str) -> None:
    assert small_talk(normalise(typed), CITY) == wording.ASK_IN_WORDS


@pytest.mark.parametrize(
    "typed",
    [
        "こんにちは、住民票がほしいです",
        "ありがとう商品券の使い方",
        "おはよう体操の場所",
        "失礼しました",
        "またねこを飼いたい",
        "ごみ",
        "税",
        "juuminhyou",
        "hello",
        "3歳児健診",
    ],
)
def test_a_question_is_no_small_talk(typed: str) -> None:
    assert small_talk(normalise(typed), CITY) is None


@pytest.mark.parametrize(
    ("typed", "is_foreign"),
    [
        ("Where is the city office?", True),
        ("hello", True),
        ("How can I get a my number card", True),
        ("안녕하세요", True),
        ("Xin chào, tôi muốn hỏi", True),
        ("Здравствуйте", True),
        ("住民票", False),
        ("ごみ", False),
        ("ゴミ", False),
        ("Wi-Fiはありますか", False),
        ("gomi no dashikata", False),  # romaji is Japanese
        ("juuminhyou wa doko", False),
        ("123", False),
        ("", False),
    ],
)
def test_words_without_any_japanese_are_foreign(typed: str, is_foreign: bool) -> None:
    assert foreign(normalise(typed)) is is_foreign

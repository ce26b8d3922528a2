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
        ("gomi? sodai-gomi!", "ごみ?そだいごみ!"),
        ("sofa wo sutetai", "そふぁをすてたい"),
        ("mizu o tomeru. toshokan e wa?", "みずをとめる.としょかんへは?"),  # particles as they are written
        ("gomi 3", "ごみ3"),
        ("youkaigo 1 demo ii?", "ようかいご1でもいい?"),
        ("juuminhyou (utsushi)", "じゅうみんひょううつし"),
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


@pytest.mark.parametrize(
    ("typed", "kana"),
    [
        ("paypay de haraemasu ka", "paypayではらえますか"),
        ("shi no line ni touroku shitai", "しのlineにとうろくしたい"),
        ("dx houshin nannendo made", "dxほうしんなんねんどまで"),
        ("tada no wifi wa doko", "ただのwifiはどこ"),
        ("single father demo teate wa moraemasu ka", "single fatherでもてあてはもらえますか"),
        ("kodomo no school lunch wa ikura desu ka", "こどものschool lunchはいくらですか"),
    ],
)
def test_a_foreign_word_in_a_japanese_sentence_stays(typed: str, kana: str) -> None:
    assert from_romaji(typed) == kana


@pytest.mark.parametrize(
    "typed",
    [
        "can i pay by line",
        "i need a nurse",
        "how do i get to the office",
        "please take me to the hospital, no money",
        "do you have a dx plan",
        "onde fica a prefeitura",
        "quiero tirar la basura",
        "donde puedo pagar impuestos",
        "saan po ako kukuha ng residence card",
        "toi muon chuyen nha",
        "comment faire une demande de passeport",
        "wo kann ich mich anmelden",
    ],
)
def test_other_languages_in_latin_letters_are_not_romaji(typed: str) -> None:
    assert from_romaji(typed) is None


@pytest.mark.parametrize("typed", ["住民票", "gomi を出す", "ごみ", "12345", "?", "", "a", "ok", "no"])
def test_what_is_not_letters_throughout_or_too_short_is_not_romaji(typed: str) -> None:
    assert from_romaji(typed) is None

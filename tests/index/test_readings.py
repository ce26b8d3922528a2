"""Questions typed in kana."""

from math import log

import pytest

from index.analyser import analyse
from index.readings import Readings, reading_grams, reading_of, typed_in_kana


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("じゅうみんひょうがほしい", True),
        ("ジュウミンヒョウ", True),
        ("ごみ 123", True),
        ("スマホでもうしこみ?", True),
        ("住民票がほしい", False),
        ("ゴミ箱", False),
        ("時々", False),
        ("abc", False),
        ("123", False),
        ("", False),
    ],
)
def test_a_question_in_kana_has_no_kanji_at_all(text: str, kana: bool) -> None:
    assert typed_in_kana(text) is kana


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("住民票の写し", "じゅうみんひょうのうつし"),
        ("カード、3枚", "かーど3まい"),
        ("「窓口」?!", "まどぐち"),
        ("", ""),
    ],
)
def test_the_sound_has_no_spaces_and_no_signs(text: str, sound: str) -> None:
    assert reading_of(analyse(text)) == sound


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("ごみ", ["^ごみ", "ごみ$"]),
        ("木", ["^き$"]),
        ("窓口", ["^まど", "まどぐ", "どぐち", "ぐち$"]),
        ("", []),
    ],
)
def test_grams_are_overlapping_triples_with_both_ends_marked(text: str, grams: list[str]) -> None:
    assert reading_grams(analyse(text)) == grams


def test_words_cost_the_logarithm_of_their_share() -> None:
    words = Readings.build(["住民", "住民", "窓口", "税金"]).words
    assert words["じゅうみん"] == ("住民", pytest.approx(-log(2 / 4)))
    assert words["まどぐち"] == ("窓口", pytest.approx(-log(1 / 4)))


def test_of_words_that_sound_alike_the_frequent_one_is_kept() -> None:
    assert Readings.build(["公園", "公園", "講演"]).words["こうえん"][0] == "公園"
    assert Readings.build(["公園", "講演", "講演"]).words["こうえん"][0] == "講演"


def test_single_sounds_are_known_only_where_they_are_written_in_kana() -> None:
    words = Readings.build(["木の枝"]).words
    assert words["の"][0] == "の"
    assert "き" not in words


def test_without_texts_there_are_no_words() -> None:
    assert Readings.build([]).words == {}
    assert Readings.build([""]).rewrite("ごみ") == "ごみ"


@pytest.fixture(scope="module")
def readings() -> Readings:
    return Readings.build(["住民票の写し", "粗大ごみの捨て方", "児童手当の申請", "窓口の予約"])


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("じゅうみんひょうのうつし", "住民 票 の 写し"),
        ("ジュウミンヒョウ", "住民 票"),
        ("そだいごみのすてかた", "粗大 ごみ の 捨て 方"),
        ("じどうてあて", "児童 手当"),
        ("まどぐちの、よやく?", "窓口 の 予約"),
        ("スマホでじゅうみんひょう", "スマホ で 住民 票"),  # katakana among hiragana is a word already
        ("じゅうみんひょうがほしい", "住民 票 がほしい"),  # what no word covers stays together
        ("ぬるぽ", "ぬるぽ"),
        ("", ""),
    ],
)
def test_kana_is_read_in_the_words_of_the_knowledge_base(readings: Readings, typed: str, read_as: str) -> None:
    assert readings.rewrite(typed) == read_as


def test_the_cheapest_reading_wins() -> None:
    # かたち as one word costs 2.0, as かた and ち 0.5 + 1.0
    words = {"かた": ("方", 0.5), "ち": ("ち", 1.0), "かたち": ("形", 2.0)}
    assert Readings(words).rewrite("かたち") == "方 ち"
    assert Readings(words | {"かたち": ("形", 1.4)}).rewrite("かたち") == "形"

"""Questions typed in kana."""

from math import log

import pytest

from index.analyser import analyse
from index.readings import Readings, in_one_kind, plain_sound, reading_grams, reading_of, typed_in_kana


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
        ("じゅうみんひょうがほしい", "住民 票 が ほしい"),
        ("じゅうみんひょうがにあう", "住民 票 がにあう"),  # what no word covers stays together
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


@pytest.fixture(scope="module")
def written() -> Readings:
    return Readings.build(
        [
            "マイナンバーカードの更新",
            "パスポートを作る",
            "住民票の写し",
            "手続きはどこ",
            "ボランティアの登録",
            "スマホで払う",
        ]
    )


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("まいなんばあかあどのこうしん", "マイ ナンバー カード の 更新"),  # from "mai nanbaa kaado"
        ("ぱすぽおとをつくる", "パスポート を 作る"),
        ("てつずき", "手続き"),  # Hepburn writes tetsuzuki
    ],
)
def test_one_sound_has_one_spelling(written: Readings, typed: str, read_as: str) -> None:
    assert written.heard(typed)[0] == read_as


def test_a_question_is_heard_as_its_words_sound(written: Readings) -> None:
    assert written.heard("ぱすぽおとをつくる") == ("パスポート を 作る", "ぱすぽーとをつくる")


@pytest.mark.parametrize(
    ("typed", "loose", "read_as"),
    [
        ("じゅみんひょのうつし", True, "住民 票 の 写し"),  # juminhyo no utsushi
        ("ぼらんちあのとろく", True, "ボランティア の 登録"),
        ("ぱすぽと", True, "パスポート"),
        ("ぱすぽと", False, "ぱすぽと"),  # who types kana types long vowels
    ],
)
def test_romaji_may_leave_long_vowels_out(written: Readings, typed: str, loose: bool, read_as: str) -> None:
    assert written.heard(typed, loose)[0] == read_as


@pytest.mark.parametrize(
    ("typed", "usual"),
    [
        ("住民票ﾉ写ｼﾊﾄﾞｺﾃﾞﾄﾚﾏｽｶ", "住民票の写しはどこでとれますか"),
        ("ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞﾉ更新ｦｼﾀｲ", "マイナンバーカードの更新をしたい"),
        ("ﾊﾟｽﾎﾟｰﾄをｽﾏﾎで", "パスポートをスマホで"),
        ("手続ｷﾊ済ﾐﾏｼﾀ", "手続きは済みました"),
        ("市ﾉﾌﾟﾗﾈﾀﾘｳﾑ", "市のプラネタリウム"),  # a loanword that no entry knows
        ("住民票ノ写シヲクダサイ", "住民票の写しをください"),
        ("住民票ハドコデスカ", "住民票はどこですか"),
        ("マイナンバーカード 更新", "マイナンバーカード 更新"),
        ("パソコン 廃棄", "パソコン 廃棄"),
        ("コンビニで住民票", "コンビニで住民票"),
        ("ｼﾞｭｳﾐﾝﾋｮｳ ﾄﾚﾏｽｶ", "ｼﾞｭｳﾐﾝﾋｮｳ ﾄﾚﾏｽｶ"),  # read by its sound as a whole
        ("", ""),
    ],
)
def test_kana_of_one_kind_is_written_as_usual(written: Readings, typed: str, usual: str) -> None:
    assert in_one_kind(typed, written.spelt) == usual


@pytest.mark.parametrize(
    ("kana", "plain"),
    [("かーど", "かあど"), ("ひょー", "ひょお"), ("つづき", "つずき"), ("ー", "ー"), ("を", "を"), ("", "")],
)
def test_the_plain_sound_is_as_long_as_the_sound(kana: str, plain: str) -> None:
    assert plain_sound(kana) == plain

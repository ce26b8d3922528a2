"""One way of writing for entries and questions alike."""

import pytest

from index import normalise
from index.normal import hiragana, japanese_year


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞ", "マイナンバーカード"),
        ("ｶﾞｰﾃﾞﾝﾊﾟｰﾃｨｰ", "ガーデンパーティー"),
        ("Ａ４ ＰＤＦ", "a4 pdf"),
        ("㈱みなと", "(株)みなと"),
        ("①番窓口", "1番窓口"),
        ("㍻７年", "平成7年"),
        ("３㌔", "3キロ"),
        ("Wi-Fi", "wi-fi"),
    ],
)
def test_width_and_case_are_one(typed: str, written: str) -> None:
    assert normalise(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("8時〜17時", "8時~17時"),  # U+301C, as macOS types it
        ("8時～17時", "8時~17時"),  # U+FF5E, as Windows types it
        ("8時∼17時", "8時~17時"),
        ("3〜5歳", "3~5歳"),
        ("月〜金", "月~金"),
        ("8:30－17:15", "8:30-17:15"),
        ("8:30−17:15", "8:30-17:15"),  # U+2212
        ("8:30–17:15", "8:30-17:15"),
        ("8:30―17:15", "8:30-17:15"),
        ("1‐4‐2", "1-4-2"),
        ("東京—大阪", "東京-大阪"),
    ],
)
def test_ranges_stay_ranges_with_one_tilde_and_one_hyphen(typed: str, written: str) -> None:
    assert normalise(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("カ-ド", "カード"),
        ("コ―ヒ―", "コーヒー"),
        ("ｺ-ﾋ-", "コーヒー"),
        ("ら-めん", "らーめん"),
        ("ラ〜メン", "ラーメン"),
        ("ゴミ〜", "ゴミー"),
        ("キャー〜〜", "キャー"),
        ("すごーーーい", "すごーい"),
        ("サーバ", "サーバ"),  # no vowel is invented
        ("ネット-a", "ネット-a"),  # a hyphen before anything but kana is a hyphen
    ],
)
def test_a_hyphen_or_tilde_inside_kana_is_a_long_vowel(typed: str, written: str) -> None:
    assert normalise(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("R7", "令和7"),
        ("Ｒ７年度", "令和7年度"),
        ("R.7年", "令和7年"),
        ("R7.4.1", "令和7.4.1"),
        ("H30/4/1", "平成30/4/1"),
        ("令和元年", "令和1年"),
        ("平成元年度", "平成1年度"),
        ("昭和元年", "昭和1年"),
        ("R元年度", "令和1年度"),
        ("2025年", "令和7年"),
        ("２０２５年度", "令和7年度"),
        ("2019年4月", "令和1年4月"),
        ("2018年", "平成30年"),
        ("1989年", "平成1年"),
    ],
)
def test_years_are_era_years(typed: str, written: str) -> None:
    assert normalise(typed) == written


@pytest.mark.parametrize(
    "text", ["r123", "ver7", "ir7", "h2o", "5r7", "12025年", "2025円", "2050年", "20年", "元年度の実績"]
)
def test_what_is_no_year_is_left_alone(text: str) -> None:
    assert normalise(text) == text


@pytest.mark.parametrize(
    ("year", "era"),
    [
        (2025, "令和7"),
        (2019, "令和1"),
        (2018, "平成30"),
        (1989, "平成1"),
        (1988, "昭和63"),
        (1926, "昭和1"),
        (1925, "1925"),
    ],
)
def test_the_era_year_is_the_one_that_begins_in_the_western_year(year: int, era: str) -> None:
    assert japanese_year(year) == era


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("住民\x00票", "住民 票"),
        ("あ\x07\x1bい", "あ い"),
        ("あ\x85い", "あ い"),
        ("一行目\n二行目", "一行目 二行目"),
        ("一行目\r\n二行目", "一行目 二行目"),
        ("住民票\t写し", "住民票 写し"),
        ("\u3000住民票\u3000\u3000写し ", "住民票 写し"),
    ],
)
def test_control_characters_and_spaces_become_one_space(typed: str, written: str) -> None:
    assert normalise(typed) == written


@pytest.mark.parametrize(
    "typed",
    [
        "住民\u200b票",  # zero width space, common in text copied from web pages
        "住民\u200c票",
        "住民\u200d票",
        "住民\u2060票",  # word joiner
        "住\u00ad民票",  # soft hyphen
        "\ufeff住民票",  # byte order mark
    ],
)
def test_what_has_no_width_leaves_no_trace(typed: str) -> None:
    assert normalise(typed) == "住民票"


@pytest.mark.parametrize(
    ("typed", "written"),
    [("！！！", "!"), ("え？？？", "え?"), ("笑ｗｗｗｗ", "笑w"), ("。。。", "。"), ("えーー？！", "えー?!")],
)
def test_repeated_signs_count_once(typed: str, written: str) -> None:
    assert normalise(typed) == written


@pytest.mark.parametrize("text", ["", " ", "\n", "\u3000"])
def test_nothing_stays_nothing(text: str) -> None:
    assert normalise(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "R7",
        "令和元年",
        "2025年4月〜2026年3月",
        "コ―ヒ―〜",
        "8時〜17時",
        "ｶﾞｰﾃﾞﾝ",
        "あ\u200bい\x00う",
        "ＷＷＷ！！",
        "キャー〜〜",
    ],
)
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("カード", "かーど"),
        ("ヴァイオリン", "ゔぁいおりん"),
        ("ヶ月", "ゖ月"),
        ("ごみABC住民", "ごみABC住民"),
        ("", ""),
    ],
)
def test_katakana_folds_to_hiragana_and_nothing_else_changes(text: str, folded: str) -> None:
    assert hiragana(text) == folded


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("令和三年度", "令和3年度"),
        ("令和十二年", "令和12年"),
        ("平成三十年度", "平成30年度"),
        ("昭和四十五年", "昭和45年"),
        ("三年度", "三年度"),  # no era: a word like any other
        ("令和の三人", "令和の三人"),
    ],
)
def test_era_years_in_kanji_are_figures(typed: str, written: str) -> None:
    assert normalise(typed) == written

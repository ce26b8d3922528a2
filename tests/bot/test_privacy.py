"""What could tell who asked is taken out before a question is kept."""

import pytest

from bot.privacy import mask


@pytest.mark.parametrize(
    "mail",
    [
        "taro@example.jp",
        "Taro.Yamada+faq@mail.example.co.jp",
        "a_b-c@ex-ample.com",
        "ＴＡＲＯ＠ＥＸＡＭＰＬＥ．ＪＰ",
        "taro＠example.com",
    ],
)
def test_mail_addresses_are_masked(mail: str) -> None:
    assert mask(f"{mail} へ返事をください") == "〔メール〕 へ返事をください"


@pytest.mark.parametrize(
    "number",
    [
        "0312345678",
        "03-1234-5678",
        "０３－１２３４－５６７８",
        "03 1234 5678",
        "03ー1234ー5678",  # a long vowel for a hyphen
        "03‐1234‐5678",  # U+2010
        "03–1234–5678",  # U+2013, en dash
        "03—1234—5678",  # U+2014, em dash
        "03―1234―5678",  # U+2015
        "03−1234−5678",  # U+2212, the minus that Japanese input methods give
        "03(1234)5678",
        "03（1234）5678",
        "090-1234-5678",
        "090 - 1234 - 5678",
        "090.1234.5678",
        "0120-000-000",
        "+81-3-1234-5678",
    ],
)
def test_telephone_numbers_are_masked(number: str) -> None:
    masked = mask(f"電話は{number}です")
    assert "〔番号〕" in masked
    assert not any(character.isdigit() for character in masked)


@pytest.mark.parametrize(
    "number",
    [
        "123456789012",
        "1234 5678 9012",
        "1234-5678-9012",
        "１２３４５６７８９０１２",
        "１２３４　５６７８　９０１２",
        "1234−5678−9012",
        "1234\n5678\n9012",
        "1234\u200b5678\u200b9012",  # zero width space, copied from a web page
        "4111 1111 1111 1111",  # a card
        "1234567",  # an account, a post code
        "〒100-0001",
    ],
)
def test_long_numbers_are_masked_spaced_hyphenated_and_full_width(number: str) -> None:
    masked = mask(f"番号は{number}です")
    assert "〔番号〕" in masked
    assert not any(character.isdigit() for character in masked)


def test_everything_around_is_left_as_it_was() -> None:
    text = "山田です。090-1234-5678かtaro@example.jpへ、3日以内にお願いします"
    assert mask(text) == "山田です。〔番号〕か〔メール〕へ、3日以内にお願いします"


def test_the_words_beside_a_mail_address_are_kept() -> None:
    assert mask("住民票をtaro@example.jpへ送れますか") == "住民票を〔メール〕へ送れますか"


def test_two_numbers_are_both_masked() -> None:
    assert mask("03-1234-5678か090-1234-5678") == "〔番号〕か〔番号〕"


@pytest.mark.parametrize(
    "text",
    [
        "189",
        "110番と119番",
        "#7119",
        "#8008に電話したい",
        "管理番号1-4-2",
        "令和7年度",
        "令和7年4月1日",
        "R7.4.1",
        "2025年4月1日から2026年3月31日",
        "2025/04/01",
        "40,597人",
        "1,234,567円",
        "8:30~17:15",
        "8:30-17:15",
        "9:00-12:00、13:00-15:00",
        "第9条第3項",
        "昭和25年法律第226号",
        "平成28年12月14日法律第103号",
        "100万円と200万円",
        "65歳、70歳、75歳",
        "3-2-1",
        "整理番号123456",
        "0.25%",
        "住民票がほしい",
        "",
    ],
)
def test_short_numbers_dates_and_amounts_are_left_alone(text: str) -> None:
    assert mask(text) == text


def test_full_width_signs_are_written_in_one_width() -> None:
    assert mask("８：３０～１７：１５ ＃７１１９") == "8:30~17:15 #7119"


def test_masking_twice_changes_nothing() -> None:
    once = mask("090-1234-5678 taro@example.jp 令和7年度")
    assert mask(once) == once

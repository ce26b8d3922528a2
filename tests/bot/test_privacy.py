"""What could tell who asked is taken out before a question is kept, and what a city is asked about stays.

All numbers are invented or published for tests; no name is a real person's.
"""

import logging
import re
from collections.abc import Callable

import pytest

from bot import Bot, Outcome, Question, wording
from bot.privacy import Mark, mask, never_needed
from bot.privacy.check_digit import is_card, is_my_number

Ask = Callable[..., Question]
MY_NUMBER = "123456789018"  # 6·1+5·2+4·3+3·4+2·5+7·6+6·7+5·8+4·9+3·0+2·1 = 212 = 19·11+3; 11-3 = 8
CARD = "4111111111111111"  # a number that card companies publish for tests


class TestCheckDigits:
    @pytest.mark.parametrize(
        "digits",
        [
            MY_NUMBER,
            "111111111118",  # 6+5+4+3+2+7+6+5+4+3+2 = 47 = 4·11+3; 11-3 = 8
            "000000000019",  # 2·1 = 2; 11-2 = 9
            "000000000000",  # remainder 0: 0
            "000000003000",  # 4·3 = 12, remainder 1: 0
        ],
    )
    def test_a_my_number_has_the_check_digit_of_the_ordinance(self, digits: str) -> None:
        assert is_my_number(digits)

    @pytest.mark.parametrize("digits", ["123456789012", "123456789019", "12345678901", "1234567890188", ""])
    def test_other_numbers_are_none(self, digits: str) -> None:
        assert not is_my_number(digits)

    @pytest.mark.parametrize("digits", [CARD, "378282246310005", "30569309025904", "5555555555554444"])
    def test_a_card_passes_luhn(self, digits: str) -> None:
        assert is_card(digits)

    @pytest.mark.parametrize("digits", ["4111111111111112", "4111111111116", "18", "41111111111111111"])
    def test_other_numbers_are_no_cards(self, digits: str) -> None:
        assert not is_card(digits)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("マイナンバーは123456789018です", "マイナンバーは〔マイナンバー〕です"),
        ("１２３４－５６７８－９０１８", "〔マイナンバー〕"),
        ("1234\n5678\n9018で合っていますか", "〔マイナンバー〕で合っていますか"),
        ("1234\u200b5678\u200b9018", "〔マイナンバー〕"),  # zero width space, copied from a web page
        ("個人番号 123456789012 です", "個人番号 〔マイナンバー〕 です"),  # mistyped, and called what it is
        ("4111-1111-1111-1111で払えますか", "〔カード番号〕で払えますか"),
        ("3782 822463 10005", "〔カード番号〕"),
        ("免許証番号123456789018です", "免許証番号〔免許証番号〕です"),
        ("運転免許3055-1234-5678の住所変更", "運転免許〔免許証番号〕の住所変更"),
        ("お客様番号123456789018の水道", "お客様番号〔番号〕の水道"),
        ("090-1234-5678か03(1234)5678へ", "〔電話〕か〔電話〕へ"),
        ("+81 90 1234 5678", "〔電話〕"),
        ("TEL042-000-1234", "TEL〔電話〕"),
        ("〇九〇-一二三四-五六七八", "〔電話〕"),
        ("03ー1234ー5678", "〔電話〕"),  # a long vowel for a hyphen
        ("03−1234−5678", "〔電話〕"),  # the minus that Japanese input methods give
        ("taro@example.jp へ返事をください", "〔メール〕 へ返事をください"),
        ("taro＠ＥＸＡＭＰＬＥ．ｊｐへ", "〔メール〕へ"),
        ("taro(at)example.jpへ", "〔メール〕へ"),
        ("〒100-0001", "〒〔郵便番号〕"),
        ("パスポートTK1234567をなくした", "パスポート〔旅券番号〕をなくした"),
        ("在留カードAB12345678CD", "在留カード〔在留カード番号〕"),
        ("口座番号は１２３４５６７です", "口座番号は〔口座〕です"),
        ("みずほ銀行八王子支店 普通 1234567", "みずほ銀行八王子支店 普通 〔口座〕"),
        ("ゆうちょ 記号10140 番号12345671", "ゆうちょ 記号〔口座〕 番号〔口座〕"),
        ("保険証の記号12番号345", "保険証の記号〔保険証番号〕番号〔保険証番号〕"),
        ("被保険者番号 0001234567", "被保険者番号 〔保険証番号〕"),
        ("受付番号1234567890の結果は", "受付番号〔番号〕の結果は"),
    ],
)
def test_numbers_are_masked_by_their_kind(text: str, kept: str) -> None:
    assert mask(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("八王子市元本郷町3-24-1に住んでいます", "八王子市〔住所〕に住んでいます"),
        ("東京都八王子市みなみ野１－２－３ コーポ山田201号室です", "東京都八王子市〔住所〕です"),
        ("武蔵野市緑町2丁目2番28号の道路", "武蔵野市〔住所〕の道路"),
        ("あきる野市二宮350へ転入", "あきる野市〔住所〕へ転入"),
        ("うちは散田町1-1-1です", "うちは〔住所〕です"),
        ("小宮町一二三四番地の畑", "〔住所〕の畑"),
        ("八王子市千人町1-2-3 20代です", "八王子市〔住所〕 20代です"),
        ("八王子市千人町1-2-3 090-1234-5678", "八王子市〔住所〕 〔電話〕"),
    ],
)
def test_an_address_is_masked_from_the_quarter_on(text: str, kept: str) -> None:
    assert mask(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("山田太郎と申します", "〔氏名〕と申します"),
        ("髙橋と申します。旧字体です", "〔氏名〕と申します。旧字体です"),
        ("佐藤です。ごみの日は", "〔氏名〕です。ごみの日は"),
        ("名前はキム・ミンジュンです", "名前は〔氏名〕です"),
        ("娘の花子が入園します", "娘の〔氏名〕が入園します"),
        ("娘のさくらは3歳です", "娘の〔氏名〕は3歳です"),
        ("松本さんの住民票", "〔氏名〕さんの住民票"),
        ("氏名 本田ひまり", "氏名 〔氏名〕"),
        ("My name is Taro Yamada.", "My name is 〔氏名〕."),
        ("山田花子 昭和25年3月4日生まれ", "〔氏名〕 〔生年月日〕生まれ"),
        ("生年月日は1985/6/7です", "生年月日は〔生年月日〕です"),
        ("徳川家康の墓と山田太郎の墓", "徳川家康の墓と〔氏名〕の墓"),
    ],
)
def test_names_and_birth_dates_are_masked(text: str, kept: str) -> None:
    assert mask(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "189",
        "110番と119番",
        "#7119",
        "0120-000-000",  # only organisations have such numbers
        "管理番号1-4-2",
        "令和7年度",
        "R7.4.1",
        "2025/04/01",
        "20261120の広報",
        "2025-2026年度",
        "40,597人",
        "1,234,567円",
        "1000000円以下",
        "8:30-17:15",
        "5 15 25 35 45 55分のバス",
        "第9条第3項",
        "昭和25年法律第226号",
        "平成28年12月14日法律第103号",
        "整理番号123456",
        "ISBN 978-4-00-310101-8",
        "法人番号1234567890123",
        "https://www.example.jp/12345678/index.html",
        "住民票がほしい",
        "元本郷町のごみの日",
        "千人町2丁目のごみ収集日",
        "八王子市元本郷町三丁目24番1号 八王子市役所",
        "図書館(千人町3-3-6)の開館時間",
        "市役所の5階501会議室",
        "昭和25年4月2日から昭和26年4月1日生まれの人",
        "娘の保育園を変えたい",
        "お医者さんと業者さん",
        "マイナちゃんのシール",
        "山田町に住んでいます",
        "佐々木建設の工事",
        "福島県から転入",
        "市長の名前は何ですか",
        "渋沢栄一の新しいお札",
        "花です。花壇の水やり",
        "",
    ],
)
def test_what_a_city_is_asked_about_stays(text: str) -> None:
    assert mask(text) == text


def test_full_width_signs_are_written_in_one_width() -> None:
    assert mask("８：３０～１７：１５ ＃７１１９") == "8:30~17:15 #7119"


def test_a_mark_is_not_masked_again() -> None:
    once = mask("山田太郎です。090-1234-5678 taro@example.jp 八王子市元本郷町3-24-1 123456789018")
    assert mask(once) == once


def test_every_kind_has_a_mark_of_its_own() -> None:
    assert len({mark.written for mark in Mark}) == len(Mark)


class TestPersonalData:
    """A マイナンバー or a card number: nothing is looked up, nothing of the text is kept."""

    @pytest.mark.parametrize("number", [MY_NUMBER, "１２３４ ５６７８ ９０１８", CARD, "4111-1111-1111-1111"])
    def test_the_person_is_told_kindly_and_nothing_is_kept(
        self, bot: Bot, ask: Ask, kept, caplog: pytest.LogCaptureFixture, number: str
    ) -> None:  # type: ignore[no-untyped-def]
        caplog.set_level(logging.DEBUG)
        reply = bot.reply(ask(f"番号は{number}です。住民票がほしい"))
        assert (reply.outcome, reply.text) == (Outcome.PERSONAL_DATA, wording.PERSONAL_DATA)
        [event] = kept.events
        assert (event.outcome, event.text, event.shown) == (Outcome.PERSONAL_DATA, "", ())
        assert not re.search("5678|５６７８|1111", f"{reply.text}{event.text}{event.considered}{caplog.text}")

    def test_a_crisis_still_comes_first(self, bot: Bot, ask: Ask, kept) -> None:  # type: ignore[no-untyped-def]
        reply = bot.reply(ask(f"火事です {MY_NUMBER}"))
        assert reply.outcome is Outcome.CRISIS
        assert kept.events[0].text == "火事です 〔マイナンバー〕"

    @pytest.mark.parametrize(
        "text",
        ["090-1234-5678へ", "口座番号は1234567", "123456789012の通知", "マイナンバーは12桁ですか", "4桁の暗証番号"],
    )
    def test_other_numbers_are_answered_as_ever(self, text: str) -> None:
        assert not never_needed(text)

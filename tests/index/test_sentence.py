"""Sentences, and which of them ask."""

import pytest

from index import Asking, asking, sentences


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("母が亡くなりました。何をすればいいですか", ["母が亡くなりました。", "何をすればいいですか"]),
        ("ごみの日は?寒いですね!", ["ごみの日は?", "寒いですね!"]),
        ("はじめまして\n住民票の写し\n\nお願いします", ["はじめまして", "住民票の写し", "お願いします"]),
        ("「歳のせいだ。」と言うんです。困っています", ["「歳のせいだ。」と言うんです。", "困っています"]),
        ("ｲﾝｶﾝ ﾅｸｼﾀ｡ ﾄﾞｳｽﾙ", ["ｲﾝｶﾝ ﾅｸｼﾀ｡", "ﾄﾞｳｽﾙ"]),
        ("そうなんです。。。はい！？", ["そうなんです。。。", "はい！？"]),
        ("3.5万円", ["3.5万円"]),
        ("。。。", []),
        ("", []),
    ],
)
def test_a_text_is_parted_at_its_signs_and_lines(typed: str, parts: list[str]) -> None:
    assert sentences(typed) == parts


@pytest.mark.parametrize(
    ("sentence", "grade"),
    [
        ("住民票はどこで取れますか。", Asking.ASKED),
        ("市の税金ってスマホで払える？", Asking.ASKED),
        ("火葬の許可証をなくしたらどうなるの", Asking.ASKED),
        ("何をすればいいのでしょうか。", Asking.ASKED),
        ("原付を処分したいんですけど", Asking.ASKED),
        ("使える制度をざっと知りたいです。", Asking.ASKED),
        ("申込みの方法を教えてください。", Asking.ASKED),
        ("なぜ長女の私なんでしょう", Asking.ASKED),
        ("水を止めるには何を伝えればいい", Asking.ASKED),
        ("笑えるものを一つお願いします。", Asking.ASKED),
        ("どうぞよろしくお願いします。", Asking.TOLD),
        ("印鑑証明 代理", Asking.BARE),
        ("ハザードマップ", Asking.BARE),
        ("二重に払うのは困るんですが。", Asking.OPEN),
        ("財布がなくて困っています。", Asking.OPEN),
        ("カードを悪用されないか心配です。", Asking.OPEN),
        ("来月の誕生日で切れるみたいです。", Asking.TOLD),
        ("最近めっきり寒くなりました。", Asking.TOLD),
        ("お世話になっております。", Asking.TOLD),
    ],
)
def test_the_end_of_a_sentence_tells_how_much_it_asks(sentence: str, grade: Asking) -> None:
    assert asking(sentence) is grade

"""Slips of the finger, mended with the words of a knowledge base."""

import pytest

from index import normalise
from index.analyser import content_lemmas
from index.expansion import Spellings
from index.readings import Readings
from index.slip import Slips

TITLES = """
確定申告の会場
騒音の苦情
死亡届の期限
法律相談
マイナンバーカードの申請
デジタルボランティアに登録
ハザードマップを見る
パソコンの廃棄
赤ちゃんの名前
証明書の交付
選挙の投票
空き家の相談
ハガキをなくした
国保に入る
会社の社会保険
本籍を変える
離婚届の出し方
離婚届の証人
離婚届はどこ
"""


@pytest.fixture(scope="module")
def slips() -> Slips:
    titles = [normalise(title) for title in TITLES.split()]
    sounds = {sound: surface for sound, (surface, _) in Readings.build(titles).words.items()}
    words = list(dict.fromkeys(word for title in titles for word in content_lemmas(title)))
    return Slips(words, sounds, titles, Spellings(words))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("定確申告はどこ", "確定申告はどこ"),  # two letters in the other order
        ("音騒 苦情", "騒音 苦情"),
        ("亡死届 期限", "死亡届 期限"),
        ("ソパコン 廃棄", "パソコン 廃棄"),
        ("ガハキなくした", "ハガキなくした"),
        ("ハーザドマップ", "ハザードマップ"),
        ("マイナンンバーカードの申請", "マイナンバーカードの申請"),  # one twice
        ("国保保 入りたい", "国保 入りたい"),
        ("デジタルボランテティアとは", "デジタルボランティアとは"),
        ("空ぎ家の相談", "空き家の相談"),  # voiced
        ("赤ちゃの名前", "赤ちゃんの名前"),  # one left out
        ("離届 証人", "離婚届 証人"),
        ("照明書 交付", "証明書 交付"),  # converted wrongly
        ("占拠の投票", "選挙の投票"),
    ],
)
def test_a_slip_is_mended(slips: Slips, typed: str, meant: str) -> None:
    assert meant in [text for text, _, _ in slips.mended(typed)]


def test_what_was_typed_and_what_was_meant_are_told(slips: Slips) -> None:
    assert slips.mended("音騒 苦情") == [("騒音 苦情", "音騒", "騒音")]


@pytest.mark.parametrize(
    "typed",
    [
        "確定申告の会場",
        "社会の会社",  # each the other in the other order, and both words
        "本籍を変えたい",
        "スマートフォンを買う",  # no word is near
        "ようこそ",
        "hello",
        "",
    ],
)
def test_what_has_no_slip_is_left_alone(slips: Slips, typed: str) -> None:
    assert slips.mended(typed) == []

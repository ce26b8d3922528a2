import pytest

from bot.definition import defined
from index import normalise

WORDS = {
    normalise(word).replace(" ", ""): id
    for word, id in (
        ("AI", "ai"),
        ("ＡＩ－ＯＣＲ", "ocr"),
        ("ぴったりサービス", "pittari"),
        ("地方税統一QRコード", "elqr"),
        ("eL-QR", "elqr"),
        ("デジタルデバイド", "divide"),
        ("BPR", "bpr"),
    )
}


@pytest.mark.parametrize(
    ("question", "id"),
    [
        ("AIとは", "ai"),
        ("AIって何ですか", "ai"),
        ("ＡＩってなに？", "ai"),
        ("AI-OCRとは何ですか", "ocr"),
        ("ぴったりサービスってなに", "pittari"),
        ("eL-QR(eL-QR)って なんですか", "elqr"),
        ("いーえるきゅーあーる（eL-QR）って　なんですか", "elqr"),
        ("デジタルデバイドの意味を教えてください", "divide"),
        ("計画に出てくるBPRという言葉は", "bpr"),
        ("BPRは何の略ですか", "bpr"),
        ("AIを使った窓口とは", ""),  # something else that the word is a part of
        ("ぴったりサービスで何ができますか", ""),
        ("ぴったりサービスの使い方", ""),
        ("デジタルデバイド対策って何をしていますか", ""),
        ("AI", ""),
        ("フロントヤードとは", ""),
    ],
)
def test_a_question_for_a_meaning_finds_the_word(question, id):
    assert defined((normalise(question),), WORDS) == id


def test_the_word_may_be_known_by_the_sound_that_was_typed():
    assert defined((normalise("えーあいってなんですか"), "ai って なん です か"), WORDS) == "ai"

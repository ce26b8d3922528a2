"""Marks behind words of the glossary: which headword is meant, and what is left of the sentence."""

from pathlib import Path

import pytest

from knowledge.plan_term import PlanTerm
from knowledge.reading.plan.glossary.find import find_glossary
from knowledge.reading.plan.glossary.markers import MARK, Markers, without_stars
from knowledge.reading.plan.source import read_source

PLANS = Path(__file__).parents[5] / "shared" / "plans"
WORDS = (
    "ＡＩ",
    "OCR",
    "クラウド",
    "自治体クラウド",
    "マイナポータル",
    "プッシュ型サービス",
    "スタートアップ(企業・事業)",
    "みなとネットワーク基本法(みなとＮＷ法)",
    "港湾デジタル・トランスフォーメーション（DX）計画",
    "You Tube",
    "窓口支援",
)


@pytest.mark.parametrize(
    ("text", "clean", "words"),
    [
        (r"クラウド\*を使います。", "クラウドを使います。", ["クラウド"]),
        (r"クラウド\*\*を使います。", "クラウドを使います。", ["クラウド"]),
        ("クラウド $^*$ を使います。", "クラウドを使います。", ["クラウド"]),
        ("クラウド^{*}を使います。", "クラウドを使います。", ["クラウド"]),
        ("クラウド[*]を使います。", "クラウドを使います。", ["クラウド"]),
        ("クラウド[※]を使います。", "クラウドを使います。", ["クラウド"]),
        ("クラウド※を使います。", "クラウドを使います。", ["クラウド"]),
        ("クラウド *を使います。", "クラウドを使います。", ["クラウド"]),
        ("クラウド*を使います。", "クラウドを使います。", ["クラウド"]),
        ("クラウド<sup>*</sup>を使います。", "クラウドを使います。", ["クラウド"]),
    ],
)
def test_every_spelling_of_the_mark_goes_and_names_its_word(text, clean, words):
    assert Markers(WORDS).resolve(text) == (clean, tuple(words))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("自治体クラウド*の共同利用", "自治体クラウド"),  # the longest word, not クラウド
        ("AI-OCR*で読み取る", "OCR"),
        ("AI*で答える", "ＡＩ"),  # whatever the width
        ("A I *で答える", "ＡＩ"),  # and the blanks
        ("マイナポー\nタル *から", "マイナポータル"),  # wrapped within the word
        ("チャットとクラウド\n*の利用", "クラウド"),  # the mark on the next line
        ("「クラウド」*の利用", "クラウド"),
        ("プッシュ型*の通知", "プッシュ型サービス"),  # the rest of the word left out
        ("スタートアップ*との協働", "スタートアップ(企業・事業)"),
        ("みなとNW法*の改正", "みなとネットワーク基本法(みなとＮＷ法)"),
        ("みなとネットワーク基本法(みなとNW法)*の改正", "みなとネットワーク基本法(みなとＮＷ法)"),
        ("港湾DX計画*による", "港湾デジタル・トランスフォーメーション（DX）計画"),
        ("YouTube*の動画", "You Tube"),
    ],
)
def test_the_word_is_what_stands_before_the_mark(text, word):
    assert Markers(WORDS).resolve(text)[1] == (word,)


@pytest.mark.parametrize(
    "text",
    [
        "※窓口支援は予約制です。",  # a note
        "受付は平日のみ ※祝日を除く",
        "広報（※）を読む",
        "対象は市民です。\n※クラウドは含みません。",
        "OpenAI*の製品",  # AI within another word
        "※1 クラウドの費用",
        "クラウド※1を使う",  # a numbered footnote
        "**クラウド**を使う",  # Markdown's bold
        "* クラウド",  # Markdown's bullet
        "知らない語*です",
    ],
)
def test_what_is_no_mark_of_a_word_stays_as_printed(text):
    assert Markers(WORDS).resolve(text) == (text, ())


def test_each_word_is_named_once_in_the_order_of_the_text():
    text = "クラウド*とAI*、またクラウド*"
    assert Markers(WORDS).resolve(text) == ("クラウドとAI、またクラウド", ("クラウド", "ＡＩ"))


def test_a_term_is_found_under_its_other_names_too():
    terms = [PlanTerm("ＡＩ", "考える仕組み。", aliases=("人工知能",)), PlanTerm("LINE", "道具。", "ライン")]
    assert Markers.of(terms).resolve("人工知能*とライン*") == ("人工知能とライン", ("ＡＩ", "LINE"))


def test_where_no_glossary_is_at_hand_stars_go_and_note_signs_stay():
    assert without_stars(r"カード*とAI\*と灯台[※]は※予約制") == "カードとAIと灯台は※予約制"


def test_without_a_glossary_nothing_is_taken_for_a_mark():
    assert Markers(()).resolve("クラウド*を使う") == ("クラウド*を使う", ())


def test_marks_that_have_no_word_can_be_listed():
    assert Markers(WORDS).unresolved("クラウド*と知らない語*と") == ("クラウド*と知らない語*",)


@pytest.mark.skipif(not PLANS.is_dir(), reason="the real plans are not in shared/plans")
@pytest.mark.parametrize(
    ("number", "marks", "notes"),
    [("000", 135, 5), ("001", 2, 1), ("002", 38, 2), ("004", 54, 10)],
)
def test_all_marks_in_the_body_of_a_real_plan_have_their_word(number, marks, notes):
    source = read_source(next(PLANS.glob(f"{number}_*.txt")))
    glossary = find_glossary(source)
    filled = [line for line in source.lines if line.text.strip() and line.number not in glossary.lines]
    body = "\n".join(line.text for line in filled)
    clean, _ = Markers(term.word for term in glossary.terms).resolve(body)
    assert len(MARK.findall(body)) == marks + notes
    assert len(MARK.findall(clean)) == notes
    assert all(mark.strip().startswith("※") for mark in MARK.findall(clean))

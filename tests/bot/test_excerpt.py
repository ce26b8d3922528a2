"""The part of a passage that speaks to a question."""

import pytest

from bot.excerpt import excerpt

FILLER = "間をつなぐ文が続く。" * 30
TEXT = f"はじめに経緯を述べる。{FILLER}窓口の予約を始める。{FILLER}費用は市が負担する。"


@pytest.mark.parametrize(
    ("words", "start"),
    [
        (("窓口", "予約"), "窓口の予約を始める。"),
        (("費用", "負担"), "費用は市が負担する。"),
        (("経緯",), "はじめに経緯を述べる。"),
        ((), "はじめに経緯を述べる。"),
        (("無関係",), "はじめに経緯を述べる。"),
    ],
)
def test_the_excerpt_begins_with_the_sentence_that_holds_the_words(words: tuple[str, ...], start: str) -> None:
    assert excerpt(TEXT, words).startswith(start)


def test_lines_stay_lines_as_they_stand_in_the_document() -> None:
    text = "一 窓口を直す。\n二 予約を始める。\n（注）例外がある。\n" + "ほかの文が続く。\n" * 60
    part = excerpt(text, ("窓口", "予約"))
    assert part in text
    assert part.startswith("一 窓口を直す。\n二 予約を始める。\n")


def test_a_short_text_is_given_as_it_stands() -> None:
    assert excerpt("窓口は　1階です。\n（注）例外がある。", ("窓口",)) == "窓口は　1階です。\n（注）例外がある。"


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_nothing_has_no_excerpt(text: str) -> None:
    assert excerpt(text, ("窓口",)) == ""


def test_a_text_without_a_full_stop_is_one_sentence() -> None:
    assert excerpt("窓口の予約", ("予約",)) == "窓口の予約"


def test_sentences_are_whole_and_no_longer_together_than_the_limit() -> None:
    sentences = [f"第{number}文は窓口の長い説明を{'続け' * 20}る。" for number in range(10)]
    part = excerpt("".join(sentences), ("第4文",))
    assert len(part) <= 240
    assert part.endswith("。")
    assert "第4文" in part
    assert part in "".join(sentences)


def test_a_sentence_that_is_itself_too_long_is_not_cut() -> None:
    long = "窓口は" + "とても" * 200 + "遠い。"
    assert excerpt(f"短い文。{long}また短い文。", ("遠い",)) == long


def test_parts_of_words_count_by_pairs_of_characters() -> None:
    assert excerpt("前文である。" * 50 + "児童の手当を出す。", ("児童手当",)) == "児童の手当を出す。"


def test_of_equal_runs_the_first_is_taken() -> None:
    text = "窓口がある。" + "間の文。" * 100 + "窓口がある。"
    assert excerpt(text, ("窓口",)).startswith("窓口がある。間の文。")


def test_a_single_character_word_counts() -> None:
    assert excerpt("ほかの文。" * 60 + "印を押す。", ("印",)).startswith("印を押す。")

"""Whose matter a question is, where no entry says so."""

import csv
from pathlib import Path

import pytest

from bot.directory import Directory
from index import normalise
from knowledge import Topic, load_knowledge

ROOT = Path(__file__).parents[2]

DIRECTORY = Directory(
    (
        Topic("水道", ("水道", "水漏れ")),
        Topic("下水道", ("下水道", "マンホール")),
        Topic("介護保険", ("介護保険料",)),
        Topic("納税", ("納付書", "税金")),
        Topic("清掃課", ("コンポスト",)),
        Topic("動物", ("カラス",)),
        Topic("公園", ("公園",)),
    )
)


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("水道の水が濁っている", "水道"),
        ("下水道の臭いがする", "下水道"),  # the longer word, not 水道 inside it
        ("介護保険料の納付書をなくした", "介護保険"),
        ("コンポストの補助", "清掃課"),  # a city's own word
        ("カラスに襲われた", "動物"),
        ("公園のカラス", "動物"),  # 公園 is shorter
        ("宇宙旅行に行きたい", ""),
        ("", ""),
    ],
)
def test_the_longest_word_decides(text, section):
    assert DIRECTORY.section_for(text) == section


def test_words_of_equal_length_for_two_sections_decide_nothing():
    directory = Directory((Topic("公園", ("公園",)), Topic("道路", ("道路",))))
    assert directory.section_for("公園の前の道路") == ""
    assert directory.section_for("公園の前") == "公園"


def test_another_spelling_of_the_question_counts_too():
    assert DIRECTORY.section_for("すいどう", "水道") == "水道"


@pytest.mark.parametrize("word", ["ｶﾗｽ", "カラス"])
def test_the_words_are_normalised_like_questions(word):
    assert Directory((Topic("動物", (word,)),)).section_for("カラスがいる") == "動物"


def test_questions_without_an_entry_go_to_the_right_desk() -> None:
    """Questions written after the words, by their desk: a wrong desk sends people to the wrong counter, none is honest."""
    with (ROOT / "benchmarks" / "questions" / "desks.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    directory = Directory(load_knowledge("132284").topics)
    named = [(row["desk"], directory.section_for(normalise(row["question"]))) for row in rows]
    assert len(rows) >= 150
    assert sum(desk == found for desk, found in named) / len(named) >= 0.9
    assert sum(found not in ("", desk) for desk, found in named) / len(named) <= 0.02

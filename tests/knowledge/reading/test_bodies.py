"""bodies.yaml: each body with its examples; a pattern that cannot be read is a fault."""

from datetime import date

import pytest

from knowledge import Source
from knowledge.reading.bodies import read_bodies

WHOLE = {
    "id": "yubin",
    "name": "郵便局",
    "ask": "郵便局に聞いてください。",
    "patterns": "[再配達, 'Apple ID']",
    "ours": "[引っ越]",
    "source": "{title: 郵便法, place: 第1条, as_of: 2026-11-25}",
    "asks": "[再配達をお願いしたい, 再配達はいつ, Apple IDを忘れた]",
    "not": "[引っ越しの再配達, 住民票がほしい, 粗大ごみ]",
}


def item(**changes: str | None) -> str:
    values = {key: value for key, value in (WHOLE | changes).items() if value is not None}
    return "- " + "\n  ".join(f"{key}: {value}" for key, value in values.items()) + "\n"


def test_a_body_is_read_whole(write):
    [body] = read_bodies(write("bodies.yaml", item()))
    assert (body.id, body.name, body.ask) == ("yubin", "郵便局", "郵便局に聞いてください。")
    assert body.source == Source("郵便法", "第1条", as_of=date(2026, 11, 25))
    assert len(body.asks) == len(body.refuses) == 3


@pytest.mark.parametrize(
    ("text", "concerned"),
    [("再配達をお願いしたい", True), ("apple idを忘れた", True), ("引っ越しの再配達", False), ("粗大ごみ", False)],
)
def test_a_question_is_its_matter_by_a_pattern_and_not_by_one_of_ours(write, text, concerned):
    assert read_bodies(write("bodies.yaml", item()))[0].concerns(text) is concerned


def test_what_makes_it_ours_and_the_source_may_be_missing(write):
    [body] = read_bodies(write("bodies.yaml", item(ours=None, source=None)))
    assert (body.ours, body.source) == ((), None)


@pytest.mark.parametrize(
    ("changes", "place", "problem"),
    [
        ({"name": None}, "1行目 name", "空欄です"),
        ({"ask": None}, "1行目 ask", "空欄です"),
        ({"patterns": None}, "1行目 patterns", "空欄です"),
        ({"patterns": "['(再配達']"}, "1行目 patterns", "読めない型です"),
        ({"asks": None}, "1行目 asks", "空欄です"),
        ({"not": None}, "1行目 not", "空欄です"),
        ({"asks": "[再配達, 再配達は]"}, "1行目 asks", "例が2つです"),
        ({"telephone": "'0120'"}, "1行目 telephone", "知らない名前です"),
    ],
)
def test_a_fault_is_reported_with_its_place(write, faults_of, changes, place, problem):
    faults = faults_of(read_bodies, write("bodies.yaml", item(**changes)))
    assert faults[0].place == place
    assert faults[0].problem.startswith(problem)


def test_an_id_belongs_to_one_body(write, faults_of):
    faults = faults_of(read_bodies, write("bodies.yaml", item() + item(name="もう一つ")))
    assert [fault.problem for fault in faults] == ["同じものが二つあります"] * 2

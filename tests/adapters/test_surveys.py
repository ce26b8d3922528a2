"""What staff say of the desk, on every database: one answer a quarter, and figures for the report."""

from datetime import date

import pytest
from sqlalchemy import Engine

from adapters.storage import KpiCounts
from adapters.storage.surveys import SqlSurveys
from bot import kpi

SPRING, SUMMER = date(2026, 4, 1), date(2026, 7, 1)
CITY = "131016"


def test_the_first_answer_of_a_person_in_a_quarter_stays(engine: Engine) -> None:
    surveys = SqlSurveys(engine)
    assert not surveys.answered("p", SPRING)
    assert surveys.answer(CITY, "p", SPRING, 4, "速い")
    assert surveys.answered("p", SPRING)
    assert not surveys.answer(CITY, "p", SPRING, 1, "遅い")
    assert surveys.sentences(CITY, SPRING) == ["速い"]
    assert not surveys.answered("p", SUMMER)
    assert surveys.answer(CITY, "p", SUMMER, 1, "")


@pytest.mark.parametrize("grade", [0, 6])
def test_a_grade_that_is_none_is_refused(engine: Engine, grade: int) -> None:
    with pytest.raises(ValueError, match=str(grade)):
        SqlSurveys(engine).answer(CITY, "p", SPRING, grade, "")


def test_the_grades_of_one_city_are_added_up_by_quarter(engine: Engine) -> None:
    surveys = SqlSurveys(engine)
    for person, city, quarter, grade in (
        ("a", CITY, SPRING, 4),
        ("b", CITY, SPRING, 4),
        ("c", CITY, SPRING, 1),
        ("a", CITY, SUMMER, 5),
        ("d", "131024", SPRING, 2),
    ):
        surveys.answer(city, person, quarter, grade, "")
    found = KpiCounts(engine).grades(CITY, SPRING, date(2026, 6, 30))
    assert sorted(found, key=lambda each: each.grade) == [
        kpi.GradeCount(SPRING, 1, 1),
        kpi.GradeCount(SPRING, 4, 2),
    ]


def test_sentences_come_in_the_order_of_their_letters_not_of_their_writers(engine: Engine) -> None:
    surveys = SqlSurveys(engine)
    for person, sentence in (("1", "う"), ("2", "あ"), ("3", ""), ("4", "い")):
        surveys.answer(CITY, person, SPRING, 3, sentence)
    assert surveys.sentences(CITY, SPRING) == ["あ", "い", "う"]

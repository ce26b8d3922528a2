"""満足度: quarters, what is told and what is held back so that nobody can tell who said what."""

from datetime import date

import pytest

from bot import kpi

YEAR = kpi.Period.of(2026, date(2026, 11, 26))
TODAY = date(2026, 11, 26)


def told(*given: tuple[int, int, int], period: kpi.Period = YEAR, today: date = TODAY) -> list[kpi.Satisfaction]:
    """(month, grade, how many) of 2026."""
    counts = [kpi.GradeCount(date(2026, month, 1), grade, count) for month, grade, count in given]
    return list(kpi.satisfaction_of(counts, period, today))


@pytest.mark.parametrize(
    ("day", "quarter", "spoken"),
    [
        (date(2026, 4, 1), date(2026, 4, 1), "令和8年4月〜6月"),
        (date(2026, 6, 30), date(2026, 4, 1), "令和8年4月〜6月"),
        (date(2026, 12, 31), date(2026, 10, 1), "令和8年10月〜12月"),
        (date(2027, 3, 31), date(2027, 1, 1), "令和9年1月〜3月"),
    ],
)
def test_quarters_begin_in_april_july_october_and_january(day: date, quarter: date, spoken: str) -> None:
    assert kpi.quarter_of(day) == quarter
    assert kpi.spoken_quarter(quarter) == spoken


def test_share_of_four_and_five_and_mean() -> None:
    [quarter] = told((4, 5, 4), (4, 4, 3), (4, 2, 1))
    assert (quarter.answers, quarter.satisfied, quarter.mean) == (8, kpi.Share(7, 8), 34 / 8)
    assert quarter.withheld == ""


def test_below_five_answers_only_their_number_is_told() -> None:
    [quarter] = told((4, 5, 4))
    assert (quarter.answers, quarter.satisfied, quarter.mean) == (4, None, None)
    assert "5件" in quarter.withheld


@pytest.mark.parametrize(
    ("last", "today", "is_told"),
    [
        (date(2026, 11, 26), date(2026, 11, 26), False),  # it goes on
        (date(2026, 12, 31), date(2026, 12, 31), False),  # its last day goes on
        (date(2026, 12, 31), date(2027, 1, 1), True),
        (date(2026, 12, 30), date(2027, 1, 1), False),  # a report that ends before it does
    ],
)
def test_nothing_is_told_before_the_quarter_is_over(last: date, today: date, is_told: bool) -> None:
    [quarter] = told((10, 5, 9), period=kpi.Period(2026, last), today=today)
    assert (quarter.satisfied is not None) is is_told


def test_quarters_stand_in_their_order_and_one_without_answers_is_no_line() -> None:
    assert [each.quarter.month for each in told((10, 5, 1), (4, 5, 1))] == [4, 10]
    assert told() == []

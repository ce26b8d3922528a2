"""期間: fiscal years in days of Japan."""

from datetime import UTC, date, datetime

import pytest

from bot import kpi

BORDERS = [
    # fiscal year, as of, last day, days, days left, whole
    (2026, date(2026, 4, 1), date(2026, 4, 1), 1, 364, False),
    (2026, date(2026, 11, 25), date(2026, 11, 25), 239, 126, False),
    (2026, date(2027, 3, 30), date(2027, 3, 30), 364, 1, False),
    (2026, date(2027, 3, 31), date(2027, 3, 31), 365, 0, True),
    (2026, date(2030, 1, 1), date(2027, 3, 31), 365, 0, True),
    (2023, date(2024, 3, 31), date(2024, 3, 31), 366, 0, True),  # 29 February 2024 is in it
]


@pytest.mark.parametrize(("year", "as_of", "last", "days", "left", "whole"), BORDERS)
def test_a_year_goes_as_far_as_it_has_come(
    year: int, as_of: date, last: date, days: int, left: int, whole: bool
) -> None:
    period = kpi.Period.of(year, as_of)
    assert (period.first, period.last) == (date(year, 4, 1), last)
    assert (period.days, period.days_left, period.whole) == (days, left, whole)


def test_a_year_that_has_not_begun_is_refused_with_what_to_do() -> None:
    with pytest.raises(
        ValueError, match=r"fiscal year 2027 begins on 2027-04-01, after 2027-03-31. Give --fiscal-year 2026"
    ):
        kpi.Period.of(2027, date(2027, 3, 31))


def test_the_months_run_from_april_to_march() -> None:
    period = kpi.Period.of(2026, date(2026, 6, 1))
    assert [f"{month:%Y-%m-%d}" for month in period.months()][::11] == ["2026-04-01", "2027-03-01"]
    assert [month.month for month in period.months_begun()] == [4, 5, 6]


def test_a_day_begins_at_midnight_in_japan() -> None:
    assert kpi.start_of(date(2026, 4, 1)).astimezone(UTC) == datetime(2026, 3, 31, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "spoken"),
    [
        (date(2026, 11, 25), "令和8年11月25日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2027, 3, 31), "令和9年3月31日"),
    ],
)
def test_days_are_written_as_documents_write_them(day: date, spoken: str) -> None:
    assert kpi.spoken_day(day) == spoken

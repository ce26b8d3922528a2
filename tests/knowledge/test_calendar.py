from datetime import UTC, date, datetime, time, timedelta

import pytest

from knowledge import TOKYO, Calendar
from knowledge.calendar import Hours

COUNTER = Hours(time(8, 30), time(17, 15))
WEEKDAYS = dict.fromkeys(range(5), COUNTER)
EVERY_DAY = dict.fromkeys(range(7), COUNTER)
USUAL_YEAR_END = ((12, 29), (1, 3))

# 国民の祝日に関する法律 (2026年): written down by hand from the law and the year's equinoxes.
HOLIDAYS_2026 = [
    (date(2026, 1, 1), "元日"),
    (date(2026, 1, 12), "成人の日"),
    (date(2026, 2, 11), "建国記念の日"),
    (date(2026, 2, 23), "天皇誕生日"),
    (date(2026, 3, 20), "春分の日"),
    (date(2026, 4, 29), "昭和の日"),
    (date(2026, 5, 3), "憲法記念日"),
    (date(2026, 5, 4), "みどりの日"),
    (date(2026, 5, 5), "こどもの日"),
    (date(2026, 5, 6), "振替休日"),  # 5月3日が日曜日
    (date(2026, 7, 20), "海の日"),
    (date(2026, 8, 11), "山の日"),
    (date(2026, 9, 21), "敬老の日"),
    (date(2026, 9, 22), "国民の休日"),  # 敬老の日と秋分の日の間
    (date(2026, 9, 23), "秋分の日"),
    (date(2026, 10, 12), "スポーツの日"),
    (date(2026, 11, 3), "文化の日"),
    (date(2026, 11, 23), "勤労感謝の日"),
]


@pytest.mark.parametrize(("day", "name"), HOLIDAYS_2026)
def test_a_public_holiday_is_a_day_off_and_named(day, name):
    today = Calendar(EVERY_DAY, year_end=None).day(day)
    assert (today.open, today.hours) == (False, None)
    assert name in today.reason


def test_no_other_day_of_2026_is_a_public_holiday():
    calendar = Calendar(EVERY_DAY)
    days = (date(2026, 1, 1) + timedelta(days=number) for number in range(365))
    assert [day for day in days if calendar.day(day).open is False] == [day for day, _ in HOLIDAYS_2026]


@pytest.mark.parametrize(
    ("day", "expected", "reason"),
    [
        (date(2026, 11, 20), True, "金曜日"),
        (date(2026, 11, 21), False, "土曜日"),
        (date(2026, 11, 22), False, "日曜日"),
        (date(2026, 11, 24), True, "火曜日"),
    ],
)
def test_the_weekend_is_off(day, expected, reason):
    today = Calendar(WEEKDAYS).day(day)
    assert (today.open, today.reason) == (expected, reason)


def test_a_weekend_day_with_hours_is_open():
    saturday = Hours(time(9), time(12))
    today = Calendar({5: saturday}).day(date(2026, 11, 21))
    assert (today.open, today.hours) == (True, saturday)


def test_a_weekend_day_with_hours_is_closed_on_a_public_holiday():
    assert Calendar(EVERY_DAY).day(date(2026, 5, 3)).open is False


@pytest.mark.parametrize(
    ("day", "with_a_rule", "without"),
    [
        (date(2026, 12, 28), True, True),
        (date(2026, 12, 29), False, None),
        (date(2026, 12, 30), False, None),
        (date(2026, 12, 31), False, None),
        (date(2027, 1, 1), False, False),  # 元日 is a public holiday in any case
        (date(2026, 1, 2), False, None),
        (date(2025, 1, 3), False, None),
        (date(2027, 1, 4), True, True),
    ],
)
def test_the_turn_of_the_year_is_off_by_rule_and_unknown_without(day, with_a_rule, without):
    assert Calendar(WEEKDAYS, year_end=USUAL_YEAR_END).day(day).open is with_a_rule
    assert Calendar(WEEKDAYS).day(day).open is without


@pytest.mark.parametrize("calendar", [Calendar(WEEKDAYS, year_end=USUAL_YEAR_END), Calendar(WEEKDAYS)])
def test_the_turn_of_the_year_says_its_reason(calendar):
    assert calendar.day(date(2026, 12, 29)).reason == "年末年始"


@pytest.mark.parametrize(
    ("year_end", "day", "expected"),
    [
        (((12, 28), (1, 4)), date(2026, 12, 28), False),
        (((12, 28), (1, 4)), date(2027, 1, 4), False),
        (((12, 29), (12, 31)), date(2026, 11, 20), True),
        (((12, 29), (12, 31)), date(2026, 12, 31), False),
        (((1, 2), (1, 3)), date(2026, 11, 20), True),
        (((1, 2), (1, 3)), date(2026, 1, 2), False),
    ],
)
def test_the_year_end_is_what_the_city_says(year_end, day, expected):
    assert Calendar(WEEKDAYS, year_end=year_end).day(day).open is expected


def test_a_closure_of_the_city_closes_and_gives_its_reason():
    calendar = Calendar(WEEKDAYS, closures={date(2026, 11, 20): "設備の点検"})
    assert calendar.day(date(2026, 11, 20)).reason == "設備の点検"
    assert calendar.open_at(datetime(2026, 11, 20, 10, 0, tzinfo=TOKYO)) is False


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        (time(8, 29, 59), False),
        (time(8, 30), True),
        (time(12, 0), True),
        (time(17, 14, 59), True),
        (time(17, 15), False),
        (time(0, 0), False),
    ],
)
def test_the_counter_opens_on_the_minute_and_is_closed_at_closing_time(clock, expected):
    moment = datetime.combine(date(2026, 11, 20), clock, TOKYO)
    assert Calendar(WEEKDAYS).open_at(moment) is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 19, 23, 29, tzinfo=UTC), False),  # 23:29 + 9 h = 08:29 of the 20th
        (datetime(2026, 11, 19, 23, 30, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 23, 30, tzinfo=UTC), False),  # Saturday in Tokyo
    ],
)
def test_a_moment_is_judged_by_the_clock_of_tokyo(moment, expected):
    assert Calendar(WEEKDAYS).open_at(moment) is expected


@pytest.mark.parametrize("clock", [time(3), time(10), time(23)])
def test_unknown_hours_are_neither_open_nor_closed(clock):
    assert Calendar().open_at(datetime.combine(date(2026, 11, 20), clock, TOKYO)) is None


def test_unknown_hours_are_closed_on_a_day_off():
    assert Calendar().open_at(datetime(2026, 11, 22, 10, 0, tzinfo=TOKYO)) is False


def test_hours_are_shown_with_both_ends():
    assert str(COUNTER) == "08:30～17:15"

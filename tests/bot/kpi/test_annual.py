"""年間利用者: the card in the city's form, progress and projection."""

from datetime import date

import pytest

from bot import kpi
from bot.kpi.annual import annual_of, month_lines, projected
from knowledge import Audience, UserRule

WHOLE = kpi.Period.of(2024, date(2025, 3, 31))
PART = kpi.Period.of(2026, date(2026, 11, 25))


def annual(value: int, target: int | None, period: kpi.Period = WHOLE, first_day: date | None = None) -> kpi.Annual:
    return kpi.Annual(period, UserRule.USERS, dict.fromkeys(UserRule, 0) | {UserRule.USERS: value}, target, first_day)


CARDS = [
    # as the action plan of 令和7年度版 prints these three years
    (40_597, 32_000, "【達成】年間利用者 40,597人（対目標：＋8,597人）"),
    (29_540, 30_000, "【未達成】年間利用者 29,540人（対目標：▲460人）"),
    (23_630, 30_000, "【未達成】年間利用者 23,630人（対目標：▲6,370人）"),
    (34_000, 34_000, "【達成】年間利用者 34,000人（対目標：±0人）"),
    (12, None, "【目標なし】年間利用者 12人（対目標：目標の登録なし）"),
]


@pytest.mark.parametrize(("value", "target", "card"), CARDS)
def test_the_card_of_a_whole_year(value: int, target: int | None, card: str) -> None:
    assert annual(value, target).card_line() == card


def test_the_cell_of_the_plan_has_four_lines() -> None:
    assert annual(40_597, 32_000).card() == ("【達成】", "年間利用者", "40,597人", "（対目標：＋8,597人）")


@pytest.mark.parametrize(
    ("value", "card"),
    [
        (27_324, "【年度途中】年間利用者 27,324人（令和8年11月25日現在）（対目標：▲6,676人）"),
        (34_001, "【年度途中】年間利用者 34,001人（令和8年11月25日現在）（対目標：＋1人）"),
    ],
)
def test_a_part_of_a_year_is_called_so_with_its_day(value: int, card: str) -> None:
    assert annual(value, 34_000, PART).card_line() == card


# 126 days are left: 126 / (365 / 12) = 4.1425 months
@pytest.mark.parametrize(("value", "needed"), [(27_324, 1_612), (34_000, 0), (40_000, 0)])
def test_what_each_month_left_must_bring(value: int, needed: int) -> None:
    assert annual(value, 34_000, PART).needed_per_month == needed


def test_nothing_is_needed_of_a_year_that_is_over_or_has_no_target() -> None:
    assert annual(1, 34_000).needed_per_month is None
    assert annual(1, None, PART).needed_per_month is None


def counts(*rows: tuple[int, str, int]) -> kpi.Counts:
    """Counts of residents in months of 2026: (month, measure, count); staff had a thousand of each."""
    made = [
        kpi.Count(date(2026, month, 1), audience, channel, measure, count if audience is Audience.RESIDENT else 1_000)
        for month, measure, count in rows
        for audience in Audience
        for channel in (kpi.ALL, "web")
    ]
    return kpi.Counts(made)


def test_the_four_rules_are_counted_of_residents_alone() -> None:
    made = counts(
        *((4, "new_in_year", 5), (5, "new_in_year", 2), (4, "users", 9), (5, "users", 4)),
        *((4, "sessions", 11), (5, "sessions", 5), (4, "questions", 30), (5, "questions", 12)),
    )
    found = annual_of(made, PART, UserRule.SESSIONS, 100, None)
    assert found.by_rule == {
        UserRule.USERS: 7,
        UserRule.USER_DAYS: 13,
        UserRule.SESSIONS: 16,
        UserRule.QUESTIONS: 42,
    }
    assert (found.value, found.difference) == (16, -84)


def test_months_add_up_to_the_year_by_new_users_and_stand_beside_the_even_share_of_the_target() -> None:
    made = counts(
        *((4, "new_in_year", 5), (5, "new_in_year", 2), (4, "new_in_month", 5), (5, "new_in_month", 4)),
        *((4, "questions", 30), (5, "questions", 12)),
    )
    period = kpi.Period.of(2026, date(2026, 5, 10))

    def lines(rule: UserRule) -> list[tuple[int, int, int | None]]:
        found = month_lines(made, annual_of(made, period, rule, 34_000, None))
        return [(line.gained, line.so_far, line.even) for line in found]

    assert lines(UserRule.USERS) == [(5, 5, 2_833), (2, 7, 5_667)]
    assert lines(UserRule.QUESTIONS) == [(30, 30, 2_833), (12, 42, 5_667)]


def test_the_projection_carries_the_pace_of_sixty_days_on() -> None:
    """6,000 new users in 60 days are 100 a day; 126 days are left: 27,324 + 12,600 = 39,924, told as 39,900."""
    found = projected(annual(27_324, 34_000, PART, date(2026, 4, 1)), counts((10, "new_in_year", 6_000)))
    assert found == kpi.Projection(39_900)


# 126 days are left; sixty days brought as much as the second number says
@pytest.mark.parametrize(
    ("value", "recent", "told"),
    [(0, 300, 630), (998, 1, 1_000), (1_000, 123, 1_260), (100_000, 60_000, 226_000), (1_234_567, 0, 1_230_000)],
)
def test_three_digits_of_a_projection_are_told(value: int, recent: int, told: int) -> None:
    found = projected(annual(value, None, PART, date(2026, 4, 1)), counts((10, "new_in_year", recent)))
    assert found.value == told


@pytest.mark.parametrize(
    ("first_day", "known"),
    [(date(2026, 9, 28), 59), (date(2026, 11, 25), 1), (None, 0)],
)
def test_no_projection_from_less_than_sixty_days(first_day: date | None, known: int) -> None:
    found = projected(annual(500, 34_000, PART, first_day), counts((11, "new_in_year", 500)))
    assert (found.value, f"{known}日分" in found.withheld) == (None, True)


def test_sixty_days_are_enough() -> None:
    found = projected(annual(500, 34_000, PART, date(2026, 9, 27)), counts((11, "new_in_year", 600)))
    assert found.value == 1_760  # 500 + 10 × 126


def test_the_days_of_last_year_do_not_count_as_record_of_this_one() -> None:
    """In May everybody is new; that pace would mislead."""
    period = kpi.Period.of(2026, date(2026, 5, 29))
    assert projected(annual(500, 34_000, period, date(2026, 4, 1)), counts((5, "new_in_year", 500))).value is None


def test_a_year_that_is_over_has_no_projection() -> None:
    assert projected(annual(1, 2, WHOLE, date(2024, 4, 1)), counts()) == kpi.Projection(None)

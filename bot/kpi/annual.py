"""年間利用者: the city's figure against its target, month by month and at the year's end."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bot.figures import amount
from bot.kpi.count import Counts, Measure
from bot.kpi.period import Period, spoken_day
from knowledge import Audience, UserRule

MEASURE = {
    UserRule.USERS: Measure.NEW_IN_YEAR,
    UserRule.USER_DAYS: Measure.USERS,
    UserRule.SESSIONS: Measure.SESSIONS,
    UserRule.QUESTIONS: Measure.QUESTIONS,
}
UNIT = "人"  # of the city's KPI, whichever rule it has chosen
ENOUGH = 60  # days of record below which a projection would mislead, and the days whose pace it takes


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month of the year: what it `gained` for the chosen figure, and that `so_far`, from April to its end.

    `even`: 月割りの目標, a twelfth of the year's target for each month to then; no number that the plan prints.
    """

    month: date
    gained: int
    so_far: int
    even: int | None


@dataclass(frozen=True, slots=True)
class Projection:
    """What the year would come to at the pace of the last 60 days. None where the year is over, or with the reason."""

    value: int | None
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Annual:
    """年間利用者 of residents by each of the four rules, and by `rule` against `target` (None: the city has set none)."""

    period: Period
    rule: UserRule
    by_rule: Mapping[UserRule, int]
    target: int | None
    first_day: date | None

    @property
    def value(self) -> int:
        return self.by_rule[self.rule]

    @property
    def difference(self) -> int | None:
        """対目標: the value less the target of the whole year, also while the year goes on."""
        return None if self.target is None else self.value - self.target

    @property
    def needed_per_month(self) -> int | None:
        """What each month left must bring, in persons, rounded up; a month is a twelfth of the year's days."""
        if self.target is None or self.period.whole:
            return None
        days = (self.period.end - self.period.first).days + 1
        return math.ceil(max(0, self.target - self.value) * days / 12 / self.period.days_left)

    @property
    def status(self) -> str:
        """【達成】 or 【未達成】 as the action plan has it; for a part of a year 【年度途中】."""
        if not self.period.whole:
            return "【年度途中】"
        if self.difference is None:
            return "【目標なし】"
        return "【達成】" if self.difference >= 0 else "【未達成】"

    def card(self) -> tuple[str, str, str, str]:
        """The four lines of the cell in the action plan."""
        as_of = "" if self.period.whole else f"（{spoken_day(self.period.last)}現在）"
        against = signed(self.difference, UNIT) if self.difference is not None else "目標の登録なし"
        return self.status, "年間利用者", f"{amount(Decimal(self.value), UNIT)}{as_of}", f"（対目標：{against}）"

    def card_line(self) -> str:
        """The same in a line."""
        status, name, value, against = self.card()
        return f"{status}{name} {value}{against}"


def annual_of(counts: Counts, period: Period, rule: UserRule, target: int | None, first_day: date | None) -> Annual:
    """年間利用者 in persons, of residents, over all channels but the command line.

    Rule `users`: distinct pseudonyms of the fiscal year. `user_days`: distinct pseudonyms of each day, added up. `sessions`:
    visits, ended by half an hour of silence. `questions`: questions. Limits: who uses two devices, two tabs of a page that
    forgets, or two channels is two users; an event without a pseudonym is no user.
    """
    by_rule = {each: counts.total(MEASURE[each], Audience.RESIDENT) for each in UserRule}
    return Annual(period, rule, by_rule, target, first_day)


def month_lines(counts: Counts, annual: Annual) -> Iterator[MonthLine]:
    """The months that have begun, in the unit of the chosen figure: by rule `users` a month gains those new in the year."""
    so_far = 0
    for number, month in enumerate(annual.period.months_begun(), 1):
        gained = counts.total(MEASURE[annual.rule], Audience.RESIDENT, month=month)
        so_far += gained
        even = None if annual.target is None else round(annual.target * number / 12)
        yield MonthLine(month, gained, so_far, even)


def recent_days(period: Period) -> tuple[date, date]:
    """The days whose pace the projection takes."""
    return period.last - timedelta(days=ENOUGH - 1), period.last


def projected(annual: Annual, recent: Counts) -> Projection:
    """見込み, in persons: the value so far, and for each day left what a day of the last 60 brought (`recent` counts these).

    Withheld where the year is over, or where fewer than 60 days of this year are recorded. Limits: it knows of no season; March
    and April bring more people to the city hall than other months.
    """
    period = annual.period
    if period.whole:
        return Projection(None)
    known = (period.last - max(period.first, annual.first_day)).days + 1 if annual.first_day else 0
    if known < ENOUGH:
        return Projection(None, f"この年度の記録が{known}日分なので、出しません（{ENOUGH}日分から出します）。")
    pace = recent.total(MEASURE[annual.rule], Audience.RESIDENT) / ENOUGH
    return Projection(_rounded(annual.value + pace * period.days_left))


def _rounded(value: float) -> int:
    """Three digits are all that such a figure can bear."""
    return int(round(value, -max(0, len(str(int(value))) - 3)))


def signed(difference: int, unit: str) -> str:
    """A difference as the action plan prints it: ＋8,597人, ▲460人, ±0人."""
    sign = "＋" if difference > 0 else "▲" if difference else "±"
    return sign + amount(Decimal(abs(difference)), unit)

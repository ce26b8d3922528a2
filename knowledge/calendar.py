"""When an office is open: weekdays, Japanese public holidays, 年末年始 and the city's own closures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import jpholiday

TOKYO = ZoneInfo("Asia/Tokyo")
WEEKDAYS = "月火水木金土日"
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours of one day, local time; closing time itself is no longer open."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}～{self.closes:%H:%M}"


@dataclass(frozen=True, slots=True)
class Today:
    """One day at the counter. `open` is None where nothing says whether the office is open."""

    open: bool | None
    hours: Hours | None
    reason: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """A city's working days.

    Saturdays, Sundays and national holidays are days off in every municipality (地方自治法第4条の2第2項第1号・第2号).
    The days of the year's turn are set by ordinance (同項第3号): `year_end` holds first and last as (month, day), or None
    when no source gives them; the office is then neither called open nor closed from 29 December to 3 January.
    `hours` maps a weekday (0 = Monday) to its hours, `closures` a date to its reason.
    """

    hours: Mapping[int, Hours] = field(default_factory=dict)
    closures: Mapping[date, str] = field(default_factory=dict)
    year_end: tuple[tuple[int, int], tuple[int, int]] | None = None

    def day(self, day: date) -> Today:
        """What holds on `day`."""
        reason = self._day_off(day)
        if reason:
            return Today(False, None, reason)
        if self.year_end is None and _within(day, ((12, 29), (1, 3))):
            return Today(None, None, "年末年始")
        hours = self.hours.get(day.weekday())
        return Today(True if hours else None, hours, f"{WEEKDAYS[day.weekday()]}曜日")

    def open_at(self, moment: datetime) -> bool | None:
        """Whether the office is open at `moment` (aware); None where the hours are not known."""
        local = moment.astimezone(TOKYO)
        today = self.day(local.date())
        if not today.open or today.hours is None:
            return today.open
        return today.hours.opens <= local.time() < today.hours.closes

    def _day_off(self, day: date) -> str:
        if day in self.closures:
            return self.closures[day]
        if self.year_end and _within(day, self.year_end):
            return "年末年始"
        if day.weekday() in (SATURDAY, SUNDAY) and day.weekday() not in self.hours:
            return f"{WEEKDAYS[day.weekday()]}曜日"
        return jpholiday.is_holiday_name(day) or ""


def _within(day: date, span: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    """Whether `day` lies in the `span` of (month, day), both ends included; a span may go round New Year."""
    first, last = span
    here = (day.month, day.day)
    return first <= here <= last if first <= last else here >= first or here <= last

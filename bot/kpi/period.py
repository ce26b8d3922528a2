"""期間: a fiscal year, or the part of it that has passed, in days of Japan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.fiscal_year import fiscal_year, spoken_year
from knowledge import TOKYO

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From 1 April of `year` to `last`, both included; `last` is 31 March where the year is over."""

    year: int
    last: date

    @classmethod
    def of(cls, year: int, as_of: date) -> "Period":
        """Fiscal year `year` as far as `as_of` has come. Raises ValueError for a year that has not begun by then."""
        first, end = date(year, 4, 1), date(year + 1, 3, 31)
        if as_of < first:
            raise ValueError(
                f"fiscal year {year} begins on {first}, after {as_of}. "
                f"Give --fiscal-year {fiscal_year(as_of)} or an earlier one, or a later --as-of."
            )
        return cls(year, min(as_of, end))

    @property
    def first(self) -> date:
        return date(self.year, 4, 1)

    @property
    def end(self) -> date:
        """31 March, whether it has come or not."""
        return date(self.year + 1, 3, 31)

    @property
    def whole(self) -> bool:
        return self.last == self.end

    @property
    def name(self) -> str:
        """令和8年度"""
        return spoken_year(self.year)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def days_left(self) -> int:
        return (self.end - self.last).days

    def months(self) -> Iterator[date]:
        """The first day of each of the twelve months."""
        return (date(self.year + (month < 4), month, 1) for month in (*range(4, 13), 1, 2, 3))

    def months_begun(self) -> tuple[date, ...]:
        return tuple(month for month in self.months() if month <= self.last)


def start_of(day: date) -> datetime:
    """Midnight in Japan, with which `day` begins."""
    return datetime.combine(day, time(), TOKYO)


def year_start(day: date) -> date:
    """1 April of the fiscal year of `day`."""
    return date(fiscal_year(day), 4, 1)


def month_of(day: date) -> date:
    """The first day of the month of `day`."""
    return day.replace(day=1)


def spoken_day(day: date) -> str:
    """A day as documents write it: 2026-11-25 → 令和8年11月25日."""
    return f"{spoken_month(day)}{day.day}日"


def spoken_month(day: date) -> str:
    """The month of a day: 2026-11-25 → 令和8年11月; the year of the era changes with the calendar year."""
    year = day.year - 2018
    return f"令和{year if year > 1 else '元'}年{day.month}月"

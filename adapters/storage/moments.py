"""Moments in SQL: days of Japan and whole seconds, on SQLite and on PostgreSQL."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, DateTime, Integer, String, cast, extract, func, type_coerce

from bot import kpi
from knowledge import TOKYO

DAY = timedelta(days=1)
JAPAN = "+9 hours"  # SQLite knows no zones, and Japan no summer time since 1951


@dataclass(frozen=True)
class Moments:
    """What a column of moments is in Japan. SQLite keeps text in UTC, whose fractions its functions would round up."""

    dialect: str

    @property
    def _sqlite(self) -> bool:
        return self.dialect == "sqlite"

    def day(self, at: ColumnElement[Any], later: timedelta = timedelta(0)) -> ColumnElement[date]:
        """The day on which `at`, or so much later, lies."""
        if self._sqlite:
            shift = f"+{int(later.total_seconds())} seconds"
            return func.date(func.substr(cast_text(at), 1, 19), JAPAN, shift, type_=Date)
        return cast(func.timezone("Asia/Tokyo", type_coerce(at, DateTime(timezone=True)) + later), Date)

    def second(self, at: ColumnElement[Any]) -> ColumnElement[int]:
        """Seconds since 1970, fractions dropped."""
        if self._sqlite:
            return cast(func.strftime("%s", func.substr(cast_text(at), 1, 19)), Integer)
        return cast(func.floor(extract("epoch", at)), Integer)

    def month(self, day: ColumnElement[Any]) -> ColumnElement[date]:
        """The first day of the month of a day."""
        if self._sqlite:
            return func.date(day, "start of month", type_=Date)
        return cast(func.date_trunc("month", day), Date)


def cast_text(column: ColumnElement[Any]) -> ColumnElement[str]:
    """A column as SQLite keeps it."""
    return type_coerce(column, String)


def within(at: ColumnElement[Any], first: date, last: date) -> ColumnElement[bool]:
    """Whether `at` lies in the days from `first` to `last`, in Japan."""
    return (at >= kpi.start_of(first)) & (at < kpi.start_of(last + DAY))


def days_of(moments: Iterable[datetime]) -> set[date]:
    """The days in Japan whose counts events at `moments` bear upon: a session may reach into the next day."""
    return {(at + shift).astimezone(TOKYO).date() for at in moments for shift in (timedelta(0), kpi.SILENCE)}

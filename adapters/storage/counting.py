"""One day of the record, counted from its events alone."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Subquery, case, exists, false, func, select

from adapters.storage.moments import DAY, Moments, within
from adapters.storage.tables import feedback, usage_events
from bot import kpi

E = usage_events.c
SECOND = timedelta(seconds=1)  # a gap is reckoned in whole seconds
SHOWN = E.shown[0].as_string()
SAID = feedback.c.reply == E.id
HELPED = {True: kpi.Measure.HELPFUL, False: kpi.Measure.UNHELPFUL}
COUNTS = E.channel != kpi.UNCOUNTED
Key = tuple[str, str, str]  # audience, channel, measure


@dataclass(frozen=True)
class DayOfEvents:
    """The events of `day` in `city` that were recorded up to number `newest`."""

    connection: Connection
    moments: Moments
    city: str
    day: date
    newest: int

    def counts(self) -> Counter[Key]:
        """By audience, channel (empty: all that count) and measure or outcome; nothing that is zero."""
        found: Counter[Key] = Counter()
        for part in (self._questions(), self._users(), self._users_of_all(), self._sessions(), self._said()):
            for audience, channel, measure, count in part:
                found[audience, channel, measure] += count
        return +found

    def entries(self) -> Iterator[tuple[str, str, str, int]]:
        """How often each entry or passage came first in a reply: audience, id, outcome or what was said of it, count."""
        rows = select(E.audience, SHOWN, E.outcome, func.count()).where(self._here, COUNTS, SHOWN.is_not(None))
        for audience, entry, outcome, count in self.connection.execute(rows.group_by(E.audience, SHOWN, E.outcome)):
            yield audience, entry, outcome, count
        rows = select(E.audience, SHOWN, feedback.c.helpful, func.count()).join_from(usage_events, feedback, SAID)
        rows = rows.where(self._here, COUNTS, SHOWN.is_not(None)).group_by(E.audience, SHOWN, feedback.c.helpful)
        for audience, entry, helpful, count in self.connection.execute(rows):
            yield audience, entry, HELPED[helpful], count

    def _said(self) -> Iterator[tuple[str, str, str, int]]:
        rows = select(E.audience, E.channel, feedback.c.helpful, func.count()).join_from(usage_events, feedback, SAID)
        for audience, channel, helpful, count in self.connection.execute(
            rows.where(self._here).group_by(E.audience, E.channel, feedback.c.helpful)
        ):
            yield from _with_all(audience, channel, HELPED[helpful], count)

    @property
    def _here(self) -> ColumnElement[bool]:
        return self._from(self.day)

    def _from(self, first: date) -> ColumnElement[bool]:
        return (E.city == self.city) & within(E.at, first, self.day) & (E.number <= self.newest)

    @property
    def _year(self) -> date:
        return kpi.year_start(self.day)

    def _questions(self) -> Iterator[tuple[str, str, str, int]]:
        measures = {
            kpi.Measure.QUESTIONS: func.count(),
            kpi.Measure.WITHOUT_USER: _sum(E.user == ""),
            kpi.Measure.WITHOUT_SESSION: _sum(E.session == ""),
            kpi.Measure.CHOSEN: _sum(E.choice.not_in(("", kpi.NONE))),
            kpi.Measure.NONE_CHOSEN: _sum(E.choice == kpi.NONE),
        }
        rows = select(E.audience, E.channel, E.outcome, *measures.values()).where(self._here)
        for audience, channel, outcome, *counts in self.connection.execute(
            rows.group_by(E.audience, E.channel, E.outcome)
        ):
            yield from _with_all(audience, channel, outcome, counts[0])
            for measure, count in zip(measures, counts, strict=True):
                yield from _with_all(audience, channel, measure, count)

    def _users(self) -> Iterator[tuple[str, str, str, int]]:
        """Distinct users of each channel, and how many of them are new to it."""
        seen = select(E.audience, E.channel, E.user).where(self._here, E.user != "").distinct().subquery()
        rows = select(seen.c.audience, seen.c.channel, *self._new(seen)).group_by(seen.c.audience, seen.c.channel)
        for audience, channel, *counts in self.connection.execute(rows):
            yield from ((audience, channel, measure, count) for measure, count in zip(USERS, counts, strict=True))

    def _users_of_all(self) -> Iterator[tuple[str, str, str, int]]:
        seen = select(E.audience, E.user).where(self._here, E.user != "", COUNTS).distinct().subquery()
        rows = select(seen.c.audience, *self._new(seen)).group_by(seen.c.audience)
        for audience, *counts in self.connection.execute(rows):
            yield from ((audience, kpi.ALL, measure, count) for measure, count in zip(USERS, counts, strict=True))

    def _new(self, seen: Subquery) -> tuple[ColumnElement[Any], ...]:
        """Users, such as were not seen before in the fiscal year, and such as were not in the month."""
        first_of_month = kpi.month_of(self.day)
        return (
            func.count(),
            _sum(~self._seen_since(self._year, seen)),
            _sum(~self._seen_since(first_of_month, seen)),
        )

    def _seen_since(self, first: date, seen: Subquery) -> ColumnElement[bool]:
        if first == self.day:
            return false()
        e = usage_events.alias().c
        same_channel = e.channel == seen.c.channel if "channel" in seen.c else e.channel != kpi.UNCOUNTED
        before = (e.city == self.city) & within(e.at, first, self.day - DAY)
        return exists().where(before, e.user == seen.c.user, e.audience == seen.c.audience, same_channel)

    def _sessions(self) -> Iterator[tuple[str, str, str, int]]:
        """Sessions that begin on the day. Those of the evening before are looked at, except across the fiscal year's end."""
        since = self.day if self.day == self._year else self.day - DAY
        second = self.moments.second(E.at)
        before = func.lag(second).over(partition_by=(E.audience, E.channel, E.session), order_by=(second, E.number))
        near = E.at >= max(kpi.start_of(since), kpi.start_of(self.day) - kpi.SILENCE - SECOND)
        events = select(E.audience, E.channel, E.at, (second - before).label("gap")).where(
            self._from(since), near, E.session != ""
        )
        e = events.subquery().c
        begins = (e.gap.is_(None) | (e.gap >= int(kpi.SILENCE.total_seconds()))) & within(e.at, self.day, self.day)
        rows = select(e.audience, e.channel, func.count()).where(begins).group_by(e.audience, e.channel)
        for audience, channel, count in self.connection.execute(rows):
            yield from _with_all(audience, channel, kpi.Measure.SESSIONS, count)


USERS = (kpi.Measure.USERS, kpi.Measure.NEW_IN_YEAR, kpi.Measure.NEW_IN_MONTH)


def _with_all(audience: str, channel: str, measure: str, count: int) -> Iterator[tuple[str, str, str, int]]:
    """The count of a channel, and of all channels if it is one that counts."""
    yield audience, channel, measure, count
    if channel != kpi.UNCOUNTED:
        yield audience, kpi.ALL, measure, count


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

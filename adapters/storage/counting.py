"""One day of the record, counted from its events alone.

The statements are made once and only their values change: making them anew for each day took longer than a small day's counting.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, bindparam, case, func, select

from adapters.storage.moments import DAY, Moments
from adapters.storage.tables import Moment, feedback, usage_events
from bot import kpi

E = usage_events.c
SECOND = timedelta(seconds=1)  # a gap is reckoned in whole seconds
HALF_HOUR = int(kpi.SILENCE.total_seconds())
COUNTS = E.channel != kpi.UNCOUNTED
SHOWN = E.shown[0].as_string()
HELPED = {True: kpi.Measure.HELPFUL, False: kpi.Measure.UNHELPFUL}
USERS = (kpi.Measure.USERS, kpi.Measure.NEW_IN_YEAR, kpi.Measure.NEW_IN_MONTH)

# The values of a day: where it, its month and its fiscal year begin, and from where on sessions may reach into it.
CITY: BindParameter[str] = bindparam("city")
NEWEST: BindParameter[int] = bindparam("newest")
START, END, MONTH, YEAR, NEAR = (bindparam(name, type_=Moment) for name in ("start", "end", "month", "year", "near"))
RECORDED = (E.city == CITY) & (E.at < END) & (E.number <= NEWEST)
HERE = RECORDED & (E.at >= START)

Row = tuple[str, str, str, int]


@dataclass(frozen=True)
class DayOfEvents:
    """The events of `day` in `city` that were recorded up to number `newest`."""

    connection: Connection
    moments: Moments
    city: str
    day: date
    newest: int

    def counts(self) -> Counter[tuple[str, str, str]]:
        """By audience, channel (empty: all that count) and measure or outcome; nothing that is zero."""
        found: Counter[tuple[str, str, str]] = Counter()
        for part in (self._questions(), self._users(), self._sessions(), self._said()):
            for audience, channel, measure, count in part:
                found[audience, channel, measure] += count
        return +found

    def entries(self) -> Iterator[Row]:
        """How often each entry or passage came first in a reply: audience, id, outcome or what was said of it, count."""
        yield from self._rows(ENDED)
        for audience, entry, helpful, count in self._rows(ENTRY_SAID):
            yield audience, entry, HELPED[helpful], count

    def _rows(self, statement: Select[Any]) -> Iterable[Any]:
        start, year = kpi.start_of(self.day), kpi.start_of(kpi.year_start(self.day))
        values = {
            "city": self.city,
            "newest": self.newest,
            "start": start,
            "end": kpi.start_of(self.day + DAY),
            "month": kpi.start_of(kpi.month_of(self.day)),
            "year": year,
            "near": max(year, start - kpi.SILENCE - SECOND),
        }
        return self.connection.execute(statement, values)

    def _questions(self) -> Iterator[Row]:
        for audience, channel, outcome, *counts in self._rows(QUESTIONS):
            yield from _with_all(audience, channel, outcome, counts[0])
            for measure, count in zip(MEASURES, counts, strict=True):
                yield from _with_all(audience, channel, measure, count)

    def _users(self) -> Iterator[Row]:
        """Distinct users of each channel and of all, and how many of them are new to it."""
        for audience, channel, *counts in (*self._rows(CHANNEL_USERS), *self._rows(ALL_USERS)):
            yield from ((audience, channel, measure, count) for measure, count in zip(USERS, counts, strict=True))

    def _sessions(self) -> Iterator[Row]:
        """Sessions that begin on the day. Those of the evening before are looked at, except across the fiscal year's end."""
        for audience, channel, count in self._rows(_sessions(self.moments)):
            yield from _with_all(audience, channel, kpi.Measure.SESSIONS, count)

    def _said(self) -> Iterator[Row]:
        for audience, channel, helpful, count in self._rows(SAID):
            yield from _with_all(audience, channel, HELPED[helpful], count)


def _with_all(audience: str, channel: str, measure: str, count: int) -> Iterator[Row]:
    """The count of a channel, and of all channels if it is one that counts."""
    yield audience, channel, measure, count
    if channel != kpi.UNCOUNTED:
        yield audience, kpi.ALL, measure, count


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _users(channel: ColumnElement[str] | None) -> Select[Any]:
    """Users of the day, such as were not seen before in the fiscal year, and such as were not in the month."""
    columns = (E.audience, E.user) if channel is None else (E.audience, E.user, channel)
    known = select(*columns).where(HERE, E.user != "").distinct()
    seen = (known.where(COUNTS) if channel is None else known).subquery().c
    e = usage_events.alias().c
    # Joined with nothing, audience and channel are no conditions of the index: PostgreSQL 18 would skip over its moments for
    # them and reckons that too dear, so that it reads the whole year instead of one user's events.
    audience, on_channel = e.audience.concat(""), e.channel.concat("")
    same = e.channel != kpi.UNCOUNTED if channel is None else on_channel == seen.channel
    who = (e.city == CITY) & (e.user == seen.user) & (audience == seen.audience) & same

    def new_since(first: ColumnElement[Any]) -> ColumnElement[int]:
        """Counted, not asked with EXISTS, for which PostgreSQL may read the whole year into a hash."""
        before = select(func.count()).where(who, e.at >= first, e.at < START).correlate(seen.user.table)
        return _sum(before.scalar_subquery() == 0)

    by = (seen.audience,) if channel is None else (seen.audience, seen.channel)
    named = (seen.audience, func.max(kpi.ALL)) if channel is None else by
    return select(*named, func.count(), new_since(YEAR), new_since(MONTH)).group_by(*by)


@lru_cache
def _sessions(moments: Moments) -> Select[Any]:
    second = moments.second(E.at)
    before = func.lag(second).over(partition_by=(E.audience, E.channel, E.session), order_by=(second, E.number))
    events = select(E.audience, E.channel, E.at, (second - before).label("gap")).where(
        RECORDED, E.at >= NEAR, E.session != ""
    )
    e = events.subquery().c
    begins = (e.gap.is_(None) | (e.gap >= HALF_HOUR)) & (e.at >= START)
    return select(e.audience, e.channel, func.count()).where(begins).group_by(e.audience, e.channel)


MEASURES = {
    kpi.Measure.QUESTIONS: func.count(),
    kpi.Measure.WITHOUT_USER: _sum(E.user == ""),
    kpi.Measure.WITHOUT_SESSION: _sum(E.session == ""),
    kpi.Measure.CHOSEN: _sum(E.choice.not_in(("", kpi.NONE))),
    kpi.Measure.NONE_CHOSEN: _sum(E.choice == kpi.NONE),
}
BY_OUTCOME = (E.audience, E.channel, E.outcome)
QUESTIONS = select(*BY_OUTCOME, *MEASURES.values()).where(HERE).group_by(*BY_OUTCOME)
CHANNEL_USERS, ALL_USERS = _users(E.channel), _users(None)
BY_ENTRY = (E.audience, SHOWN, E.outcome)
ENDED = select(*BY_ENTRY, func.count()).where(HERE, COUNTS, SHOWN.is_not(None)).group_by(*BY_ENTRY)
OF_REPLY = feedback.c.reply == E.id
BY_HELP = (E.audience, E.channel, feedback.c.helpful)
SAID = select(*BY_HELP, func.count()).join_from(usage_events, feedback, OF_REPLY).where(HERE).group_by(*BY_HELP)
BY_ENTRY_HELP = (E.audience, SHOWN, feedback.c.helpful)
ENTRY_SAID = (
    select(*BY_ENTRY_HELP, func.count())
    .join_from(usage_events, feedback, OF_REPLY)
    .where(HERE, COUNTS, SHOWN.is_not(None))
    .group_by(*BY_ENTRY_HELP)
)

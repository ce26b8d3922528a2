"""The record counted: per day, so that a year's report reads some thousand rows and not millions of events.

Every count of a day is made anew from its events; nothing is added to. A day is marked when events of it arrive, however late,
or go; `KpiCounts.refresh` counts the marked days. The counts outlive the events and hold no pseudonym.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, select, text, update

from adapters.storage.count_tables import usage_counts, usage_entry_counts, usage_marked, usage_marks
from adapters.storage.counting import DayOfEvents
from adapters.storage.database import writing
from adapters.storage.moments import DAY, Moments, within
from adapters.storage.published import SHIPPED, entries_at
from adapters.storage.surveys import SqlSurveys
from adapters.storage.tables import feedback, publications, usage_events
from bot import kpi
from knowledge import Audience, Knowledge

E = usage_events.c
Progress = Callable[[date], None]
# Days counted at once, after which PostgreSQL is told at once how its tables have grown: planned as if they were empty, a report
# sorts every row on disk (817 ms instead of 131 for the 220,000 rows of a year).
MANY = 30


def mark(connection: Connection, city: str, days: Iterable[date]) -> None:
    """Have `days` of `city` counted anew: for whoever blanks or deletes events, after that and in the same transaction.

    A number that was deleted may be given out again on SQLite, so new events are looked for from the newest that is left.
    """
    if rows := [{"city": city, "day": day} for day in sorted(set(days))]:
        connection.execute(insert(usage_marks), rows)
    newest = select(func.coalesce(func.max(E.number), 0)).scalar_subquery()
    connection.execute(update(usage_marked).where(usage_marked.c.number > newest).values(number=newest))


class KpiCounts:
    """A kpi.UsageCounts. What it returns is the state at the last `refresh`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._moments = Moments(engine.dialect.name)

    def refresh(self, city: str, progress: Progress = lambda _: None) -> int:
        """Count the days of `city` of which events came or went since the last time; the number of days counted."""
        self._mark_new()
        counted = 0
        while days := self._marked_days(city):
            for day in days:
                self._count(city, day)
                progress(day)
                counted += 1
        if counted > MANY and self._engine.dialect.name == "postgresql":
            with writing(self._engine) as connection:
                connection.execute(text("ANALYZE usage_counts, usage_entry_counts"))
        return counted

    def mark_everything(self, city: str) -> None:
        """Have every day of which there are events counted anew. A day whose events are gone keeps its counts."""
        days = select(self._moments.day(E.at)).where(E.city == city).distinct()
        with writing(self._engine) as connection:
            mark(connection, city, connection.execute(days).scalars().all())

    def counts(self, city: str, first: date, last: date) -> Sequence[kpi.Count]:
        """The counts of the days from `first` to `last`, added up by month."""
        c = usage_counts.c
        month = self._moments.month(c.day)
        rows = (
            select(month, c.audience, c.channel, c.measure, func.sum(c.count))
            .where(c.city == city, c.day.between(first, last))
            .group_by(month, c.audience, c.channel, c.measure)
        )
        with self._engine.connect() as connection:
            return [
                kpi.Count(month, Audience(audience), channel, measure, int(count))
                for month, audience, channel, measure, count in connection.execute(rows)
            ]

    def entries(self, city: str, first: date, last: date) -> Sequence[kpi.EntryCount]:
        """How often each entry came first in a reply, by how that ended."""
        c = usage_entry_counts.c
        rows = (
            select(c.audience, c.entry, c.measure, func.sum(c.count))
            .where(c.city == city, c.day.between(first, last))
            .group_by(c.audience, c.entry, c.measure)
        )
        with self._engine.connect() as connection:
            return [
                kpi.EntryCount(Audience(audience), entry, measure, int(count))
                for audience, entry, measure, count in connection.execute(rows)
            ]

    def grades(self, city: str, first: date, last: date) -> Sequence[kpi.GradeCount]:
        """What staff said of the desk, of the quarters that begin in these days."""
        return SqlSurveys(self._engine).grades(city, first, last)

    def first_day(self, city: str, first: date, last: date) -> date | None:
        """The first of these days with a resident's question that counts."""
        c = usage_counts.c
        days = select(func.min(c.day)).where(
            c.city == city,
            c.day.between(first, last),
            c.audience == Audience.RESIDENT,
            c.channel == kpi.ALL,
            c.measure == kpi.Measure.QUESTIONS,
        )
        with self._engine.connect() as connection:
            return connection.execute(days).scalar()

    def content(self, common: Knowledge, day: date) -> Knowledge | None:
        """`common` with what the city had published at the end of `day`; None where the record begins later.

        What ships of the city was in force before it was loaded into the database, from the first day of the record on.
        """
        p, c, city = publications.c, usage_counts.c, common.city.code
        with self._engine.connect() as connection:
            revision = connection.execute(
                select(func.max(p.revision)).where(p.city == city, p.at < kpi.start_of(day + DAY))
            ).scalar()
            if revision is None:
                first = connection.execute(select(func.min(c.day)).where(c.city == city)).scalar()
                if first is None or first > day:
                    return None
            return common.with_entries(entries_at(connection, city, revision or SHIPPED))

    def events(self, city: str, first: date, last: date) -> Iterator[dict[str, Any]]:
        """The events of these days in the order of their recording, with `helpful` (None where nobody said), a few at a time."""
        kept = [column for column in usage_events.c if column is not E.number]
        rows = (
            select(*kept, feedback.c.helpful)
            .outerjoin_from(usage_events, feedback, feedback.c.reply == E.id)
            .where(E.city == city, within(E.at, first, last))
            .order_by(E.number)
            .execution_options(yield_per=1_000)
        )
        with self._engine.connect() as connection:
            for row in connection.execute(rows):
                yield dict(row._mapping)

    def _newest_event(self) -> int:
        """The newest number such that no event below it is still being written."""
        with self._engine.begin() as connection:
            if (
                self._engine.dialect.name == "postgresql"
            ):  # numbers are given out before they are committed: wait for writers
                connection.execute(text("LOCK TABLE usage_events IN SHARE ROW EXCLUSIVE MODE"))
            return connection.execute(select(func.max(E.number))).scalar() or 0

    def _mark_new(self) -> None:
        """Mark the days of the events that came in since the last time, of every city."""
        newest = self._newest_event()
        with writing(self._engine) as connection:
            last = connection.execute(select(usage_marked.c.number).with_for_update()).scalar()
            if last is None:
                last = 0
                connection.execute(insert(usage_marked).values(number=last))
            if newest <= last:
                return
            since = E.number.between(last + 1, newest)
            days: dict[str, set[date]] = {}
            for later in (timedelta(0), kpi.SILENCE):
                rows = select(E.city, self._moments.day(E.at, later)).where(since).distinct()
                for city, day in connection.execute(rows):
                    days.setdefault(city, set()).add(day)
            for city, new in days.items():
                mark(connection, city, new | self._later_visits(connection, city, since, min(new)))
            connection.execute(update(usage_marked).values(number=newest))

    def _later_visits(self, connection: Connection, city: str, since: ColumnElement[bool], earliest: date) -> set[date]:
        """Days on which the users of late events were counted as new and may no longer be."""
        counted = connection.execute(select(func.max(usage_counts.c.day)).where(usage_counts.c.city == city)).scalar()
        if counted is None or earliest >= counted:
            return set()
        later = usage_events.alias().c
        same = (later.city == E.city) & (later.user == E.user) & (later.at > E.at)
        rows = (
            select(self._moments.day(later.at))
            .join_from(usage_events, later.number.table, same)
            .where(since, func.coalesce(E.city, "") == city, E.user != "", E.at < kpi.start_of(counted))
            .distinct()
        )
        return set(connection.execute(rows).scalars())

    def _marked_days(self, city: str) -> Sequence[date]:
        c = usage_marks.c
        with self._engine.connect() as connection:
            return connection.execute(select(c.day).where(c.city == city).distinct().order_by(c.day)).scalars().all()

    def _count(self, city: str, day: date) -> None:
        """Count `day` and take away the marks that were there before; if somebody else took them meanwhile, nothing is kept."""
        c = usage_marks.c
        with self._engine.connect() as connection:
            seen = connection.execute(select(c.number).where(c.city == city, c.day == day)).scalars().all()
            newest = connection.execute(select(usage_marked.c.number)).scalar() or 0
            events = DayOfEvents(connection, self._moments, city, day, newest)
            common = {"city": city, "day": day}
            counts = [
                common | {"audience": audience, "channel": channel, "measure": measure, "count": count}
                for (audience, channel, measure), count in events.counts().items()
            ]
            entries = [
                common | {"audience": audience, "entry": entry, "measure": measure, "count": count}
                for audience, entry, measure, count in events.entries()
            ]
        with writing(self._engine) as connection:
            if connection.execute(delete(usage_marks).where(c.number.in_(seen))).rowcount != len(seen):
                connection.rollback()
                return
            for table, rows in ((usage_counts, counts), (usage_entry_counts, entries)):
                connection.execute(delete(table).where(table.c.city == city, table.c.day == day))
                if rows:
                    connection.execute(insert(table), rows)

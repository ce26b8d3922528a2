"""Histories let happen in a database, and what the program counts compared with a plain recount of what it streams."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine, select, text, update
from sqlalchemy.event import listen

from adapters.storage import KpiCounts, SqlFeedback
from adapters.storage.database import insert_new, writing
from adapters.storage.kpi import mark
from adapters.storage.moments import days_of
from adapters.storage.privacy import PersonalRecord
from adapters.storage.tables import usage_events
from benchmarks.histories import History
from benchmarks.recount import Event, Figures, recount

FIRST, LAST = date(2022, 4, 1), date(2026, 3, 31)


def hasty(engine: Engine) -> Engine:
    """`engine` that no longer waits for the disk at each commit: thousands of histories are no test of power cuts."""
    if engine.dialect.name == "postgresql":
        with writing(engine) as connection:
            connection.execute(text(f'ALTER DATABASE "{engine.url.database}" SET synchronous_commit = off'))
    else:
        listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    engine.dispose()
    return engine


def record(engine: Engine, events: Iterable[Event]) -> None:
    """Record events as the log and its spool do: one that is there already is left alone."""
    with writing(engine) as connection:
        for event in events:
            connection.execute(insert_new(connection.dialect.name, usage_events, "id"), [event])


def erase(engine: Engine, city: str, user: str) -> None:
    """Blank the pseudonyms of a user, and have the days counted anew: harder to count than a name by chance in their place."""
    e = usage_events.c
    with writing(engine) as connection:
        moments = connection.execute(select(e.at).where(e.city == city, e.user == user)).scalars().all()
        connection.execute(update(usage_events).where(e.city == city, e.user == user).values(user="", session=""))
        mark(connection, city, days_of(moments))


def counted(counts: KpiCounts, city: str, first: date, last: date) -> Figures:
    """What the program says, in the form of the recount."""
    figures: Figures = Counter()
    for row in counts.counts(city, first, last):
        figures[row.audience.value, row.channel, row.month, str(row.measure)] += row.count
    for entry in counts.entries(city, first, last):
        figures["entry", entry.audience.value, entry.entry, str(entry.measure)] += entry.count
    return figures


def stream(counts: KpiCounts, city: str) -> list[Event]:
    """The events as the command streams them: through JSON."""
    return [json.loads(json.dumps(row, default=datetime.isoformat)) for row in counts.events(city, FIRST, LAST)]


def differences(counts: KpiCounts, city: str, last: date = LAST) -> list[Any]:
    """(figure, counted, recounted) wherever the two are not the same, over all fiscal years up to `last`."""
    events, theirs = stream(counts, city), Figures()
    for year in range(FIRST.year, last.year + (last.month > 3)):
        theirs += recount(events, city, year, last)
    ours = counted(counts, city, FIRST, last)
    return [(key, ours[key], theirs[key]) for key in ours | theirs if ours[key] != theirs[key]]


def play(engine: Engine, made: History) -> list[Any]:
    """Let a history happen, counting after each of its parts; all that differs from a recount at any time."""
    counts, feedback, found = KpiCounts(engine), SqlFeedback(engine), []
    for part, arrivals in enumerate(made.arrivals):
        record(engine, arrivals)
        for user in made.erased.get(part, ()):
            if int(made.city) % 2:
                erase(engine, made.city, user)
            else:
                PersonalRecord(engine).erase(made.city, [user])
        for reply, helpful in made.feedback.get(part, ()):
            feedback.say(reply, datetime(2025, 4, 2, tzinfo=UTC), helpful)
        counts.refresh(made.city)
        found += differences(counts, made.city)
    return found + differences(counts, made.city, date(2024, 2, 29))

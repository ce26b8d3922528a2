"""The counted record: worked by hand, and equal to a plain recount of the events after whatever has happened to them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, delete, text

from adapters.storage import KpiCounts, PublishedContent, SqlFeedback, connect
from adapters.storage.database import writing
from adapters.storage.kpi import mark
from adapters.storage.moments import days_of
from adapters.storage.tables import publications, usage_events
from benchmarks.histories import histories
from benchmarks.played import differences, erase, hasty, play, record
from bot import Outcome, kpi
from knowledge import TOKYO, Audience, City, Entry, Knowledge

CITY = "131016"
HISTORIES = 200  # on each database; benchmarks/report.py compares 10,000
YEAR = date(2026, 4, 1), date(2027, 3, 31)


def event(id: str, at: str, user: str = "a", **changed: Any) -> dict[str, Any]:
    """An event of a resident on the page, at a time in Japan."""
    made = {"id": id, "at": datetime.fromisoformat(at).replace(tzinfo=TOKYO), "city": CITY, "channel": "web"}
    made |= {"audience": "resident", "user": user, "session": user, "outcome": "answered", "text": "問", "choice": ""}
    return made | {"shown": ["gomi"], "considered": [], "revision": 1, "milliseconds": 1.0} | changed


@dataclass
class Counted:
    """The counts of one database, brought up to date whenever something is asked."""

    engine: Engine

    def after(self, *events: dict[str, Any]) -> "Counted":
        record(self.engine, events)
        return self

    def by_month(self, measure: str, channel: str = kpi.ALL, audience: str = "resident") -> dict[int, int]:
        """month → count"""
        counts = KpiCounts(self.engine)
        counts.refresh(CITY)
        rows = counts.counts(CITY, *YEAR)
        return {
            row.month.month: row.count
            for row in rows
            if (row.measure, row.channel, row.audience) == (measure, channel, audience)
        }


@pytest.fixture
def counted(engine: Engine) -> Counted:
    return Counted(engine)


def test_a_day_ends_at_midnight_in_japan(counted: Counted) -> None:
    counted.after(
        event("1", "2026-03-31T23:59:59.999999"),
        event("2", "2026-04-01T00:00"),
        event("3", "2026-04-30T23:59:59.999999", "b"),
        event("4", "2026-05-01T00:00", "b"),
        event("5", "2027-03-31T23:59:59.999999", "c"),
        event("6", "2027-04-01T00:00", "c"),
    )
    assert counted.by_month("questions") == {4: 2, 5: 1, 3: 1}
    assert counted.by_month("users") == {4: 2, 5: 1, 3: 1}
    assert counted.by_month("new_in_month") == {4: 2, 5: 1, 3: 1}
    assert counted.by_month("new_in_year") == {4: 2, 3: 1}


GAPS = [
    # moments of one session, sessions that begin by day
    (("10:00", "10:29:59"), {5: 1}),
    (("10:00", "10:30"), {5: 2}),
    (("10:00:00.900000", "10:29:59.999999"), {5: 1}),
    (("10:00:00.900000", "10:30:00.100000"), {5: 2}),  # whole seconds: 30 minutes
    (("10:00", "10:20", "10:40"), {5: 1}),
    (("10:00", "10:00"), {5: 1}),
]


@pytest.mark.parametrize(("moments", "sessions"), GAPS)
def test_half_an_hour_of_silence_ends_a_session(
    counted: Counted, moments: tuple[str, ...], sessions: dict[int, int]
) -> None:
    counted.after(*(event(str(at), f"2026-05-11T{moment}") for at, moment in enumerate(moments)))
    assert counted.by_month("sessions") == sessions


def test_a_session_across_midnight_counts_where_it_began(counted: Counted) -> None:
    counted.after(event("1", "2026-04-30T23:50"), event("2", "2026-05-01T00:10"))
    assert counted.by_month("sessions") == {4: 1}


def test_a_session_is_cut_where_the_fiscal_year_ends(counted: Counted) -> None:
    counted.after(event("1", "2026-03-31T23:50"), event("2", "2026-04-01T00:10"))
    assert counted.by_month("sessions") == {4: 1}


def test_an_event_without_a_user_is_a_question_and_no_user(counted: Counted) -> None:
    counted.after(
        event("1", "2026-05-11T10:00", ""), event("2", "2026-05-11T11:00", ""), event("3", "2026-05-11T12:00")
    )
    assert counted.by_month("questions") == {5: 3}
    assert counted.by_month("without_user") == {5: 2}
    assert counted.by_month("without_session") == {5: 2}
    assert counted.by_month("new_in_year") == {5: 1}
    assert counted.by_month("sessions") == {5: 1}


def test_staff_and_the_command_line_are_counted_apart(counted: Counted) -> None:
    counted.after(
        event("1", "2026-05-11T10:00"),
        event("2", "2026-05-11T10:00", channel="line"),
        event("3", "2026-05-11T10:00", "s", audience="staff"),
        event("4", "2026-05-11T10:00", "t", channel="cli"),
    )
    assert counted.by_month("questions") == {5: 2}
    assert counted.by_month("new_in_year") == {5: 1}
    assert counted.by_month("sessions") == {5: 2}
    assert counted.by_month("new_in_year", "line") == {5: 1}
    assert counted.by_month("questions", audience="staff") == {5: 1}
    assert counted.by_month("questions", "cli") == {5: 1}


def test_outcomes_and_choices(counted: Counted) -> None:
    counted.after(
        event("1", "2026-05-11T10:00", outcome="choices"),
        event("2", "2026-05-11T10:01", choice="gomi"),
        event("3", "2026-05-11T10:02", choice="none", outcome="handoff"),
    )
    found = {
        measure: counted.by_month(measure) for measure in ("answered", "choices", "handoff", "chosen", "none_chosen")
    }
    assert found == {measure: {5: 1} for measure in found}


def test_the_same_event_twice_counts_once(counted: Counted) -> None:
    counted.after(event("1", "2026-05-11T10:00"))
    assert counted.after(event("1", "2026-05-11T10:00")).by_month("questions") == {5: 1}


def test_a_late_event_takes_the_new_user_from_a_later_day(counted: Counted) -> None:
    assert counted.after(event("1", "2026-06-11T10:00")).by_month("new_in_year") == {6: 1}
    assert counted.after(event("2", "2026-05-11T10:00")).by_month("new_in_year") == {5: 1}
    assert counted.by_month("new_in_month") == {5: 1, 6: 1}


def test_a_late_event_joins_a_session_of_the_next_day(counted: Counted) -> None:
    assert counted.after(event("1", "2026-05-01T00:10")).by_month("sessions") == {5: 1}
    assert counted.after(event("2", "2026-04-30T23:50")).by_month("sessions") == {4: 1}


def test_an_erased_user_is_nobody(counted: Counted) -> None:
    counted.after(event("1", "2026-05-11T10:00"), event("2", "2026-06-11T10:00"))
    counted.by_month("users")
    erase(counted.engine, CITY, "a")
    assert counted.by_month("users") == {}
    assert counted.by_month("questions") == {5: 1, 6: 1}


def test_an_event_that_takes_the_number_of_a_deleted_one_is_counted(counted: Counted) -> None:
    counted.after(event("1", "2026-05-11T10:00"), event("2", "2026-06-11T10:00"))
    assert counted.by_month("questions") == {5: 1, 6: 1}
    with writing(counted.engine) as connection:
        connection.execute(delete(usage_events).where(usage_events.c.id == "2"))
        mark(connection, CITY, days_of([datetime(2026, 6, 11, 10, tzinfo=TOKYO)]))
    assert counted.after(event("3", "2026-07-11T10:00")).by_month("questions") == {5: 1, 7: 1}


def test_counts_outlive_their_events(counted: Counted) -> None:
    """Retention deletes old events and marks nothing; counting anew finds no events of those days."""
    counted.after(event("1", "2026-05-11T10:00"), event("2", "2026-06-11T10:00"))
    assert counted.by_month("questions") == {5: 1, 6: 1}
    with writing(counted.engine) as connection:
        connection.execute(delete(usage_events).where(usage_events.c.id == "1"))
    KpiCounts(counted.engine).mark_everything(CITY)
    assert counted.by_month("questions") == {5: 1, 6: 1}


def test_the_last_word_on_a_reply_counts_on_the_day_of_its_question(counted: Counted) -> None:
    feedback, later = SqlFeedback(counted.engine), datetime(2026, 8, 1, tzinfo=UTC)
    counted.after(event("1", "2026-05-11T10:00"), event("2", "2026-05-11T10:00"))
    counted.by_month("questions")
    feedback.say("1", later, False, "古い")
    assert (counted.by_month("helpful"), counted.by_month("unhelpful")) == ({}, {5: 1})
    feedback.say("1", later, True)
    feedback.say("2", later, True)
    feedback.say("never recorded", later, True)
    assert (counted.by_month("helpful"), counted.by_month("unhelpful")) == ({5: 2}, {})


def test_what_was_shown_first_is_counted_by_entry(counted: Counted) -> None:
    counted.after(
        event("1", "2026-05-11T10:00", shown=["gomi", "toshokan"]),
        event("2", "2026-05-11T10:00", shown=[]),
        event("3", "2026-05-11T10:00", shown=["toshokan"], outcome="handoff"),
        event("4", "2026-05-11T10:00", channel="cli"),
    )
    counts = KpiCounts(counted.engine)
    counts.refresh(CITY)
    found = {(row.entry, row.measure): row.count for row in counts.entries(CITY, *YEAR)}
    assert found == {("gomi", Outcome.ANSWERED): 1, ("toshokan", Outcome.HANDOFF): 1}


def test_days_after_the_last_one_do_not_count(counted: Counted) -> None:
    counted.after(event("1", "2026-05-11T10:00"), event("2", "2026-05-12T10:00"))
    counts = KpiCounts(counted.engine)
    counts.refresh(CITY)
    until = kpi.Counts(counts.counts(CITY, date(2026, 4, 1), date(2026, 5, 11)))
    assert until.total(kpi.Measure.QUESTIONS, Audience.RESIDENT) == 1
    assert counts.first_day(CITY, *YEAR) == date(2026, 5, 11)
    assert counts.first_day(CITY, date(2026, 6, 1), date(2026, 6, 30)) is None


def test_only_what_changed_is_counted_again(counted: Counted) -> None:
    counts = KpiCounts(counted.engine)
    counted.after(event("1", "2026-05-11T10:00"), event("2", "2026-06-11T10:00", "b"))
    assert counts.refresh(CITY) == 2
    assert counts.refresh(CITY) == 0
    counted.after(event("3", "2026-06-11T11:00", "b"))
    assert counts.refresh(CITY) == 1


def test_postgresql_knows_how_its_tables_have_grown_after_a_first_count(postgresql: str) -> None:
    engine = connect(postgresql)
    record(engine, [event(str(day), f"2026-05-{day:02}T10:00") for day in range(1, 32)])
    KpiCounts(engine).refresh(CITY)
    with engine.connect() as connection:
        known = connection.execute(text("SELECT reltuples FROM pg_class WHERE relname = 'usage_entry_counts'")).scalar()
    engine.dispose()
    assert known == 31


def test_two_that_count_at_once_do_not_spoil_each_others_work(
    counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one has read a day, an event comes, another counts it, and only then the first writes."""
    slow, quick = KpiCounts(counted.engine), KpiCounts(counted.engine)
    counted.after(event("1", "2026-05-11T10:00"))
    slow._mark_new()
    from adapters.storage import kpi as module

    def overtaken(engine: Engine) -> Any:
        monkeypatch.undo()
        counted.after(event("2", "2026-05-11T11:00"))
        quick.refresh(CITY)
        return writing(engine)

    monkeypatch.setattr(module, "writing", overtaken)
    slow._count(CITY, date(2026, 5, 11))
    assert counted.by_month("questions") == {5: 2}


def shipped(*entries: str) -> Knowledge:
    return Knowledge(City(CITY, "みなと野市"), tuple(entry(id) for id in entries))


def entry(id: str) -> Entry:
    return Entry(id, CITY, "問", "答", "課")


def published_at(engine: Engine, revision: int, at: datetime) -> None:
    with writing(engine) as connection:
        connection.execute(publications.update().where(publications.c.revision == revision).values(at=at))


def test_the_content_of_a_day_is_what_was_published_by_its_end(engine: Engine, counted: Counted) -> None:
    content, counts = PublishedContent(engine), KpiCounts(engine)
    for revision, id in ((2, "a"), (3, "b")):
        assert content.publish(CITY, "追加", [entry(id)]) == revision
    published_at(engine, 2, datetime(2026, 3, 31, 23, 59, tzinfo=TOKYO))
    published_at(engine, 3, datetime(2026, 4, 1, 0, 0, tzinfo=TOKYO))

    def ids(day: date) -> list[str] | None:
        found = counts.content(shipped("s"), day)
        return [each.id for each in found.entries] if found else None

    assert ids(date(2026, 3, 30)) is None
    assert ids(date(2026, 3, 31)) == ["s", "a"]
    assert ids(date(2026, 4, 1)) == ["s", "a", "b"]
    counted.after(event("1", "2026-03-29T10:00"))
    counts.refresh(CITY)
    assert ids(date(2026, 3, 28)) is None
    assert ids(date(2026, 3, 30)) == ["s"]  # in use, and nothing of its own


def test_the_stream_of_events_has_what_a_recount_needs(counted: Counted) -> None:
    counted.after(
        event("1", "2026-05-11T10:00"), event("2", "2026-03-31T10:00"), event("3", "2026-05-10T10:00", city="131024")
    )
    SqlFeedback(counted.engine).say("1", datetime(2026, 5, 12, tzinfo=UTC), True)
    [row] = KpiCounts(counted.engine).events(CITY, *YEAR)
    assert (row["id"], row["at"], row["helpful"]) == ("1", datetime(2026, 5, 11, 1, tzinfo=UTC), True)


def test_generated_histories_are_counted_as_they_are_recounted(engine: Engine) -> None:
    hasty(engine)
    assert [difference for made in histories(HISTORIES) for difference in play(engine, made)] == []


def test_the_comparison_can_fail(counted: Counted) -> None:
    """A day that was blanked without a mark keeps its old counts: the recount tells."""
    counted.after(event("1", "2025-05-11T10:00"))
    KpiCounts(counted.engine).refresh(CITY)
    with writing(counted.engine) as connection:
        connection.execute(usage_events.update().values(user=""))
    assert {key[-1] for key, _, _ in differences(KpiCounts(counted.engine), CITY)} == {
        *("users", "new_in_month", "new_in_year", "without_user"),
    }

"""開示, 消去 and the end of retention, on SQLite and on PostgreSQL: people go, figures stay."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from adapters.pseudonym import pseudonymise
from adapters.storage import KpiCounts, Spool, SqlFeedback, connect
from adapters.storage.events import insert_events, load_spool, row_of
from adapters.storage.privacy import PersonalRecord, blank
from adapters.storage.tables import audit, blanked, feedback, usage_events
from bot import Outcome, UsageEvent
from knowledge import TOKYO, Audience

KEY = b"a key of the tests"
CITY, ELSEWHERE = "131016", "131024"
NOON = datetime(2026, 6, 1, 12, tzinfo=TOKYO)
ANN, BEN = (pseudonymise(KEY, CITY, name, NOON) for name in ("ann", "ben"))


def event(id: str, user: str, at: datetime, session: str = "", city: str = CITY) -> UsageEvent:
    return UsageEvent(
        id, at, city, "line", Audience.RESIDENT, user, session or user, Outcome.ANSWERED, f"{id}の質問", "", ("gomi",), (), 1, 2.5
    )  # fmt: skip


HISTORY = (
    event("a1", ANN, NOON, "s1"),
    event("b1", BEN, NOON, "s2"),
    event("a2", ANN, NOON + timedelta(minutes=10), "s1"),
    event("a3", ANN, NOON + timedelta(days=40), "s3"),
    event("n1", "", NOON),  # without JavaScript: no user, no session
    event("x1", ANN, NOON, "s1", ELSEWHERE),
)


@pytest.fixture
def record(engine: Engine) -> PersonalRecord:
    insert_events(engine, [row_of(each) for each in HISTORY])
    said = SqlFeedback(engine)
    said.say("a1", NOON, helpful=False, reason="山田です、ちがいます")
    said.say("b1", NOON, helpful=True, reason="助かりました")
    return PersonalRecord(engine)


def rows(record: PersonalRecord) -> dict[str, Any]:
    with record.engine.connect() as connection:
        return {row.id: row for row in connection.execute(select(usage_events))}


def reasons(record: PersonalRecord) -> dict[str, str]:
    with record.engine.connect() as connection:
        return {row.reply: row.reason for row in connection.execute(select(feedback))}


def figures(record: PersonalRecord) -> dict[tuple[Any, ...], int]:
    """Every count of the city, made anew from the events."""
    counts = KpiCounts(record.engine)
    counts.mark_everything(CITY)
    counts.refresh(CITY)
    first, last = date(2020, 4, 1), date(2030, 3, 31)
    return {(each.month, each.channel, str(each.measure)): each.count for each in counts.counts(CITY, first, last)}


class TestExport:
    def test_all_that_is_kept_of_a_user_comes_out_in_order(self, record: PersonalRecord) -> None:
        events = record.events_of(CITY, [ANN])
        assert [each["id"] for each in events] == ["a1", "a2", "a3"]
        assert events[0]["text"] == "a1の質問"
        assert (events[0]["helpful"], events[0]["reason"]) == (False, "山田です、ちがいます")
        assert (events[1]["helpful"], events[1]["reason"]) == (None, None)

    def test_a_session_leads_to_its_user(self, record: PersonalRecord) -> None:
        assert [each["id"] for each in record.events_of(CITY, ["s3"])] == ["a1", "a2", "a3"]

    def test_nobody_else_and_no_other_city(self, record: PersonalRecord) -> None:
        assert [each["id"] for each in record.events_of(ELSEWHERE, [ANN])] == ["x1"]
        assert record.events_of(CITY, ["nobody"]) == []
        assert record.events_of(CITY, []) == []


class TestErase:
    def test_text_and_pseudonyms_go_and_the_row_stays(self, record: PersonalRecord) -> None:
        assert record.erase(CITY, [ANN]) == 3
        after = rows(record)
        assert [after[id].text for id in ("a1", "a2", "a3")] == ["", "", ""]
        assert not {ANN, "s1", "s3"} & {
            value for id in ("a1", "a2", "a3") for value in (after[id].user, after[id].session)
        }
        assert after["a1"].outcome == "answered"
        assert after["a1"].shown == ["gomi"]
        assert record.events_of(CITY, [ANN]) == []

    def test_what_was_written_of_a_reply_goes_too(self, record: PersonalRecord) -> None:
        record.erase(CITY, [ANN])
        assert reasons(record) == {"a1": "", "b1": "助かりました"}

    def test_others_stay_as_they_are(self, record: PersonalRecord) -> None:
        before = rows(record)
        record.erase(CITY, [ANN])
        after = rows(record)
        assert [after[id] for id in ("b1", "n1", "x1")] == [before[id] for id in ("b1", "n1", "x1")]

    def test_no_figure_changes_though_it_is_recounted(self, record: PersonalRecord) -> None:
        before = figures(record)
        record.erase(CITY, [ANN])
        assert figures(record) == before
        assert before[date(2026, 6, 1), "line", "new_in_year"] == 2

    def test_the_rows_of_one_user_stay_one_user_that_leads_to_nobody(self, record: PersonalRecord) -> None:
        record.erase(CITY, [ANN])
        after = rows(record)
        assert len({after[id].user for id in ("a1", "a2", "a3")}) == 1
        assert after["a1"].session == after["a2"].session != after["a3"].session
        assert after["a1"].user.startswith("erased-")
        assert len(after["a1"].user) == 64

    def test_two_erasures_give_other_names(self, record: PersonalRecord) -> None:
        record.erase(CITY, [ANN])
        record.erase(CITY, [BEN])
        after = rows(record)
        assert after["a1"].user != after["b1"].user

    def test_a_second_time_changes_nothing(self, record: PersonalRecord) -> None:
        record.erase(CITY, [ANN])
        before = rows(record)
        assert record.erase(CITY, [ANN]) == 0
        assert rows(record) == before

    def test_those_without_a_user_are_not_one_person(self, record: PersonalRecord) -> None:
        """A session without a user must not take along everybody else who has none."""
        insert_events(record.engine, [row_of(event("n2", "", NOON, "s9"))])
        assert record.erase(CITY, ["s9"]) == 1
        assert rows(record)["n1"].text == "n1の質問"
        assert rows(record)["n2"].user == ""


class TestRetention:
    def test_old_texts_are_blanked_and_everything_else_stays(self, record: PersonalRecord) -> None:
        before = figures(record)
        assert record.blank_texts(CITY, date(2026, 6, 2)) == 4
        after = rows(record)
        assert {id: after[id].text for id in after} == {
            "a1": "", "a2": "", "b1": "", "n1": "", "a3": "a3の質問", "x1": "x1の質問"
        }  # fmt: skip
        assert after["a1"].user == ANN
        assert figures(record) == before

    def test_old_reasons_are_blanked_by_the_day_they_were_given(self, record: PersonalRecord) -> None:
        assert record.blank_reasons(date(2026, 6, 1)) == 0
        assert record.blank_reasons(date(2026, 6, 2)) == 2
        assert reasons(record) == {"a1": "", "b1": ""}
        assert record.blank_reasons(date(2026, 6, 2)) == 0

    def test_the_day_itself_is_not_over(self, record: PersonalRecord) -> None:
        assert record.blank_texts(CITY, date(2026, 6, 1)) == 0

    def test_a_second_time_finds_nothing(self, record: PersonalRecord) -> None:
        record.blank_texts(CITY, date(2026, 6, 2))
        assert record.blank_texts(CITY, date(2026, 6, 2)) == 0

    def test_events_go_by_whole_fiscal_years_and_their_counts_stay(self, record: PersonalRecord) -> None:
        last, first = datetime(2027, 3, 31, 23, 59, tzinfo=TOKYO), datetime(2027, 4, 1, tzinfo=TOKYO)
        insert_events(record.engine, [row_of(event("l", BEN, last)), row_of(event("f", "new", first))])
        before = figures(record)
        assert record.drop_events(CITY, 2027) == 6
        assert sorted(rows(record)) == ["f", "x1"]
        counts = KpiCounts(record.engine)
        counts.refresh(CITY)
        kept = counts.counts(CITY, date(2026, 4, 1), date(2028, 3, 31))
        assert {(each.month, each.channel, str(each.measure)): each.count for each in kept} == before
        assert reasons(record) == {}
        assert record.drop_events(CITY, 2027) == 0

    def test_events_after_a_drop_are_still_counted(self, record: PersonalRecord) -> None:
        """On SQLite the number of a dropped event may be given out again."""
        figures(record)
        record.drop_events(CITY, 2027)
        record.drop_events(ELSEWHERE, 2027)
        insert_events(record.engine, [row_of(event("new", BEN, datetime(2027, 5, 1, 9, tzinfo=TOKYO)))])
        counts = KpiCounts(record.engine)
        counts.refresh(CITY)
        kept = counts.counts(CITY, date(2027, 4, 1), date(2028, 3, 31))
        assert {str(each.measure): each.count for each in kept if each.channel == "line"}["questions"] == 1

    def test_years_are_fiscal_years(self, record: PersonalRecord) -> None:
        assert record.years(CITY) == range(2026, 2027)
        assert record.years("139999") == range(0)
        assert record.cities() == [CITY, ELSEWHERE]


class TestTakenBack:
    """A LINE user unsends a message: its text goes, wherever the event is at the moment."""

    def test_the_text_goes_and_everything_else_stays(self, record: PersonalRecord) -> None:
        before = figures(record)
        assert blank(record.engine, "a1", NOON)
        assert {id: row.text for id, row in rows(record).items() if not row.text} == {"a1": ""}
        assert reasons(record)["a1"] == "山田です、ちがいます"
        assert figures(record) == before
        assert blank(record.engine, "a1", NOON)

    def test_an_event_that_waits_is_blanked_when_it_comes(self, record: PersonalRecord, workplace: Path) -> None:
        spool = Spool(workplace / "spool", 2**20)
        spool.append([row_of(event("w1", ANN, NOON)), row_of(event("w2", ANN, NOON))])
        assert not blank(record.engine, "w1", NOON)
        assert not blank(record.engine, "w1", NOON)
        assert load_spool(record.engine, spool) == 2
        after = rows(record)
        assert (after["w1"].text, after["w2"].text) == ("", "w2の質問")
        assert after["w1"].user == ANN

    def test_what_is_kept_for_that_ends_with_the_texts(self, record: PersonalRecord) -> None:
        blank(record.engine, "never-came", NOON)
        SqlFeedback(record.engine).say("never-came", NOON, helpful=True, reason="どうも")
        assert record.drop_left_over(NOON.date()) == 0
        assert record.drop_left_over(NOON.date() + timedelta(days=1)) == 2
        assert sorted(reasons(record)) == ["a1", "b1"]
        with record.engine.connect() as connection:
            assert connection.execute(select(blanked)).all() == []

    def test_no_file_of_sqlite_still_holds_it(self, workplace: Path) -> None:
        engine = connect(f"sqlite:///{workplace / 'madoguchi.sqlite3'}")
        insert_events(engine, [row_of(event("secret-words", ANN, NOON))])
        blank(engine, "secret-words", NOON)
        engine.dispose()
        left = b"".join(path.read_bytes() for path in workplace.glob("madoguchi.sqlite3*"))
        assert "secret-wordsの質問".encode() not in left


def test_the_audit_says_who_did_what_and_never_of_whom(record: PersonalRecord) -> None:
    record.note("tanto", "privacy erase", CITY, "開示請求 令和8年第3号", NOON)
    with record.engine.connect() as connection:
        [row] = connection.execute(select(audit)).all()
    assert (row.who, row.what, row.city, row.why, row.at) == (
        "tanto",
        "privacy erase",
        CITY,
        "開示請求 令和8年第3号",
        NOON,
    )


def test_no_file_of_sqlite_still_holds_what_was_erased(workplace: Path) -> None:
    engine = connect(f"sqlite:///{workplace / 'madoguchi.sqlite3'}")
    insert_events(engine, [row_of(event("secret-words", ANN, NOON))])
    PersonalRecord(engine).erase(CITY, [ANN])
    engine.dispose()
    left = b"".join(path.read_bytes() for path in workplace.glob("madoguchi.sqlite3*"))
    assert "secret-wordsの質問".encode() not in left
    assert ANN.encode() not in left

"""madoguchi privacy: what the person at the counter runs for a request, and what the timer runs every day."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.pseudonym import pseudonymise
from adapters.settings import Settings, pseudonym_key
from adapters.storage import Spool, connect
from adapters.storage.events import insert_events, row_of
from adapters.storage.surveys import SqlSurveys
from bot import Outcome, UsageEvent, kpi
from knowledge import TOKYO, Audience

CITY = "131016"
NOW = datetime.now(TOKYO)
LAST_YEAR = NOW - timedelta(days=366)
LONG_AGO = NOW - timedelta(days=7 * 366)


def event(id: str, user: str, at: datetime) -> UsageEvent:
    return UsageEvent(
        id, at, CITY, "web", Audience.RESIDENT, user, user, Outcome.ANSWERED, f"{id}の質問", "", (), (), 1, 2.5
    )


@pytest.fixture
def database(settings: Settings) -> Path:
    """A record in which the session kaiwa-1 asked now, a year and seven years ago, and kaiwa-2 now."""
    path = Path(settings.database.removeprefix("sqlite:///"))
    engine = connect(settings.database)
    key = pseudonym_key(settings)
    asked = (
        ("new", "kaiwa-1", NOW),
        ("old", "kaiwa-1", LAST_YEAR),
        ("ancient", "kaiwa-1", LONG_AGO),
        ("other", "kaiwa-2", NOW),
    )
    insert_events(engine, [row_of(event(id, pseudonymise(key, CITY, session, at), at)) for id, session, at in asked])
    engine.dispose()
    return path


def texts(database: Path) -> dict[str, str]:
    with closing(sqlite3.connect(database)) as connection:
        return dict(connection.execute("SELECT id, text FROM usage_events"))


def audited(database: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT what, city, why FROM audit ORDER BY number").fetchall()


Run = Callable[..., Any]


def test_export_writes_every_year_of_a_session_as_json_lines(run: Run, database: Path) -> None:
    ran = run("privacy", "export", "--city", CITY, "--user", "kaiwa-1", "--why", "第3号")
    events = [json.loads(line) for line in ran.out.splitlines()]
    assert (ran.status, [each["id"] for each in events]) == (0, ["new", "old", "ancient"])
    assert events[0]["text"] == "newの質問"
    assert events[0]["at"] == NOW.isoformat()
    assert "3 events" in ran.err
    assert audited(database) == [("privacy export", CITY, "第3号")]


def test_export_takes_a_pseudonym_as_it_stands_in_the_record(run: Run, settings: Settings, database: Path) -> None:
    name = pseudonymise(pseudonym_key(settings), CITY, "kaiwa-1", LAST_YEAR)
    assert [
        json.loads(line)["id"] for line in run("privacy", "export", "--city", CITY, "--user", name).out.splitlines()
    ] == ["old"]


def test_erase_blanks_the_person_and_nobody_else(run: Run, database: Path) -> None:
    ran = run("privacy", "erase", "--city", CITY, "--user", "kaiwa-1")
    assert (ran.status, ran.out) == (0, f"{CITY}: 3 events erased\n")
    assert texts(database) == {"new": "", "old": "", "ancient": "", "other": "otherの質問"}
    assert "nothing is kept" in run("privacy", "erase", "--city", CITY, "--user", "kaiwa-1").out
    assert audited(database)[0] == ("privacy erase", CITY, "")
    assert "kaiwa" not in str(audited(database))


def test_erase_reaches_what_waited_in_the_spool(run: Run, settings: Settings, database: Path) -> None:
    spool = Spool(settings.spool_dir, 2**20)
    spool.append([row_of(event("spooled", pseudonymise(pseudonym_key(settings), CITY, "kaiwa-1", NOW), NOW))])
    spool.hand_on()
    assert run("privacy", "erase", "--city", CITY, "--user", "kaiwa-1").out == f"{CITY}: 4 events erased\n"
    assert texts(database)["spooled"] == ""


def test_what_a_running_server_still_holds_is_told(run: Run, settings: Settings, database: Path) -> None:
    spool = Spool(settings.spool_dir, 2**20)
    spool.append([row_of(event("spooled", "u", NOW))])
    assert "run this again" in run("privacy", "erase", "--city", CITY, "--user", "kaiwa-1").err
    spool.hand_on()


@pytest.mark.parametrize("command", ["export", "erase"])
@pytest.mark.parametrize(
    ("city", "user", "told"),
    [("139999", "kaiwa-1", "'139999' has no events; there are events of: 131016"), (CITY, " ", "--user is empty")],
)
def test_wrong_requests_are_told_and_change_nothing(
    run: Run, database: Path, command: str, city: str, user: str, told: str
) -> None:
    before = texts(database)
    ran = run("privacy", command, "--city", city, "--user", user)
    assert (ran.status, ran.out) == (1, "")
    assert told in ran.err
    assert texts(database) == before


def test_retain_ends_texts_and_events_and_says_so_once(run: Run, database: Path) -> None:
    first = run("privacy", "retain")
    assert first.status == 0
    assert "2 texts" in first.out
    assert "1 events" in first.out
    assert texts(database) == {"new": "newの質問", "old": "", "other": "otherの質問"}
    second = run("privacy", "retain")
    assert "0 texts" in second.out
    assert "0 events" in second.out
    assert len(audited(database)) == 1


def test_retain_keeps_the_counts_of_what_it_drops(run: Run, database: Path) -> None:
    run("privacy", "retain")
    with closing(sqlite3.connect(database)) as connection:
        day = (LONG_AGO).date().isoformat()
        [(count,)] = connection.execute(
            "SELECT count FROM usage_counts WHERE day = ? AND channel = 'web' AND measure = 'questions'", (day,)
        )
    assert count == 1


def test_retain_follows_the_settings(run: Run, database: Path) -> None:
    run("privacy", "retain", RETAIN_TEXT_DAYS=400, RETAIN_EVENT_YEARS=10)
    assert texts(database) == {"new": "newの質問", "old": "oldの質問", "ancient": "", "other": "otherの質問"}


def test_retain_ends_what_staff_wrote_for_quarters_long_over(run: Run, database: Path, settings: Settings) -> None:
    engine = connect(settings.database)
    surveys = SqlSurveys(engine)
    this, past = kpi.quarter_of(NOW.date()), kpi.quarter_of(LAST_YEAR.date())
    for quarter in (past, this):
        surveys.answer(CITY, "p", quarter, 4, "窓口で早く答えられた")
    assert "1 sentences" in run("privacy", "retain").out
    assert list(surveys.sentences(CITY, past)) == []
    assert list(surveys.sentences(CITY, this)) == ["窓口で早く答えられた"]
    assert [each.grade for each in surveys.grades(CITY, past, this)] == [4, 4]
    engine.dispose()


def test_retain_on_an_empty_record_has_nothing_to_do(run: Run) -> None:
    ran = run("privacy", "retain")
    assert (ran.status, ran.out) == (0, "no events; there is nothing to do\n")

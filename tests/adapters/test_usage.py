"""The usage log: every acknowledged event is there, once, whatever happens to the process."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from adapters.storage import SqlUsageLog, connect
from bot import Considered, Outcome, UsageEvent
from knowledge import TOKYO, Audience

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
Kept = Callable[[Path], list[dict[str, Any]]]


def event(id: str, text: str = "ごみの日はいつですか") -> UsageEvent:
    return UsageEvent(
        id=id,
        at=AT,
        city="131016",
        channel="web",
        audience=Audience.RESIDENT,
        user="u" * 64,
        session="s" * 64,
        outcome=Outcome.ANSWERED,
        text=text,
        choice="",
        shown=("gomi",),
        considered=(Considered("gomi", 2.5, 0.9), Considered("toshokan", 0.25, 0.1)),
        revision=3,
        milliseconds=4.125,
    )


@pytest.fixture
def database(workplace: Path) -> Path:
    return workplace / "madoguchi.sqlite3"


@pytest.fixture
def engine(database: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{database}")
    yield engine
    engine.dispose()


@contextmanager
def holding_the_database(database: Path) -> Iterator[None]:
    """Another process in the middle of a write: nobody else can commit meanwhile."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def test_an_event_is_kept_with_everything_in_it(engine: Engine, database: Path, kept: Kept) -> None:
    log = SqlUsageLog(engine)
    log.record(event("e1", "図書館📚は\n葛󠄀城駅の近くですか"))
    log.close()
    [row] = kept(database)
    assert row == {
        "number": 1,
        "id": "e1",
        "at": "2026-11-20 01:30:00.000000",
        "city": "131016",
        "channel": "web",
        "audience": "resident",
        "user": "u" * 64,
        "session": "s" * 64,
        "outcome": "answered",
        "text": "図書館📚は\n葛󠄀城駅の近くですか",
        "choice": "",
        "shown": '["gomi"]',
        "considered": '[{"id": "gomi", "score": 2.5, "confidence": 0.9},'
        ' {"id": "toshokan", "score": 0.25, "confidence": 0.1}]',
        "revision": 3,
        "milliseconds": 4.125,
    }


def test_the_same_moment_is_kept_alike_whatever_its_zone(engine: Engine, database: Path, kept: Kept) -> None:
    """The channels ask at 10:30 in Tokyo, which is 01:30 in UTC; a fiscal year must not depend on who wrote the row."""
    log = SqlUsageLog(engine)
    log.record(event("utc"))
    log.record(replace(event("tokyo"), at=AT.astimezone(TOKYO)))
    log.close()
    assert len({row["at"] for row in kept(database)}) == 1


def test_an_event_is_there_as_soon_as_it_is_acknowledged(engine: Engine, database: Path, kept: Kept) -> None:
    log = SqlUsageLog(engine)
    for number in range(5):
        log.record(event(f"e{number}"))
        assert len(kept(database)) == number + 1
    log.close()


def test_events_of_forty_threads_are_all_there_and_none_twice(engine: Engine, database: Path, kept: Kept) -> None:
    log = SqlUsageLog(engine)
    together = threading.Barrier(40)

    def ask(thread: int) -> None:
        together.wait()
        for number in range(25):
            log.record(event(f"{thread}-{number}"))

    with ThreadPoolExecutor(40) as threads:
        for done in [threads.submit(ask, thread) for thread in range(40)]:
            done.result()
    log.close()
    ids = [row["id"] for row in kept(database)]
    assert len(ids) == 40 * 25
    assert set(ids) == {f"{thread}-{number}" for thread in range(40) for number in range(25)}


def test_closing_waits_for_what_is_under_way(engine: Engine, database: Path, kept: Kept) -> None:
    """Ten events are held up by another writer when the log is closed; all of them are committed and acknowledged."""
    log = SqlUsageLog(engine)
    with ThreadPoolExecutor(11) as threads:
        with holding_the_database(database):
            recording = [threads.submit(log.record, event(f"e{number}")) for number in range(10)]
            time.sleep(0.2)
            closing = threads.submit(log.close)
            time.sleep(0.1)
            assert not closing.done()
        closing.result(timeout=5)
        assert [done.result(timeout=5) for done in recording] == [None] * 10
    assert len(kept(database)) == 10


def test_two_processes_share_one_record(database: Path, kept: Kept) -> None:
    engines = [connect(f"sqlite:///{database}") for _ in range(2)]
    logs = [SqlUsageLog(engine) for engine in engines]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: logs[number % 2].record(event(f"e{number}")), range(100)))
    for log, engine in zip(logs, engines, strict=True):
        log.close()
        engine.dispose()
    assert sorted(row["id"] for row in kept(database)) == sorted(f"e{number}" for number in range(100))


def test_a_failing_database_raises_to_the_caller(engine: Engine) -> None:
    log = SqlUsageLog(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE usage_events")
    with pytest.raises(SQLAlchemyError):
        log.record(event("e1"))
    log.close()


def test_the_error_of_a_failing_database_does_not_quote_the_question(engine: Engine) -> None:
    """Whoever catches it will log it."""
    log = SqlUsageLog(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE usage_events")
    with pytest.raises(SQLAlchemyError) as failed:
        log.record(event("e1", "ひそかに相談したいこと"))
    log.close()
    assert "ひそかに相談したいこと" not in str(failed.value)


def test_the_log_goes_on_after_a_failure(engine: Engine, database: Path, kept: Kept) -> None:
    log = SqlUsageLog(engine)
    log.record(event("e1"))
    with pytest.raises(SQLAlchemyError):
        log.record(event("e1"))
    log.record(event("e2"))
    log.close()
    assert [row["id"] for row in kept(database)] == ["e1", "e2"]


def test_an_event_that_the_database_refuses_does_not_cost_the_others(
    engine: Engine, database: Path, kept: Kept
) -> None:
    """While another writer holds the database, one refused and nine good events gather into one group."""
    log = SqlUsageLog(engine)
    log.record(event("taken"))
    with ThreadPoolExecutor(11) as threads:
        with holding_the_database(database):
            threads.submit(log.record, event("first"))
            time.sleep(0.2)
            refused = threads.submit(log.record, event("taken"))
            good = [threads.submit(log.record, event(f"good{number}")) for number in range(9)]
            time.sleep(0.2)
        assert isinstance(refused.exception(timeout=5), SQLAlchemyError)
        assert [done.exception(timeout=5) for done in good] == [None] * 9
    log.close()
    assert {row["id"] for row in kept(database)} == {"taken", "first", *(f"good{number}" for number in range(9))}


RECORDING = """
import sys, threading
from datetime import UTC, datetime
from adapters.storage import SqlUsageLog, connect
from bot import Outcome, UsageEvent
log = SqlUsageLog(connect(sys.argv[1]))
def ask(thread):
    for number in range(1_000_000):
        id = f"{thread}-{number}"
        log.record(UsageEvent(id, datetime.now(UTC), "131016", "web", "resident", "", "", Outcome.ANSWERED, "問",
                              "", (), (), 1, 1.0))
        sys.stdout.write(id + "\\n")
        sys.stdout.flush()
for thread in range(8):
    threading.Thread(target=ask, args=[thread]).start()
"""


def test_a_killed_process_has_lost_no_acknowledged_event(database: Path, kept: Kept) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", RECORDING, f"sqlite:///{database}"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    acknowledged = [process.stdout.readline() for _ in range(200)]
    process.send_signal(signal.SIGKILL)
    acknowledged += process.stdout.readlines()
    assert process.wait(timeout=10) == -signal.SIGKILL
    process.stdout.close()
    ids = [row["id"] for row in kept(database)]
    assert len(ids) == len(set(ids))
    assert {line.strip() for line in acknowledged if line.endswith("\n")} - set(ids) == set()

"""The usage log: what is acknowledged is kept, once, also when the database is away and when the process is killed."""

import errno
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from adapters.storage import Spool, SqlUsageLog, connect
from adapters.storage.database import writing
from adapters.storage.events import load_spool, row_of
from adapters.storage.spool import SpoolFull
from adapters.storage.tables import usage_events
from adapters.storage.usage import RefusedEvent
from bot import Considered, Outcome, UsageEvent
from knowledge import TOKYO, Audience

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
CONFIDENTIAL = "ひそかに相談したいこと"
ROOM = 10 * 2**20  # bytes
Logs = Callable[[], SqlUsageLog]
Away = Callable[[], AbstractContextManager[None]]


def event(id: str, text: str = "ごみの日はいつですか", **changed: Any) -> UsageEvent:
    asked = UsageEvent(
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
        leaned_on="gomi",
    )
    return replace(asked, **changed)


@pytest.fixture
def spool(workplace: Path) -> Spool:
    return Spool(workplace / "var" / "spool", ROOM)


@pytest.fixture
def start(engine: Engine, spool: Spool) -> Iterator[Logs]:
    """`start()` starts a log of its own, as a process would; it ends with the test."""
    started = []

    def begin() -> SqlUsageLog:
        started.append(SqlUsageLog(engine, Spool(spool.home, spool.limit)))
        return started[-1]

    yield begin
    for log in started:
        log.close()


@pytest.fixture
def log(start: Logs) -> SqlUsageLog:
    return start()


@pytest.fixture
def ids(engine: Engine) -> Callable[[], list[str]]:
    """The ids that the database holds, in their order."""

    def read() -> list[str]:
        with engine.connect() as connection:
            return list(connection.execute(select(usage_events.c.id).order_by(usage_events.c.number)).scalars())

    return read


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions wait for the database however slow the machine is, and do not turn to the spool."""
    monkeypatch.setattr("adapters.storage.usage.PATIENCE", 60.0)


def in_time(happened: Callable[[], bool], seconds: float = 30.0) -> bool:
    """Whether `happened` comes true within `seconds`."""
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


class TestRecording:
    """The database is there."""

    def test_an_event_is_kept_with_everything_in_it(self, log: SqlUsageLog, engine: Engine) -> None:
        log.record(event("e1", "図書館📚は\n葛󠄀城駅の近くですか"))
        with engine.connect() as connection:
            [row] = connection.execute(select(usage_events)).mappings()
        assert dict(row) == {
            "number": 1,
            "id": "e1",
            "at": AT,
            "city": "131016",
            "channel": "web",
            "audience": "resident",
            "user": "u" * 64,
            "session": "s" * 64,
            "outcome": "answered",
            "text": "図書館📚は\n葛󠄀城駅の近くですか",
            "choice": "",
            "shown": ["gomi"],
            "considered": [
                {"id": "gomi", "score": 2.5, "confidence": 0.9},
                {"id": "toshokan", "score": 0.25, "confidence": 0.1},
            ],
            "revision": 3,
            "milliseconds": 4.125,
            "leaned_on": "gomi",
        }

    def test_the_same_moment_is_kept_alike_whatever_its_zone(self, log: SqlUsageLog, engine: Engine) -> None:
        """The channels ask at 10:30 in Tokyo, which is 01:30 in UTC; a fiscal year must not depend on who wrote the row."""
        log.record(event("utc"))
        log.record(event("tokyo", at=AT.astimezone(TOKYO)))
        with engine.connect() as connection:
            kept = connection.exec_driver_sql("SELECT CAST(at AS TEXT) FROM usage_events").scalars().all()
        assert len(kept) == 2
        assert len(set(kept)) == 1

    def test_an_event_is_there_as_soon_as_it_is_acknowledged(
        self, log: SqlUsageLog, ids: Callable[[], list[str]]
    ) -> None:
        for number in range(5):
            log.record(event(f"e{number}"))
            assert len(ids()) == number + 1

    def test_events_of_forty_threads_are_all_there_and_none_twice(
        self, log: SqlUsageLog, ids: Callable[[], list[str]]
    ) -> None:
        together = threading.Barrier(40)

        def ask(thread: int) -> None:
            together.wait()
            for number in range(25):
                log.record(event(f"{thread}-{number}"))

        with ThreadPoolExecutor(40) as threads:
            for done in [threads.submit(ask, thread) for thread in range(40)]:
                done.result()
        assert sorted(ids()) == sorted(f"{thread}-{number}" for thread in range(40) for number in range(25))

    @pytest.mark.usefixtures("patient")
    def test_closing_waits_for_what_is_under_way(
        self, log: SqlUsageLog, held: Away, ids: Callable[[], list[str]]
    ) -> None:
        """Ten events are held up by another writer when the log is closed; all of them are committed and acknowledged."""
        with ThreadPoolExecutor(11) as threads:
            with held():
                recording = [threads.submit(log.record, event(f"e{number}")) for number in range(10)]
                time.sleep(0.2)
                closing = threads.submit(log.close)
                time.sleep(0.1)
                assert not closing.done()
            closing.result(timeout=60)
            assert [done.result(timeout=60) for done in recording] == [None] * 10
        assert len(ids()) == 10

    def test_two_processes_share_one_record(self, start: Logs, ids: Callable[[], list[str]]) -> None:
        logs = [start(), start()]
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(lambda number: logs[number % 2].record(event(f"e{number}")), range(100)))
        assert sorted(ids()) == sorted(f"e{number}" for number in range(100))

    def test_an_event_counts_once_however_often_it_is_recorded(
        self, log: SqlUsageLog, ids: Callable[[], list[str]]
    ) -> None:
        for id in ("e1", "e1", "e2", "e1"):
            log.record(event(id))
        assert ids() == ["e1", "e2"]

    def test_a_clock_that_was_set_back_loses_and_doubles_nothing(
        self, log: SqlUsageLog, ids: Callable[[], list[str]]
    ) -> None:
        for number in range(3):
            log.record(event(f"e{number}", at=AT - timedelta(hours=number)))
        assert ids() == ["e0", "e1", "e2"]

    @pytest.mark.parametrize("text", ["\0", "ごみ\0の日", "\ud83d", "\udfff半分"], ids=ascii)
    def test_what_no_database_can_hold_is_replaced_and_the_event_kept(
        self, log: SqlUsageLog, engine: Engine, text: str
    ) -> None:
        log.record(event("e1", text))
        with engine.connect() as connection:
            [kept] = connection.execute(select(usage_events.c.text)).scalars()
        assert kept == text.replace("\0", "\ufffd").replace("\ud83d", "?").replace("\udfff", "?")

    @pytest.mark.usefixtures("patient")
    def test_an_event_that_the_database_refuses_does_not_cost_the_others(
        self, log: SqlUsageLog, held: Away, ids: Callable[[], list[str]]
    ) -> None:
        """While another writer holds the database, one refused and nine good events gather into one group."""
        with ThreadPoolExecutor(11) as threads:
            with held():
                threads.submit(log.record, event("first"))
                time.sleep(0.2)
                refused = threads.submit(log.record, event("bad", milliseconds=None))
                good = [threads.submit(log.record, event(f"good{number}")) for number in range(9)]
                time.sleep(0.2)
            assert isinstance(refused.exception(timeout=60), RefusedEvent)
            assert [done.exception(timeout=60) for done in good] == [None] * 9
        assert set(ids()) == {"first", *(f"good{number}" for number in range(9))}
        assert "the usage event bad was refused" in str(refused.exception())

    def test_what_is_told_of_a_refused_event_does_not_quote_the_question(
        self, log: SqlUsageLog, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Whoever catches it will log it, with what led to it."""
        try:
            log.record(event("bad", CONFIDENTIAL, milliseconds=None))
        except RefusedEvent:
            logging.getLogger().exception("refused")
        assert "milliseconds" in caplog.text
        assert CONFIDENTIAL not in caplog.text


class TestWaiting:
    """The database is away: events wait on disk, and are loaded when it is back."""

    def test_events_wait_and_are_loaded_once_each(
        self,
        log: SqlUsageLog,
        gone: Away,
        ids: Callable[[], list[str]],
        spool: Spool,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        log.record(event("before"))
        with gone():
            for number in range(5):
                log.record(event(f"meanwhile{number}"))
            assert spool.size() > 5 * 500
        assert in_time(lambda: len(ids()) == 6)
        log.record(event("after"))  # may wait too: the loader has not said yet that the database is back
        assert in_time(lambda: len(ids()) == 7)
        assert sorted(ids()) == sorted(["before", "after", *(f"meanwhile{number}" for number in range(5))])
        assert in_time(lambda: not spool)
        assert caplog.text.count("the database takes no usage events") == 1
        assert "5 that waited in" in caplog.text

    def test_what_waited_is_the_same_as_what_did_not(self, log: SqlUsageLog, gone: Away, engine: Engine) -> None:
        log.record(event("before", "図書館📚\n葛󠄀城", at=AT + timedelta(microseconds=1)))
        with gone():
            log.record(event("meanwhile", "図書館📚\n葛󠄀城", at=AT + timedelta(microseconds=1)))

        def rows() -> list[Any]:
            with engine.connect() as connection:
                return [dict(row) for row in connection.execute(select(usage_events)).mappings()]

        assert in_time(lambda: len(rows()) == 2)
        same = [{key: value for key, value in row.items() if key not in ("id", "number")} for row in rows()]
        assert same[0] == same[1]

    def test_nobody_waits_longer_than_a_second_for_a_database_that_hangs(
        self, log: SqlUsageLog, held: Away, ids: Callable[[], list[str]]
    ) -> None:
        """The first questions wait their second; those after them do not wait at all."""
        with held():
            start = time.monotonic()
            log.record(event("first"))
            assert 0.9 < time.monotonic() - start < 5.0  # one second, and what a busy machine adds
            start = time.monotonic()
            for number in range(20):
                log.record(event(f"later{number}"))
            assert time.monotonic() - start < 10.0  # not a second each
        assert in_time(lambda: len(ids()) == 21)
        time.sleep(0.2)
        assert sorted(ids()) == sorted(["first", *(f"later{number}" for number in range(20))])

    def test_what_waits_when_the_process_ends_is_loaded_by_the_next(
        self, start: Logs, gone: Away, ids: Callable[[], list[str]], caplog: pytest.LogCaptureFixture
    ) -> None:
        with gone():
            log = start()
            log.record(event("e1"))
            log.close()
            assert "the next start loads them" in caplog.text
        start()
        assert in_time(lambda: ids() == ["e1"])

    def test_loading_twice_counts_once(self, engine: Engine, spool: Spool, ids: Callable[[], list[str]]) -> None:
        """The process was killed after the commit and before the file was deleted."""
        spool.append([row_of(event(f"e{number}")) for number in range(3)])
        spool.hand_on()
        [path] = spool.home.iterdir()
        content = path.read_bytes()
        assert load_spool(engine, spool) == 3
        path.write_bytes(content)
        assert load_spool(engine, spool) == 0
        assert len(ids()) == 3
        assert list(spool.home.iterdir()) == []

    def test_what_an_earlier_version_left_is_loaded(
        self, engine: Engine, spool: Spool, ids: Callable[[], list[str]]
    ) -> None:
        """Before questions leaned on others their events did not say so; a file may hold both."""
        earlier = {name: value for name, value in row_of(event("e1")).items() if name != "leaned_on"}
        spool.append([row_of(event("e0")), earlier])
        assert load_spool(engine, spool) == 2
        with engine.connect() as connection:
            leaned = dict(connection.execute(select(usage_events.c.id, usage_events.c.leaned_on)).all())
        assert leaned == {"e0": "gomi", "e1": ""}

    def test_a_load_that_fails_half_way_keeps_everything(
        self, engine: Engine, spool: Spool, ids: Callable[[], list[str]], gone: Away
    ) -> None:
        spool.append([row_of(event(f"e{number}")) for number in range(1_200)])
        with gone(), pytest.raises(Exception, match=r"usage_events|not currently accepting|terminat"):
            load_spool(engine, spool)
        assert len(list(spool.home.iterdir())) == 1
        assert load_spool(engine, spool) == 1_200
        assert len(ids()) == 1_200

    def test_a_file_that_another_process_appends_to_is_left_to_it(
        self, engine: Engine, spool: Spool, ids: Callable[[], list[str]]
    ) -> None:
        other = Spool(spool.home, ROOM)
        other.append([row_of(event("theirs"))])
        assert load_spool(engine, spool) == 0
        other.hand_on()
        assert load_spool(engine, spool) == 1
        assert ids() == ["theirs"]

    def test_many_who_append_and_many_who_load_at_once_lose_and_double_nothing(
        self, engine: Engine, spool: Spool, ids: Callable[[], list[str]]
    ) -> None:
        """Four processes append and hand on, three load whatever they find."""
        appending = [threading.Event() for _ in range(4)]

        def append(number: int) -> None:
            own = Spool(spool.home, spool.limit)
            for at in range(50):
                own.append([row_of(event(f"{number}-{at}"))])
                if at % 3 == 0:
                    own.hand_on()
            own.hand_on()
            appending[number].set()

        def load() -> int:
            own, new = Spool(spool.home, spool.limit), 0
            while not all(done.is_set() for done in appending) or own:
                new += load_spool(engine, own)
            return new

        with ThreadPoolExecutor(7) as threads:
            loading = [threads.submit(load) for _ in range(3)]
            for done in [threads.submit(append, number) for number in range(4)]:
                done.result(timeout=60)
            assert sum(done.result(timeout=60) for done in loading) == 200
        assert sorted(ids()) == sorted(f"{number}-{at}" for number in range(4) for at in range(50))

    def test_lines_that_cannot_be_loaded_are_kept_aside_and_told(
        self, engine: Engine, spool: Spool, ids: Callable[[], list[str]], caplog: pytest.LogCaptureFixture
    ) -> None:
        """A good line, one the database refuses, one that is damaged, another good one, one that broke off."""
        spool.append([row_of(event("good1")), row_of(event("bad", CONFIDENTIAL, milliseconds=None))])
        spool.hand_on()
        [path] = spool.home.iterdir()
        with path.open("ab") as file:
            file.write(b"\x00\xff\x00\n" + json.dumps(row_of(event("good2"))).encode() + b'\n{"id": "broke o')
        assert load_spool(engine, spool) == 2
        assert ids() == ["good1", "good2"]
        [aside] = spool.home.iterdir()
        assert aside.name == f"{path.name}.unloadable"
        damaged, refused = aside.read_bytes().splitlines()
        assert (damaged, json.loads(refused)["id"]) == (b"\x00\xff\x00", "bad")
        assert f"2 lines of {path} could not be loaded" in caplog.text
        assert CONFIDENTIAL not in caplog.text


class TestRoom:
    """The spool is bounded, and so is the disk: what finds no room is not acknowledged; what was acknowledged stays."""

    def test_a_full_spool_refuses_what_is_new_and_keeps_what_it_has(self, workplace: Path) -> None:
        spool = Spool(workplace / "spool", 3_000)
        spool.append([row_of(event("e1")), row_of(event("e2"))])
        with pytest.raises(SpoolFull, match=r"holds 1,\d{3} bytes of 3,000 \(MADOGUCHI_SPOOL_MEGABYTES\)"):
            spool.append([row_of(event(f"e{number}")) for number in range(3, 9)])
        spool.hand_on()
        [waiting] = spool.waiting()
        assert [row["id"] for row in waiting.rows] == ["e1", "e2"]

    def test_what_is_lost_is_counted_in_the_log_and_not_line_by_line(
        self, engine: Engine, workplace: Path, gone: Away, caplog: pytest.LogCaptureFixture
    ) -> None:
        log = SqlUsageLog(engine, Spool(workplace / "spool", 100))
        with gone():
            for number in range(30):
                with pytest.raises(SpoolFull):
                    log.record(event(f"e{number}"))
        log.close()
        assert caplog.text.count("usage events are lost") == 1

    def test_a_disk_that_is_full_leaves_no_half_line(self, spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
        """The disk takes ten bytes of the second group and then no more; later it has room again."""
        spool.append([row_of(event("e1"))])
        write, room = os.write, [10]

        def filling(file: int, data: bytes) -> int:
            if not room:
                raise OSError(errno.ENOSPC, "No space left on device")
            return write(file, data[: room.pop()])

        monkeypatch.setattr(os, "write", filling)
        with pytest.raises(OSError, match="No space left on device"):
            spool.append([row_of(event("lost"))])
        monkeypatch.undo()
        spool.append([row_of(event("e2"))])
        spool.hand_on()
        [waiting] = spool.waiting()
        assert ([row["id"] for row in waiting.rows], waiting.damaged) == (["e1", "e2"], [])

    def test_only_the_owner_may_read_what_waits(self, spool: Spool) -> None:
        spool.append([row_of(event("e1"))])
        [path] = spool.home.iterdir()
        assert (path.stat().st_mode & 0o777, spool.home.stat().st_mode & 0o777) == (0o600, 0o700)


RECORDING = """
import sys, threading
from pathlib import Path
from datetime import UTC, datetime
from adapters.storage import Spool, SqlUsageLog, connect
from bot import Outcome, UsageEvent
address, home, away = sys.argv[1:]
engine = connect(address)
log = SqlUsageLog(engine, Spool(Path(home), 2**30))
if away:
    engine.dispose()
    def refuse(): raise ConnectionError
    engine.connect = refuse  # from here on nothing reaches the database
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


@pytest.mark.parametrize("away", ["", "away"], ids=["into the database", "into the spool"])
def test_a_killed_process_has_lost_no_acknowledged_event(
    database: str, engine: Engine, spool: Spool, ids: Callable[[], list[str]], away: str
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", RECORDING, database, spool.home, away],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    acknowledged = [process.stdout.readline() for _ in range(200)]
    process.send_signal(signal.SIGKILL)
    acknowledged += process.stdout.readlines()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert bool(spool) == bool(away)
    load_spool(engine, spool)
    kept = ids()
    assert len(kept) == len(set(kept))
    told = {line.strip() for line in acknowledged if line.endswith("\n")}
    assert len(told) >= 200
    assert told - set(kept) == set()


def test_a_table_that_is_held_by_a_migration_is_no_reason_to_lose_anything(
    log: SqlUsageLog, engine: Engine, ids: Callable[[], list[str]]
) -> None:
    with writing(engine) as connection:
        connection.exec_driver_sql("ALTER TABLE usage_events ADD COLUMN later INTEGER")
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda number: log.record(event(f"e{number}")), range(4)))
    assert in_time(lambda: len(ids()) == 4)


def test_another_engine_sees_the_events(database: str, log: SqlUsageLog) -> None:
    log.record(event("e1"))
    other = connect(database)
    with other.connect() as connection:
        assert connection.execute(select(usage_events.c.id)).scalars().all() == ["e1"]
    other.dispose()

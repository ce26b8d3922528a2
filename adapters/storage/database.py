"""The database: SQLite in one file, or PostgreSQL. Every write goes through `writing`."""

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Insert, Table, create_engine, event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url

from adapters.storage.schema import UnusableDatabase, up_to_date, upgrade
from adapters.storage.tables import publications, published, usage_events

SQLITE_MAGIC = b"SQLite format 3\0"
# A checkpoint makes those who write at that moment wait for two more syncs: it comes at 16 MB of log, not at 4.
CHECKPOINT = "wal_autocheckpoint=4000"
PRAGMAS = ("journal_mode=WAL", "busy_timeout=5000", "foreign_keys=ON", "synchronous=FULL", CHECKPOINT)
BACKENDS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg"}
# A server that is gone is noticed in seconds (tcp_user_timeout in ms, the others in s), as SQLite waits five for a lock.
NOTICING = {"connect_timeout": 5, "tcp_user_timeout": 5_000, "keepalives_idle": 30, "application_name": "madoguchi"}


def connect(url: str) -> Engine:
    """An engine for `url` (sqlite:/// or postgresql://) with every table in place, upgraded where it was older.

    SQLite runs in WAL mode and waits five seconds for a lock. Raises UnusableDatabase or SQLAlchemyError.
    """
    parsed = make_url(url)
    if parsed.drivername not in BACKENDS:
        raise UnusableDatabase(
            f"MADOGUCHI_DATABASE_URL: {parsed.drivername!r} is not served; it takes sqlite:///… or postgresql://…"
        )
    engine = _engine(parsed.set(drivername=BACKENDS[parsed.drivername]))
    try:
        if not up_to_date(engine):
            with writing(engine) as connection:
                upgrade(connection)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        noticing = {name: value for name, value in NOTICING.items() if name not in url.query}
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=noticing)
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, hide_parameters=True)  # errors are logged, and parameters quote questions
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: all or nothing. On SQLite it has the database for itself from the start."""
    with _turn(engine), engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


def insert_new(dialect: str, table: Table, key: str, replacing: Sequence[str] = ()) -> Insert:
    """An INSERT into `table` that leaves alone what is there already under `key`, but for the columns `replacing`."""
    new: Any = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    if not replacing:
        kept: Insert = new.on_conflict_do_nothing(index_elements=[key])
        return kept
    values = {name: new.excluded[name] for name in replacing}
    replaced: Insert = new.on_conflict_do_update(index_elements=[key], set_=values)
    return replaced


def check_database(engine: Engine) -> None:
    """Raise SQLAlchemyError, OSError or UnusableDatabase when the database cannot be used: its file is gone or no database, or a table is missing."""
    if engine.dialect.name == "sqlite" and engine.url.database:
        with Path(engine.url.database).open("rb") as file:
            if not file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC:
                raise OSError(f"{engine.url.database} is no SQLite database")
    with engine.connect() as connection:
        for column in (published.c.city, publications.c.city, usage_events.c.number):
            connection.execute(select(column).limit(1))


@contextmanager
def _turn(engine: Engine) -> Iterator[None]:
    """On SQLite, wait in line for the right to write, across the processes of this machine.

    SQLite itself polls for a busy lock with growing sleeps, which cost two server processes half their speed; a file
    lock is handed over at once. PostgreSQL does this itself.
    """
    if engine.dialect.name != "sqlite" or not engine.url.database:
        yield
        return
    with open(f"{engine.url.database}.lock", "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # released when the file closes, also when the process dies
        yield


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver would begin late, and not at all before CREATE TABLE
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

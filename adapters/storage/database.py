"""The database: SQLite in one file, with its tables made on first use."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Engine,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    select,
)
from sqlalchemy.engine import make_url

SQLITE_MAGIC = b"SQLite format 3\0"
metadata = MetaData()

publications = Table(
    "publications",
    metadata,
    Column("city", String(6), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("why", Text, nullable=False),
)
entry_revisions = Table(
    "entry_revisions",
    metadata,
    Column("city", String(6), primary_key=True),
    Column("id", String(80), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("body", JSON, nullable=False),
)
plan_revisions = Table(
    "plan_revisions",
    metadata,
    Column("city", String(6), primary_key=True),
    Column("id", String(80), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("body", JSON, nullable=False),
)
usage_events = Table(
    "usage_events",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(32), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("city", String(6), nullable=False, index=True),
    Column("channel", String(20), nullable=False),
    Column("audience", String(10), nullable=False),
    Column("user", String(64), nullable=False),
    Column("session", String(64), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("choice", String(80), nullable=False),
    Column("shown", JSON, nullable=False),
    Column("considered", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("milliseconds", Float, nullable=False),
    UniqueConstraint("id"),
)


def connect(url: str) -> Engine:
    """An engine for `url` with every table in place. SQLite runs in WAL mode and waits five seconds for a lock."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, hide_parameters=True)  # errors are logged, and parameters quote questions
    if parsed.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    metadata.create_all(engine)
    return engine


def check_database(engine: Engine) -> None:
    """Raise SQLAlchemyError or OSError when the database cannot be used: its file is gone or no database, or a table is missing."""
    if engine.dialect.name == "sqlite" and engine.url.database:
        with Path(engine.url.database).open("rb") as file:
            if not file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC:
                raise OSError(f"{engine.url.database} is no SQLite database")
    with engine.connect() as connection:
        connection.execute(select(publications.c.city).limit(1))
        connection.execute(select(usage_events.c.number).limit(1))


@contextmanager
def one_writer(engine: Engine) -> Iterator[None]:
    """On SQLite, wait in line for the right to write, across the processes of this machine.

    SQLite itself polls for a busy lock with growing sleeps, which cost two server processes half their speed; a file
    lock is handed over at once. Elsewhere the database does this itself.
    """
    if engine.dialect.name != "sqlite" or not engine.url.database:
        yield
        return
    with open(f"{engine.url.database}.lock", "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # released when the file closes, also when the process dies
        yield


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "busy_timeout=5000", "foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")

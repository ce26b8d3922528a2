"""Usage events as rows: how they go into the database, and from the spool into the database."""

import logging
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Engine, Insert, bindparam, column, func, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import CompileError, DataError, DBAPIError, IntegrityError, StatementError

from adapters.storage.database import insert_new, writing
from adapters.storage.spool import Spool, Waiting
from adapters.storage.tables import Row, blanked, usage_events
from bot import UsageEvent

log = logging.getLogger(__name__)
LOADED_AT_ONCE = 500  # rows in one transaction, so that questions need not wait long for their turn
SINCE_ADDED = {"leaned_on": ""}  # columns that what an earlier version left in a spool does not have


def row_of(event: UsageEvent) -> Row:
    """`event` as columns that JSON can hold; the moment in UTC, and no character that PostgreSQL cannot keep."""
    row = {name: _storable(getattr(event, name)) for name in event.__slots__}
    return row | {
        "at": event.at.astimezone(UTC).isoformat(),
        "shown": list(event.shown),
        "considered": [{"id": hit.id, "score": hit.score, "confidence": hit.confidence} for hit in event.considered],
    }


def insert_events(engine: Engine, rows: Sequence[Row]) -> int:
    """Insert what is not there yet, all or nothing; how many were new."""
    if engine.dialect.name == "postgresql":
        return _insert_in_one_go(engine, rows)
    values = [SINCE_ADDED | row | {"at": datetime.fromisoformat(row["at"])} for row in rows]
    with writing(engine) as connection:
        return connection.execute(_inserting(connection.dialect.name), values).rowcount


def _insert_in_one_go(engine: Engine, rows: Sequence[Row]) -> int:
    """One statement that is a transaction of its own, with all rows as one JSON: one way to the server and back, not four."""
    values = [SINCE_ADDED | row for row in rows]
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        return connection.execute(_inserting_json(), {"rows": values}).rowcount


def is_refusal(error: Exception) -> bool:
    """Whether the database is there and finds fault with what it was given, so that a second try would fail alike."""
    if isinstance(error, DBAPIError):
        return isinstance(error, IntegrityError | DataError)
    return isinstance(error, StatementError | CompileError | KeyError | TypeError | ValueError)


def load_spool(engine: Engine, spool: Spool) -> int:
    """Load what waits in `spool`, of this process and of those that ended; how many events were new.

    Raises what the database raised; then all that is not loaded yet still waits.
    """
    spool.hand_on()
    with closing(spool.waiting()) as files:  # whatever happens, the file under way is let go
        return sum(_load(engine, spool, waiting) for waiting in files)


def told(error: Exception) -> str:
    """The first line of `error`: the lines after it may quote what was to be stored."""
    lines = str(error).splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


@lru_cache
def _inserting(dialect: str) -> Insert:
    """Made once: making it takes as long as running it."""
    return insert_new(dialect, usage_events, "id").execution_options(preserve_rowcount=True)


@lru_cache
def _inserting_json() -> Insert:
    """The same, on PostgreSQL, from the bound JSON `rows`."""
    kept = [each for each in usage_events.c if each is not usage_events.c.number]
    given = func.json_to_recordset(bindparam("rows", type_=JSON)).table_valued(
        *(column(each.name, each.type) for each in kept)
    )
    rows = given.render_derived(with_types=True)
    new = postgresql.insert(usage_events).from_select([each.name for each in kept], select(*rows.c))
    return new.on_conflict_do_nothing(index_elements=["id"]).execution_options(preserve_rowcount=True)


def _load(engine: Engine, spool: Spool, waiting: Waiting) -> int:
    new = 0
    refused: list[Row] = []
    for at in range(0, len(waiting.rows), LOADED_AT_ONCE):
        rows = waiting.rows[at : at + LOADED_AT_ONCE]
        try:
            new += insert_events(engine, rows)
        except Exception as error:
            if not is_refusal(error):
                raise
            for row in rows:
                new += _load_alone(engine, row, refused)
    _blank_taken_back(engine)
    spool.settle(waiting, refused)
    if refused or waiting.damaged:
        count = len(refused) + len(waiting.damaged)
        log.error("%s lines of %s could not be loaded; they are kept beside it", count, waiting.path)
    return new


def _blank_taken_back(engine: Engine) -> None:
    """Blank the texts that were taken back while their events waited. In a transaction after that of the events: whoever
    takes one back at this moment either finds the event, or is found here."""
    taken_back = usage_events.c.id.in_(select(blanked.c.event)) & (usage_events.c.text != "")
    with writing(engine) as connection:
        connection.execute(update(usage_events).where(taken_back).values(text=""))


def _load_alone(engine: Engine, row: Row, refused: list[Row]) -> int:
    """Load one row; where the database will not have it, add it to `refused`."""
    try:
        return insert_events(engine, [row])
    except Exception as error:
        if not is_refusal(error):
            raise
        log.error("the usage event %s was refused: %s", row.get("id"), told(error))
        refused.append(row)
        return 0


def _storable(value: Any) -> Any:
    """Text without NUL and without halves of a pair, which no UTF-8 holds; anything else as it is."""
    if not isinstance(value, str):
        return value
    return value.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")

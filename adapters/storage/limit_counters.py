"""Counters of requests for the library `limits`, shared through the database by the processes of one or several machines."""

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from limits.storage import Storage
from sqlalchemy import Column, Engine, Integer, String, Table, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from adapters.storage.database import writing
from adapters.storage.tables import metadata

log = logging.getLogger(__name__)
EVERY = 1.0  # seconds between exchanges with the database: by so much a limit may be overrun, by each process
AT_ONCE = 500  # rows of one statement
KEPT = 120  # seconds that a finished window stays in the table, for machines whose clocks differ

# `ends` is the second of the epoch at which the window is over. `key` is made by who counts and names nobody.
limit_counters = Table(
    "limit_counters",
    metadata,
    Column("key", String(128), primary_key=True),
    Column("ends", Integer, primary_key=True, autoincrement=False),
    Column("hits", Integer, nullable=False),
)
C = limit_counters.c


@dataclass(slots=True)
class Count:
    """One window of one key: what the database had when it was last told, and what it has not been told yet."""

    ends: int
    shared: int = 0
    untold: int = 0


class SharedCounters(Storage):
    """A storage of `limits` for fixed windows. A request only counts in memory; a thread exchanges counts every EVERY seconds.

    Windows begin with the clock, so that all processes mean the same one. While the database is away each process counts
    by itself.
    """

    STORAGE_SCHEME = ["madoguchi"]  # noqa: RUF012 — so declared by the library

    def __init__(self, engine: Engine, every: float = EVERY) -> None:
        super().__init__()
        self._engine, self._every = engine, every
        self._counts: dict[str, Count] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._away = False
        self._thread = threading.Thread(target=self._exchange_regularly, name="limit-counters", daemon=True)
        self._thread.start()

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count `amount` under `key` in the window of `expiry` seconds that runs now; the count so far."""
        ends = (int(time.time()) // expiry + 1) * expiry
        with self._lock:
            count = self._counts.get(key)
            if count is None or count.ends != ends:
                count = self._counts[key] = Count(ends)
            count.untold += amount
            return count.shared + count.untold

    def get(self, key: str) -> int:
        """The count under `key` in the window that runs now."""
        with self._lock:
            count = self._counts.get(key)
            return count.shared + count.untold if count and count.ends > time.time() else 0

    def get_expiry(self, key: str) -> float:
        """When the window of `key` is over, in seconds of the epoch."""
        with self._lock:
            count = self._counts.get(key)
            return count.ends if count else time.time()

    def check(self) -> bool:
        """Whether the database took the last counts."""
        return not self._away

    def reset(self) -> int | None:
        """Forget what this process counts; how many keys there were."""
        with self._lock:
            known, self._counts = len(self._counts), {}
        return known

    def clear(self, key: str) -> None:
        """Forget what this process counts under `key`."""
        with self._lock:
            self._counts.pop(key, None)

    def close(self) -> None:
        """Stop exchanging; what the others have not been told by now is not worth a write."""
        self._stop.set()
        self._thread.join(timeout=5)

    def exchange(self) -> None:
        """Tell the database what was counted since the last time, and learn what the others counted under the same keys."""
        with self._lock:
            told = {(key, count.ends): count.untold for key, count in self._counts.items() if count.untold}
        if not told:
            return
        rows = [{"key": key, "ends": ends, "hits": hits} for (key, ends), hits in sorted(told.items())]
        totals: dict[tuple[str, int], int] = {}
        with writing(self._engine) as connection:
            for at in range(0, len(rows), AT_ONCE):
                written = connection.execute(self._added(rows[at : at + AT_ONCE]))
                totals |= {(row.key, row.ends): row.hits for row in written}
            connection.execute(delete(limit_counters).where(C.ends < int(time.time()) - KEPT))
        self._learn(told, totals)

    def _learn(self, told: dict[tuple[str, int], int], totals: dict[tuple[str, int], int]) -> None:
        now = time.time()
        with self._lock:
            for key in [key for key, count in self._counts.items() if count.ends < now]:
                del self._counts[key]
            for (key, ends), hits in told.items():
                count = self._counts.get(key)
                if count and count.ends == ends:
                    count.untold -= hits
                    count.shared = totals[key, ends]

    def _added(self, rows: Sequence[dict[str, object]]) -> Any:
        """An INSERT that adds to the hits that are there already, and returns the sums."""
        new: Any = (postgresql if self._engine.dialect.name == "postgresql" else sqlite).insert(limit_counters)
        values = new.values(rows)
        added = values.on_conflict_do_update(
            index_elements=["key", "ends"], set_={"hits": C.hits + values.excluded.hits}
        )
        return added.returning(C.key, C.ends, C.hits)

    def _exchange_regularly(self) -> None:
        while not self._stop.wait(self._every):
            try:
                self.exchange()
            except SQLAlchemyError as error:
                if not self._away:
                    log.error("each process limits by its own counts: %s", str(error).split("\n", 1)[0])
                self._away = True
            else:
                self._away = False

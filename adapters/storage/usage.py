"""Usage events: in the database before the question is answered, or on disk until the database is back."""

import logging
import threading
import time
from collections.abc import Sequence

from sqlalchemy import Engine

from adapters.storage.database import check_database
from adapters.storage.events import insert_events, is_refusal, load_spool, row_of, told
from adapters.storage.groups import LONGEST_WAIT, GroupWriter
from adapters.storage.spool import Spool, SpoolFull
from adapters.storage.tables import Row
from bot import UsageEvent

log = logging.getLogger(__name__)
PATIENCE = 1.0  # seconds that a question waits for the database before its event goes to the spool
RETRY = 1.0  # seconds between looks at the spool
TELLING = 60.0  # seconds between two lines on events that found no room


class RefusedEvent(ValueError):
    """The database is there and will not take this event; the message does not quote what was asked."""


class SqlUsageLog:
    """A UsageLog. An event is kept once, however often it is recorded or loaded: its id is known."""

    def __init__(self, engine: Engine, spool: Spool) -> None:
        self._engine = engine
        self._spool = spool
        self._away = False  # whether the database did not take the last event
        self._lock = threading.Lock()
        self._refused, self._told = 0, -TELLING
        self._stop = threading.Event()
        self._database = GroupWriter("usage-log", self._insert, is_refusal)
        self._keeper = GroupWriter("usage-spool", spool.append)
        self._loader = threading.Thread(target=self._load_regularly, name="usage-loader", daemon=True)
        self._loader.start()

    def record(self, event: UsageEvent) -> None:
        """Return once `event` is in the database, or in the spool where the database does not take it within PATIENCE.

        Raises RefusedEvent, or what the spool raised: SpoolFull, OSError, TimeoutError.
        """
        row = row_of(event)
        if not self._away and self._database.seconds < PATIENCE:
            try:
                self._database.add(row).result(timeout=PATIENCE)
                return
            except Exception as error:
                if is_refusal(error):
                    raise RefusedEvent(f"the usage event {event.id} was refused: {told(error)}") from None
                self._went_away(error)
        self._keep(row)

    def close(self) -> None:
        """Write what is waiting, then stop. What is still in the spool is loaded by the next process."""
        self._stop.set()
        self._database.close()
        self._keeper.close()
        self._loader.join(timeout=LONGEST_WAIT)
        self._spool.hand_on()
        if waiting := self._spool.size():
            log.warning("%s bytes of usage events wait in %s; the next start loads them", waiting, self._spool.home)

    def _insert(self, rows: Sequence[Row]) -> None:
        insert_events(self._engine, rows)

    def _keep(self, row: Row) -> None:
        try:
            self._keeper.add(row).result(timeout=LONGEST_WAIT)
        except SpoolFull as error:
            self._found_no_room(error)
            raise

    def _load_regularly(self) -> None:
        while not self._stop.wait(RETRY):
            if not (self._away or self._spool):
                continue
            try:
                check_database(self._engine)
                loaded = load_spool(self._engine, self._spool)
            except Exception as error:
                self._went_away(error)
            else:
                self._came_back(loaded)

    def _went_away(self, error: Exception) -> None:
        with self._lock:
            before, self._away = self._away, True
        if not before:
            log.error("the database takes no usage events (%s); they wait in %s", told(error), self._spool.home)

    def _came_back(self, loaded: int) -> None:
        with self._lock:
            before, self._away = self._away, False
        if before or loaded:
            log.warning("the database takes usage events; %s that waited in %s are loaded", loaded, self._spool.home)

    def _found_no_room(self, error: SpoolFull) -> None:
        """Say how many events were lost so far, once in a while: there may be hundreds a second."""
        with self._lock:
            self._refused += 1
            count, now = self._refused, time.monotonic()
            if now - self._told < TELLING:
                return
            self._told = now
        log.error("%s usage events are lost since the start: %s", count, error)

"""Bringing the daily counts up to date behind a page, which waits only a moment for it."""

import logging
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

from sqlalchemy import Engine

from adapters.storage import KpiCounts

log = logging.getLogger(__name__)
WAIT = 0.15  # seconds that a page waits; a day of some hundred questions takes a tenth of that
PAUSE = 5.0  # seconds in which nothing is counted anew


class Counting:
    """One count at a time, of the cities that somebody looks at."""

    def __init__(self, engine: Engine) -> None:
        self._counts = KpiCounts(engine)
        self._worker = ThreadPoolExecutor(1, "counting")
        self._lock = threading.Lock()
        self._running: dict[str, Future[int]] = {}
        self._done: dict[str, float] = {}

    def brought(self, city: str) -> bool:
        """Whether the counts of `city` are up to date; else they are on the way, or the log says why not."""
        with self._lock:
            if time.monotonic() - self._done.get(city, -PAUSE) < PAUSE:
                return True
            future = self._running.get(city)
            if future is None:
                future = self._running[city] = self._worker.submit(self._counts.refresh, city)
        try:
            future.result(WAIT)
        except TimeoutError:
            return False
        except Exception:
            log.exception("the record of %s could not be counted; the page shows the counts as they are", city)
            self._forget(city)
            return False
        self._forget(city, time.monotonic())
        return True

    def close(self) -> None:
        """Wait for the day that is being counted, and begin no other."""
        self._worker.shutdown(cancel_futures=True)

    def _forget(self, city: str, done: float | None = None) -> None:
        with self._lock:
            self._running.pop(city, None)
            if done is not None:
                self._done[city] = done

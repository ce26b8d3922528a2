"""Usage events, written in groups: each question waits for a durable commit without paying for one alone."""

import threading
from concurrent.futures import Future
from dataclasses import asdict
from datetime import UTC
from queue import SimpleQueue
from typing import Any

from sqlalchemy import Engine, insert

from adapters.storage.database import one_writer, usage_events
from bot import UsageEvent

LARGEST_GROUP = 500
LONGEST_WAIT = 10.0  # seconds for a commit before the record is given up as failed


class SqlUsageLog:
    """A UsageLog. One thread takes whatever has gathered while the last commit ran, and commits it together."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: SimpleQueue[tuple[dict[str, Any], Future[None]] | None] = SimpleQueue()
        self._writer = threading.Thread(target=self._write, name="usage-log", daemon=True)
        self._writer.start()

    def record(self, event: UsageEvent) -> None:
        """Return once `event` is committed. Raises what the database raised, or TimeoutError."""
        done: Future[None] = Future()
        self._waiting.put((_row(event), done))
        done.result(timeout=LONGEST_WAIT)

    def close(self) -> None:
        """Commit what is waiting, then stop."""
        self._waiting.put(None)
        self._writer.join(timeout=LONGEST_WAIT)

    def _write(self) -> None:
        going = True
        while going:
            group = [self._waiting.get()]
            while len(group) < LARGEST_GROUP and not self._waiting.empty():
                group.append(self._waiting.get())
            going = None not in group
            self._commit([item for item in group if item is not None])

    def _commit(self, group: list[tuple[dict[str, Any], "Future[None]"]]) -> None:
        if not group:
            return
        try:
            with one_writer(self._engine), self._engine.begin() as connection:
                connection.execute(insert(usage_events), [row for row, _ in group])
        except Exception as error:
            if len(group) == 1:
                group[0][1].set_exception(error)
            for item in group if len(group) > 1 else ():
                self._commit([item])  # one that the database refuses must not cost the others
        else:
            for _, done in group:
                done.set_result(None)


def _row(event: UsageEvent) -> dict[str, Any]:
    row = {name: getattr(event, name) for name in event.__slots__}
    return row | {
        "at": event.at.astimezone(UTC),
        "shown": list(event.shown),
        "considered": [asdict(hit) for hit in event.considered],
    }

"""Rows written in groups: each waits for a durable write without paying for one alone."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import SimpleQueue

from adapters.storage.tables import Row

LARGEST_GROUP = 500
LONGEST_WAIT = 10.0  # seconds for a write before it is given up as failed


class GroupWriter:
    """One thread takes whatever has gathered while the last group was written, and writes it together with `write`.

    Where `write` raises what `refuses` says is the fault of a row, each is written alone, so that one that is refused does
    not cost the others. Anything else it raises goes to all.
    """

    def __init__(
        self,
        name: str,
        write: Callable[[Sequence[Row]], None],
        refuses: Callable[[Exception], bool] = lambda error: False,
    ) -> None:
        self._write = write
        self._refuses = refuses
        self._waiting: SimpleQueue[tuple[Row, Future[None]] | None] = SimpleQueue()
        self._since = 0.0
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def add(self, row: Row) -> Future[None]:
        """Put `row` in line; the future is done once it is written, or holds what was raised."""
        done: Future[None] = Future()
        done.set_running_or_notify_cancel()  # what is in line is written, whoever stops waiting for it
        self._waiting.put((row, done))
        return done

    @property
    def seconds(self) -> float:
        """How long the present write has taken so far; 0 between writes."""
        since = self._since
        return time.monotonic() - since if since else 0.0

    def close(self) -> None:
        """Write what is waiting, then stop."""
        self._waiting.put(None)
        self._thread.join(timeout=LONGEST_WAIT)

    def _run(self) -> None:
        going = True
        while going:
            group = [self._waiting.get()]
            while len(group) < LARGEST_GROUP and not self._waiting.empty():
                group.append(self._waiting.get())
            going = None not in group
            self._since = time.monotonic()
            self._write_group([item for item in group if item is not None])
            self._since = 0.0

    def _write_group(self, group: list[tuple[Row, "Future[None]"]]) -> None:
        if not group:
            return
        try:
            self._write([row for row, _ in group])
        except Exception as error:
            if len(group) > 1 and self._refuses(error):
                for item in group:
                    self._write_group([item])
                return
            for _, done in group:
                done.set_exception(error)
        else:
            for _, done in group:
                done.set_result(None)

"""What can go wrong between us and LINE, for tests: asked for one by one, or drawn by a function."""

from collections import defaultdict, deque
from collections.abc import Callable
from enum import StrEnum
from threading import Lock


class Failure(StrEnum):
    """How a request fails. After ACCEPTED_… the message was delivered all the same, but nobody learns it."""

    RATE_LIMITED = "429"
    QUOTA_USED_UP = "429 quota"
    SERVER_ERROR = "500"
    TIMEOUT = "timeout"
    ACCEPTED_THEN_ERROR = "accepted, then 500"
    ACCEPTED_THEN_TIMEOUT = "accepted, then timeout"
    ACCEPTED_THEN_LOST = "accepted, then the connection breaks"

    @property
    def after_acceptance(self) -> bool:
        return self.value.startswith("accepted")


class Failures:
    """The failures to come, by the kind of request: reply, push, loading, menu, account."""

    def __init__(self, draw: Callable[[str], Failure | None] = lambda kind: None) -> None:
        self.draw = draw
        self._waiting: dict[str, deque[Failure]] = defaultdict(deque)
        self._lock = Lock()

    def add(self, kind: str, *failures: Failure) -> None:
        """The next requests of `kind` fail so, one after another."""
        with self._lock:
            self._waiting[kind].extend(failures)

    def next(self, kind: str) -> Failure | None:
        with self._lock:
            waiting = self._waiting[kind]
            return waiting.popleft() if waiting else self.draw(kind)

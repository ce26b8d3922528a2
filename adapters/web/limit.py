"""How often one conversation and one network may ask. A school behind one address asks within it; a loop does not."""

import hashlib
import hmac
import logging
import math
import time
from dataclasses import dataclass

from fastapi import Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import Engine

from adapters.settings import Settings
from adapters.storage import SharedCounters
from adapters.web.ask import Refusal
from adapters.web.network import network
from bot import wording

log = logging.getLogger(__name__)
OFF = "off"
PURPOSE = b"madoguchi limits "  # keeps these names apart from any other use of the master key
TELLING = 60.0  # seconds between two lines in the log


@dataclass
class Limits:
    """`storage` counts under names made with `key`: no address and no session is kept. None is no limit."""

    storage: Storage
    key: bytes
    session: RateLimitItem | None
    network: RateLimitItem | None
    looks: RateLimitItem | None
    told: float = -TELLING

    def __post_init__(self) -> None:
        self._limiter = FixedWindowRateLimiter(self.storage)

    def ask(self, request: Request, session: str = "") -> None:
        """Count one question or opinion. Raises Refusal once the session or the network has had as many as it may."""
        if session:  # all who send none are not one conversation
            self._count(self.session, "session", session)
        self._count(self.network, "network", network(request))

    def look(self, request: Request) -> None:
        """Count one look at what is there: suggestions, categories, the page of an entry. Raises Refusal like `ask`."""
        self._count(self.looks, "looks", network(request))

    def close(self) -> None:
        if isinstance(self.storage, SharedCounters):
            self.storage.close()

    def _count(self, limit: RateLimitItem | None, kind: str, who: str) -> None:
        if limit is None:
            return
        name = hmac.new(self.key, PURPOSE + f"{kind} {who}".encode(), hashlib.sha256).hexdigest()[:32]
        if self._limiter.hit(limit, kind, name):
            return
        if kind != "session":
            self._tell(kind, limit)
        ends = self._limiter.get_window_stats(limit, kind, name).reset_time
        seconds = max(1, math.ceil(ends - time.time()))
        raise Refusal(429, "too_many_requests", wording.TOO_MANY_REQUESTS, {"Retry-After": str(seconds)})

    def _tell(self, kind: str, limit: RateLimitItem) -> None:
        """Behind a proxy that is not known as one, the whole city is one network: whoever operates this must learn of it."""
        now = time.monotonic()
        if now - self.told >= TELLING:
            self.told = now
            log.warning(
                "a network reached its limit (%s: %s). Where a proxy stands in front, name it in MADOGUCHI_PROXY_ADDRESSES; "
                "MADOGUCHI_LIMIT_%s allows more.",
                kind,
                limit,
                kind.upper(),
            )


def open_limits(settings: Settings, engine: Engine, key: bytes) -> Limits:
    """The limits of `settings`, counted in memory by a process that is alone, through the database by several."""
    alone = settings.workers == 1 and engine.dialect.name == "sqlite"
    storage = MemoryStorage() if alone else SharedCounters(engine)
    rates = (settings.limit_session, settings.limit_network, settings.limit_looks)
    session, per_network, looks = (None if rate == OFF else parse(rate) for rate in rates)
    return Limits(storage, key, session, per_network, looks)


def look(request: Request) -> None:
    """A dependency of FastAPI: `dependencies=[Depends(look)]`."""
    limits: Limits = request.app.state.limits
    limits.look(request)

"""A conversation on LINE without an account: the real inbox, worker and bot in front of the double."""

import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import SecretStr

from adapters.line.channel import open_channel
from adapters.line.double import LineDouble
from adapters.line.double.deliveries import Event as Delivered
from adapters.line.event import Event
from adapters.line.limit import Breach
from adapters.line.message import Message
from adapters.settings import LineAccount, Settings
from adapters.storage import connect
from adapters.storage.inbox import EXPIRED, FAILED, REPLIED, SILENT
from adapters.storage.pauses import SqlPauses
from bot import Bot, Published, UsageLog
from knowledge import TOKYO

ENDS = frozenset({REPLIED, EXPIRED, FAILED, SILENT})
PATIENCE = 30.0  # seconds for one answer
LOOKING = 0.01


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of one event: `messages` that would be shown, `ended` as in the inbox (state and reason), `breaches` of limits."""

    messages: tuple[Message, ...]
    ended: str
    breaches: tuple[Breach, ...]


class Simulation:
    """`with Simulation(settings, city, published, usage) as trial:` `trial.send(event)`. Its database is a temporary one;
    replies are those of the published content, recorded in `usage`."""

    def __init__(self, settings: Settings, city: str, published: Callable[[str], Published], usage: UsageLog) -> None:
        self._settings, self._city, self._published, self._usage = settings, city, published, usage
        self._double = LineDouble()

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="madoguchi-line-")
        self._engine = connect(f"sqlite:///{Path(self._folder.name) / 'trial.sqlite3'}")
        self._double.__enter__()
        pauses = SqlPauses(self._engine)
        account = LineAccount.model_construct(
            channel_secret=SecretStr(self._double.secret), access_token=SecretStr("trial")
        )
        self._channel = open_channel(
            self._settings.model_copy(update={"line_api_base": self._double.base_url}),
            self._engine,
            [self._city],
            self._published,
            Bot(self._published, self._usage, paused=pauses),
            pauses,
            b"of a trial",
            {self._city: account},
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._channel.close()
        self._double.__exit__(kind, error, at)
        self._engine.dispose()
        self._folder.cleanup()

    def send(self, event: Delivered) -> Turn:
        """What a resident does, and what they see of it. Raises TimeoutError where no answer is ready in time."""
        ledger, now = self._double.ledger, datetime.now(UTC)
        messages, breaches = len(ledger.messages()), len(ledger.breaches())
        before = self._ended()
        for written in self._channel.receive(self._city, [Event.of(event)], now):
            written.result(PATIENCE)
        give_up = time.monotonic() + PATIENCE
        while not (ended := self._ended() - before):
            if time.monotonic() > give_up:
                raise TimeoutError(f"no answer within {PATIENCE:.0f} s; see the log above")
            time.sleep(LOOKING)
        said = " ".join(filter(None, next(iter(ended))))
        return Turn(tuple(ledger.messages()[messages:]), said, tuple(ledger.breaches()[breaches:]))

    def _ended(self) -> Counter[tuple[str, str]]:
        """How many events have ended, by state and reason."""
        today = datetime.now(TOKYO).date()
        counts = self._channel.inbox.counts(self._city, today - timedelta(days=1), today)
        ended = Counter[tuple[str, str]]()
        for (_, state, reason), count in counts.items():
            if state in ENDS:
                ended[state, reason] += count
        return ended

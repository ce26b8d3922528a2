"""A usage event: what is recorded of each question, without who asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Considered:
    """A hit that was looked at, with its fused score and the confidence given to it; rejected ones too."""

    id: str
    score: float
    confidence: float


@dataclass(frozen=True, slots=True)
class UsageEvent:
    """`text` is masked; `shown` names the entries or passages that the person saw; `leaned_on` the entry of the answer before,
    where the question had no topic of its own and was searched on that one's."""

    id: str
    at: datetime
    city: str
    channel: str
    audience: str
    user: str
    session: str
    outcome: Outcome
    text: str
    choice: str
    shown: tuple[str, ...]
    considered: tuple[Considered, ...]
    revision: int
    milliseconds: float
    leaned_on: str = ""


class UsageLog(Protocol):
    """Where events are kept."""

    def record(self, event: UsageEvent) -> None:
        """Keep `event` durably before returning. May raise: the person gets the answer all the same."""
        ...

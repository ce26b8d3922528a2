"""What the double has accepted and refused: reply tokens are spent once, retry keys are remembered."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock

from adapters.line.limit import Breach
from adapters.line.message import Message

TOKEN_SECONDS = 60.0  # the life of a reply token
INVALID_TOKEN = "Invalid reply token"  # noqa: S105 (an answer of LINE)


@dataclass(frozen=True, slots=True)
class Accepted:
    """One request that reached people. `recipient` is the reply token or the user's id."""

    kind: str
    recipient: str
    messages: tuple[Message, ...]
    request_id: str
    retry_key: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """One request that LINE would have answered with 400."""

    kind: str
    recipient: str
    message: str
    breaches: tuple[Breach, ...] = ()


@dataclass
class Ledger:
    """`clock` gives seconds. With `known_only`, a token that was never issued is invalid; without, it counts as issued when first seen.

    Without `keep`, what was accepted is only counted.
    """

    clock: Callable[[], float] = time.monotonic
    known_only: bool = False
    keep: bool = True
    accepted: list[Accepted] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    replies: Counter[str] = field(default_factory=Counter)
    requests: Counter[str] = field(default_factory=Counter)
    _issued: dict[str, float] = field(default_factory=dict)
    _keys: dict[str, Accepted] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def issue(self, token: str) -> None:
        """A webhook with `token` was delivered now; a redelivery gives an unspent token a new minute."""
        with self._lock:
            self._issued[token] = self.clock()

    def spend(self, token: str, messages: Sequence[Message], request_id: str) -> bool:
        """Accept a reply with `token`; False where LINE says Invalid reply token."""
        with self._lock:
            issued = self._issued.setdefault(token, self.clock()) if not self.known_only else self._issued.get(token)
            if issued is None or self.replies[token] or self.clock() - issued > TOKEN_SECONDS:
                return False
            self.replies[token] = 1
            self._note(Accepted("reply", token, tuple(messages), request_id))
            return True

    def push(self, user: str, messages: Sequence[Message], request_id: str, key: str) -> Accepted | None:
        """Accept a push; with a retry `key` that was accepted before, what it was accepted as."""
        with self._lock:
            if key and key in self._keys:
                return self._keys[key]
            accepted = Accepted("push", user, tuple(messages), request_id, key)
            if key:
                self._keys[key] = accepted
            self._note(accepted)
            return None

    def refuse(self, refused: Refused) -> None:
        with self._lock:
            self.refused.append(refused)

    def count(self, kind: str) -> None:
        with self._lock:
            self.requests[kind] += 1

    def breaches(self) -> list[Breach]:
        """Every documented limit that a request broke."""
        return [breach for refused in self.refused for breach in refused.breaches]

    def messages(self) -> list[Message]:
        """Every message that reached people, in order."""
        return [message for accepted in self.accepted for message in accepted.messages]

    def _note(self, accepted: Accepted) -> None:
        if self.keep:
            self.accepted.append(accepted)

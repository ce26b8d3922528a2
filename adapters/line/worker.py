"""Empties the inbox: claims events, sends their replies, and says what became of each.

A reply token is good for one reply, so the same token is tried again after a crash or an answer that never came: where
LINE then says that it was used, the earlier one has arrived. A push is never sent after such an attempt.
"""

import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from adapters.line.answering import Answering
from adapters.line.event import Event
from adapters.line.message import Message
from adapters.line.sender import Sender, Sent
from adapters.storage.claims import Item, Recent
from adapters.storage.events import told
from adapters.storage.inbox import EXPIRED, FAILED, REPLIED, SILENT, UNCERTAIN, Inbox, LostClaim

log = logging.getLogger(__name__)
IN_FLIGHT = 32  # events at a time in one process: LINE takes a tenth of a second for each
THINKING = 4  # of them prepared at the same moment; with more, deliveries would wait for the interpreter
IDLE = 0.5  # seconds between looks at the inbox for what other processes left
GATHERING = 0.01  # seconds between two claims, so that what ends meanwhile is replaced at once
SLOW = 1.0  # seconds after which a person is shown that an answer is being prepared
LONGEST_PAUSE = 8.0  # seconds between two attempts
UNREACHED_PAUSE = 2.0  # seconds before LINE is called again where nobody took the call
PUSH_PATIENCE = timedelta(minutes=10)  # after the end of the reply token
GIVING_UP = timedelta(days=1)  # for what cannot be worked on, whatever the cause
TIDYING = 60.0  # seconds


class Worker:
    """One per process. `start` it, `wake` it when something was received, `close` it at the end."""

    def __init__(self, inbox: Inbox, answering: Answering, sender: Sender, *, push_when_late: bool = False) -> None:
        self._inbox = inbox
        self._answering = answering
        self._sender = sender
        self._push_when_late = push_when_late
        self._stop, self._awake = threading.Event(), threading.Event()
        self._lock = threading.Lock()
        self._thinking = threading.Semaphore(THINKING)
        self._working: dict[int, tuple[Item, float]] = {}  # by number, with when it was begun; sent off: gone
        self._busy = 0
        self._failing = False
        self._pool = ThreadPoolExecutor(IN_FLIGHT, thread_name_prefix="line")
        self._dispatcher = threading.Thread(target=self._dispatch, name="line-dispatcher", daemon=True)

    def start(self) -> None:
        self._dispatcher.start()

    def wake(self) -> None:
        """Look at the inbox now."""
        self._awake.set()

    def close(self) -> None:
        """Finish what was claimed, then stop."""
        self._stop.set()
        self._awake.set()
        if self._dispatcher.is_alive():
            self._dispatcher.join()
        self._pool.shutdown(wait=True)

    def _dispatch(self) -> None:
        tidied = time.monotonic()
        while not self._stop.is_set():
            self._awake.clear()
            if not self._claim():
                self._awake.wait(IDLE)
            self._show_loading()
            if time.monotonic() - tidied > TIDYING:
                tidied = time.monotonic()
                self._tidy()
            self._stop.wait(GATHERING)

    def _claim(self) -> bool:
        """Take on as many events as are free to be worked on; whether there were any."""
        free = IN_FLIGHT - self._busy
        if free <= 0:
            return False
        try:
            items = self._inbox.claim(free)
        except Exception as error:
            self._tell(error)
            return False
        self._failing = False
        with self._lock:
            self._busy += len(items)
        for item in items:
            self._pool.submit(self._work, item)
        return bool(items)

    def _work(self, item: Item) -> None:
        with self._lock:
            self._working[item.number] = item, time.monotonic()
        try:
            self._take_on(item)
        except LostClaim:
            log.warning("%s: the event %s was taken over by another process", item.city, item.id)
        except Exception:
            log.exception("%s: the event %s is tried again when its claim has run out", item.city, item.id)
            if datetime.now(UTC) > item.received_at + GIVING_UP:
                self._inbox.finish(item, FAILED, "given_up")
        finally:
            with self._lock:
                self._working.pop(item.number, None)
                self._busy -= 1
            self.wake()

    def _take_on(self, item: Item) -> None:
        now = datetime.now(UTC)
        if not self._answering.serves(item.city):
            self._inbox.finish(item, FAILED, "unknown_city")
        elif not item.messages and (why := self._answering.silence(item)):
            self._inbox.finish(item, SILENT, why)
        elif item.push_key:
            self._push(item, item.messages, None, item.push_key)
        elif now < item.token_until:
            self._reply(item)
        elif self._may_push(item):
            messages, shown = self._prepare(item)
            self._push(item, messages, shown, str(uuid4()))
        else:
            self._inbox.finish(item, EXPIRED, UNCERTAIN if item.in_doubt else "late")

    def _reply(self, item: Item) -> None:
        messages, shown = (item.messages, None) if item.messages else self._prepare(item)
        self._inbox.sending(item, messages, shown)
        self._sent_off(item)
        sent = self._sender.reply(item.city, Event.from_row(item.event).reply_token, messages)
        if sent is Sent.ACCEPTED:
            self._inbox.accepted(item)
        elif sent is Sent.USED_UP:
            self._inbox.finish(item, *((REPLIED, sent) if item.in_doubt else (EXPIRED, sent)))
        elif sent in (Sent.REFUSED, Sent.QUOTA):
            self._inbox.finish(item, FAILED, sent)
        else:
            self._again(item, sent)

    def _prepare(self, item: Item) -> tuple[Sequence[Message], Recent | None]:
        with self._thinking:
            return self._answering.prepare(item)

    def _may_push(self, item: Item) -> bool:
        """Only where no attempt with the token can have reached the person, and there is one person to send to."""
        event = Event.from_row(item.event)
        untried = not item.in_doubt and item.attempts == 0
        return self._push_when_late and untried and event.is_direct and bool(event.user)

    def _push(self, item: Item, messages: Sequence[Message], shown: Recent | None, key: str) -> None:
        self._inbox.sending(item, messages, shown, key)
        self._sent_off(item)
        sent = self._sender.push(item.city, Event.from_row(item.event).user, messages, key)
        if sent is Sent.ACCEPTED:
            self._inbox.accepted(item, "pushed")
        elif sent in (Sent.REFUSED, Sent.QUOTA, Sent.USED_UP):
            self._inbox.finish(item, FAILED, sent)
        elif datetime.now(UTC) > item.token_until + PUSH_PATIENCE:
            self._inbox.finish(item, FAILED, UNCERTAIN if sent is Sent.UNCERTAIN else sent)
        else:
            self._again(item, sent)

    def _again(self, item: Item, sent: Sent) -> None:
        """Wait, longer each time. In doubt it stays until LINE has said what became of it."""
        seconds = UNREACHED_PAUSE if sent is Sent.UNREACHED else min(LONGEST_PAUSE, 0.5 * 2**item.attempts)
        in_doubt = item.in_doubt or sent is Sent.UNCERTAIN
        self._inbox.again(item, seconds, in_doubt=in_doubt, reached=sent is not Sent.UNREACHED)

    def _sent_off(self, item: Item) -> None:
        with self._lock:
            self._working.pop(item.number, None)

    def _show_loading(self) -> None:
        """Show it once to whom an answer takes long; LINE has it in chats with one person only."""
        now = time.monotonic()
        with self._lock:
            slow = [item for item, begun in self._working.values() if now - begun > SLOW]
            for item in slow:
                self._working.pop(item.number)
        for item in slow:
            event = Event.from_row(item.event)
            if event.is_direct and event.user and not self._stop.is_set():
                self._pool.submit(self._sender.show_loading, item.city, event.user)

    def _tidy(self) -> None:
        try:
            self._inbox.forget_recent()
        except Exception as error:
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        """Once, until it works again."""
        if not self._failing:
            log.error("the inbox of LINE cannot be used: %s", told(error))
        self._failing = True

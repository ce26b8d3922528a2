"""The LINE channel of one process: its accounts, its inbox and the worker that empties it."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from adapters.line.answering import Answering, left_to_others
from adapters.line.conduct import Deed, conduct
from adapters.line.event import Event
from adapters.line.sender import Sender
from adapters.line.worker import IN_FLIGHT, Worker
from adapters.pseudonym import pseudonymise
from adapters.settings import LineAccount, Settings, line_account
from adapters.storage import SqlFeedback, inbox
from adapters.storage.claims import WITHDRAWAL
from adapters.storage.inbox import Inbox
from adapters.storage.pauses import SqlPauses
from bot import Bot, Published
from knowledge import City


@dataclass(frozen=True)
class Channel:
    """`accounts` has every city that is served, also such as have no LINE account; `city` looks one up."""

    accounts: Mapping[str, LineAccount]
    city: Callable[[str], City]
    inbox: Inbox
    worker: Worker
    pseudonym_key: bytes

    def receive(self, code: str, events: Sequence[Event], at: datetime) -> "list[Future[None]]":
        """Put `events` into the inbox; each future is done when its event is durable. Of silent ones only the kind is kept."""
        others = left_to_others(self.city(code).left_on_line)
        writes = []
        for event in events:
            called_for = conduct(event, others)
            row = inbox.row(
                code,
                event.id,
                kind=event.kind or "unreadable",
                message=event.message,
                lane=pseudonymise(self.pseudonym_key, code, event.user or event.chat, at),
                body=event.as_row(),
                at=at,
            )
            if called_for.is_silent:
                row = inbox.silent(row, called_for.why)
            elif called_for.deed is Deed.WITHDRAW:
                row["reason"] = WITHDRAWAL
            writes.append(self.inbox.receive(row, redelivered=event.redelivered))
        if writes:
            writes[-1].add_done_callback(lambda _: self.worker.wake())
        return writes

    def close(self) -> None:
        """Finish what is being sent, then stop; the rest waits in the inbox."""
        self.worker.close()
        self.inbox.close()


def open_channel(
    settings: Settings,
    engine: Engine,
    cities: Sequence[str],
    published: Callable[[str], Published],
    bot: Bot,
    pauses: SqlPauses,
    pseudonym_key: bytes,
    accounts: Mapping[str, LineAccount] | None = None,
) -> Channel:
    """The channel of `cities`, at work where any of them has a LINE account: those of the settings, or the given
    `accounts`. Close it when the process ends."""
    accounts = accounts or {code: line_account(code) for code in cities}
    received = Inbox(engine)
    answering = Answering(bot, published, pauses, SqlFeedback(engine), engine, received, settings.public_url)
    tokens = {code: account.token for code, account in accounts.items() if account.token}
    sender = Sender(settings.line_api_base, tokens, IN_FLIGHT)
    worker = Worker(received, answering, sender, push_when_late=settings.line_push_when_late)
    if tokens:
        worker.start()
    return Channel(accounts, lambda code: published(code).shelf.knowledge.city, received, worker, pseudonym_key)

"""The inbox of the LINE channel: each event once, from its receipt to its end, whatever process dies in between.

A row is `received`, then `sending` from just before a request to LINE until its result is known, or `prepared` where its
reply is ready and LINE has refused it for now. It ends as `replied`, `expired` (it could not be answered in time), `failed`
or `silent`. Whoever works on a row has claimed it for a while; after a crash the claim runs out, and another process
goes on from what is stored.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Update, bindparam, case, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from adapters.storage.claims import (
    CLAIM,
    OPEN,
    PREPARED,
    RECEIVED,
    RECENT_LIFE,
    SENDING,
    WITHDRAWAL,
    E,
    Item,
    R,
    Recent,
    claim_end,
    due,
    free,
    items_of,
)
from adapters.storage.database import writing
from adapters.storage.events import is_refusal
from adapters.storage.groups import GroupWriter
from adapters.storage.line_tables import line_inbox, line_recent
from adapters.storage.moments import within
from adapters.storage.tables import Row
from bot import kpi

SPARE = 4  # times as many events are looked at as are claimed, for what other processes claim meanwhile
TOKEN_LIFE = timedelta(seconds=60)  # LINE Developers, "Send reply message": use it within one minute
KEPT = timedelta(days=30)  # so long a delivery is known again, and a message can be taken back
UNCERTAIN = "uncertain"  # the reason of an end that nobody can know: the reply may have arrived
FINISH, ACCEPTED = "finish", "accepted"  # steps that end a row, beside those into SENDING and PREPARED
REPLIED, EXPIRED, FAILED, SILENT = "replied", "expired", "failed", "silent"


class LostClaim(RuntimeError):
    """Another process has taken the event over: it is no longer ours to answer."""


def reply_id(city: str, event: str) -> str:
    """The id of the reply to an event of `city`: 32 hexadecimal digits, the same whenever it is asked for."""
    return hashlib.sha256(f"{city}\0{event}".encode()).hexdigest()[:32]


def row(city: str, event: str, *, kind: str, message: str, lane: str, body: dict[str, Any], at: datetime) -> Row:
    """An event as it is received at `at`; `event` is its webhookEventId, `body` what is kept until it is answered."""
    id = reply_id(city, event)
    return {
        "id": id,
        "city": city,
        "kind": kind,
        "message": message,
        "lane": lane or id,
        "event": body,
        "state": RECEIVED,
        "reason": "",
        "messages": [],
        "attempts": 0,
        "push_key": "",
        "owner": "",
        "due_at": at,
        "received_at": at,
        "token_until": at + TOKEN_LIFE,
        "finished_at": None,
    }


def silent(received: Row, reason: str) -> Row:
    """`received` as one that is not answered and of which only the kind and the reason are kept."""
    ended = {"state": SILENT, "reason": reason, "event": {}, "lane": "", "finished_at": received["received_at"]}
    return received | ended


class Inbox:
    """The inbox in the database of `engine`. Writes gather, and each is durable before its future is done."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._deliveries = GroupWriter("line-inbox", self._insert, is_refusal)
        self._steps = GroupWriter("line-steps", self._take_steps, lambda error: isinstance(error, LostClaim))

    def receive(self, received: Row, *, redelivered: bool = False) -> "Future[None]":
        """Keep an event unless it is known. LINE gives the token of a redelivered one another minute, so that one that
        came to nothing for lack of time is taken up again."""
        return self._deliveries.add({"again": redelivered, "row": received})

    def claim(self, most: int) -> list[Item]:
        """Up to `most` events that are due, now ours for CLAIM: of each user the oldest, of each city in turn."""
        now = datetime.now(UTC)
        with self._engine.connect() as connection:  # looked for without keeping anybody from writing
            waiting = connection.execute(due(now, SPARE * most)).scalars().all()
        if not waiting:
            return []
        owner = secrets.token_hex(16)
        with writing(self._engine) as connection:
            rows = connection.execute(free(now, waiting, most)).all()
            ends = [{"key": row.number, "end": claim_end(now, row.token_until)} for row in rows]
            if ends:
                claim = update(line_inbox).where(E.number == bindparam("key"))
                connection.execute(claim.values(owner=owner, due_at=bindparam("end")), ends)
            return items_of(connection, rows, owner)

    def sending(self, item: Item, messages: Sequence[dict[str, Any]], shown: Recent | None, push_key: str = "") -> None:
        """Keep that `messages` are about to be sent, and what the user is `shown` with them. Raises LostClaim."""
        now = datetime.now(UTC)
        values = {"messages": list(messages), "push_key": push_key, "due_at": claim_end(now, item.token_until)}
        recent = None
        if shown is not None and item.lane != item.id:
            recent = {"city": item.city, "user": item.lane, "at": now}
            recent |= {"numbered": list(shown.numbered), "previous": shown.previous, "judged": shown.judged}
        self._step({"step": SENDING, "recent": recent, **_key(item), "values": values})

    def again(self, item: Item, seconds: float, *, in_doubt: bool, reached: bool) -> None:
        """Try `item` again in `seconds`. `reached` says whether this attempt may have been seen by LINE."""
        values = {
            "state": SENDING if in_doubt else PREPARED,
            "attempts": item.attempts + reached,
            "due_at": datetime.now(UTC) + timedelta(seconds=seconds),
        }
        self._step({"step": PREPARED, **_key(item), "values": values})

    def finish(self, item: Item, state: str, reason: str = "") -> None:
        """`item` ends as `state`; nothing personal of it stays in the inbox. Not where another process has taken it over:
        that one knows better."""
        self._step({"step": FINISH, **_key(item), "values": _end(state, reason)})

    def accepted(self, item: Item, reason: str = "") -> None:
        """The reply to `item` has arrived, for certain; whoever works on it now, it ends as replied."""
        self._step({"step": ACCEPTED, **_key(item), "values": _end(REPLIED, reason)})

    def replies_to(self, city: str, message: str) -> list[str]:
        """The ids of the replies to the message that LINE calls `message`."""
        if not message:
            return []
        with self._engine.connect() as connection:
            found = select(E.id).where(E.city == city, E.message == message, E.reason != WITHDRAWAL)
            return list(connection.execute(found).scalars())

    def counts(self, city: str, first: date, last: date) -> Counter[tuple[str, str, str]]:
        """Events received from the day `first` to `last`, in Japan, by kind, state and reason."""
        by = (E.kind, E.state, E.reason)
        counted = select(*by, func.count()).where(E.city == city, within(E.received_at, first, last)).group_by(*by)
        with self._engine.connect() as connection:
            return Counter({(kind, state, reason): count for kind, state, reason, count in connection.execute(counted)})

    def forget_recent(self) -> None:
        """Drop what was shown longer than RECENT_LIFE ago."""
        with writing(self._engine) as connection:
            connection.execute(delete(line_recent).where(R.at < datetime.now(UTC) - RECENT_LIFE))

    def close(self) -> None:
        """Write what is waiting, then stop."""
        self._deliveries.close()
        self._steps.close()

    def _step(self, step: Row) -> None:
        self._steps.add(step).result(timeout=CLAIM.total_seconds())

    def _insert(self, group: Sequence[Row]) -> None:
        known, again = ([each["row"] for each in group if each["again"] is flag] for flag in (False, True))
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        with writing(self._engine) as connection:
            if known:
                connection.execute(insert(line_inbox).on_conflict_do_nothing(index_elements=["id"]), known)
            if again:
                new = insert(line_inbox)
                taken_up = new.on_conflict_do_update(
                    index_elements=["id"], set_=_taken_up(new.excluded), where=or_(OPEN, E.state == EXPIRED)
                )
                connection.execute(taken_up, again)

    def _take_steps(self, group: Sequence[Row]) -> None:
        with writing(self._engine) as connection:
            for name, statement in STEPS.items():
                steps = [
                    each["values"] | {"key": each["key"], "claim": each["claim"]}
                    for each in group
                    if each["step"] == name
                ]
                done = connection.execute(statement, steps).rowcount if steps else 0
                if name == SENDING and done != len(steps):
                    raise LostClaim(f"{len(steps) - done} of {len(steps)} events were taken over")
            if recent := [each["recent"] for each in group if each.get("recent")]:
                self._remember(connection, recent)

    def _remember(self, connection: Connection, recent: Sequence[Row]) -> None:
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        new = insert(line_recent)
        values = {name: new.excluded[name] for name in ("numbered", "previous", "judged", "at")}
        connection.execute(new.on_conflict_do_update(index_elements=["city", "user"], set_=values), recent)


def drop_old(engine: Engine, today: date) -> int:
    """Delete what has ended and was received over KEPT ago, and what was shown longer than RECENT_LIFE ago; how many events."""
    with writing(engine) as connection:
        connection.execute(delete(line_recent).where(R.at < datetime.now(UTC) - RECENT_LIFE))
        old = delete(line_inbox).where(E.received_at < kpi.start_of(today - KEPT), E.finished_at.is_not(None))
        return connection.execute(old).rowcount


def _finishing(which: ColumnElement[bool]) -> Update:
    """The row ends, and what is personal in it is blanked."""
    personal = {"event": {}, "messages": [], "lane": "", "owner": ""}
    end: dict[str, Any] = {name: bindparam(name) for name in ("state", "reason", "finished_at")}
    return update(line_inbox).where(E.number == bindparam("key"), which).values(**end, **personal)


STEPS = {
    SENDING: update(line_inbox)
    .where(E.number == bindparam("key"), E.owner == bindparam("claim"), OPEN)
    .values(
        state=SENDING,
        attempts=E.attempts + 1,
        messages=bindparam("messages"),
        push_key=bindparam("push_key"),
        due_at=bindparam("due_at"),
    ),
    PREPARED: update(line_inbox)
    .where(E.number == bindparam("key"), E.owner == bindparam("claim"), OPEN)
    .values(state=bindparam("state"), attempts=bindparam("attempts"), due_at=bindparam("due_at")),
    FINISH: _finishing(OPEN & (E.owner == bindparam("claim"))),
    ACCEPTED: _finishing(or_(OPEN, E.state == EXPIRED)),
}


def _end(state: str, reason: str) -> Row:
    return {"state": state, "reason": reason, "finished_at": datetime.now(UTC)}


def _key(item: Item) -> Row:
    return {"key": item.number, "claim": item.owner}


def _taken_up(new: Any) -> dict[str, Any]:
    """How a redelivered event changes a row that is open or came to nothing for lack of time."""
    state = case((OPEN, E.state), (E.reason == UNCERTAIN, SENDING), else_=RECEIVED)
    values = {name: new[name] for name in ("event", "lane", "token_until")}
    due = case((OPEN, E.due_at), else_=new.due_at)
    return values | {"state": state, "due_at": due, "reason": new.reason, "finished_at": None}

"""What a process claims from the inbox: the events that are due, each with what is to be known to work on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, case, exists, func, select

from adapters.storage.line_tables import line_inbox, line_recent
from bot import kpi

E, R = line_inbox.c, line_recent.c
OPEN = E.finished_at.is_(None)
CLAIM = timedelta(
    seconds=12
)  # longer than any request to LINE may take, short enough to try again in the token's minute
LAST_ATTEMPT = timedelta(seconds=3)  # before the end of the token's minute
RECENT_LIFE = kpi.SILENCE  # as long as a session
WITHDRAWAL = "withdrawal"  # the reason of a row that takes a message back
RECEIVED, PREPARED, SENDING = "received", "prepared", "sending"


@dataclass(frozen=True, slots=True)
class Recent:
    """What a user was shown last: what the numbers stood for, the entry answered with, and the reply that may be judged."""

    numbered: tuple[str, ...] = ()
    previous: str = ""
    judged: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An event to work on. `withdrawn` says that its text was taken back; `recent` is what its user was shown before."""

    number: int
    id: str
    city: str
    lane: str
    event: dict[str, Any]
    state: str
    messages: list[dict[str, Any]]
    attempts: int
    push_key: str
    owner: str
    received_at: datetime
    token_until: datetime
    withdrawn: bool
    recent: Recent

    @property
    def in_doubt(self) -> bool:
        """Whether an earlier request may have reached the person."""
        return self.state == SENDING


def claim_end(now: datetime, token_until: datetime) -> datetime:
    """How long a claim made `now` lasts: CLAIM, but near the end of the token's minute short enough for one more attempt."""
    last = token_until - LAST_ATTEMPT
    return last if now < last < now + CLAIM else now + CLAIM


def due(now: datetime, most: int) -> Select[int]:
    """The numbers of up to `most` rows that are due, with no earlier open one in their lane; the first of each city come
    before the second."""
    earlier = line_inbox.alias().c
    ahead = (earlier.city == E.city) & (earlier.lane == E.lane) & (earlier.number < E.number)
    blocked = exists().where(earlier.finished_at.is_(None), ahead)
    turn = func.row_number().over(partition_by=E.city, order_by=E.number)
    return select(E.number).where(OPEN, E.due_at <= now, ~blocked).order_by(turn, E.number).limit(most)


def free(now: datetime, numbers: Sequence[int], most: int) -> Select[Any]:
    """Up to `most` of the rows `numbers`, in that order, that nobody has claimed since, locked.

    Of two processes that look at the same moment the second takes what comes after the first one's.
    """
    order = case({number: place for place, number in enumerate(numbers)}, value=E.number)
    rows = select(line_inbox).where(E.number.in_(numbers), OPEN, E.due_at <= now)
    return rows.order_by(order).limit(most).with_for_update(skip_locked=True)


def items_of(connection: Connection, rows: Sequence[Any], owner: str) -> list[Item]:
    """The claimed `rows` as items of the claim `owner`."""
    messages = {row.message for row in rows if row.message}
    lanes = {row.lane for row in rows}
    withdrawals = select(E.city, E.message).where(E.message.in_(messages), E.reason == WITHDRAWAL)
    taken_back = {(row.city, row.message) for row in connection.execute(withdrawals)}
    fresh = datetime.now(UTC) - RECENT_LIFE
    recent = {
        (each.city, each.user): Recent(tuple(each.numbered), each.previous, each.judged)
        for each in connection.execute(select(line_recent).where(R.user.in_(lanes), R.at >= fresh))
    }
    return [
        Item(
            number=row.number,
            id=row.id,
            city=row.city,
            lane=row.lane,
            event=row.event,
            state=row.state,
            messages=row.messages,
            attempts=row.attempts,
            push_key=row.push_key,
            owner=owner,
            received_at=row.received_at,
            token_until=row.token_until,
            withdrawn=row.reason != WITHDRAWAL and (row.city, row.message) in taken_back,
            recent=recent.get((row.city, row.lane), Recent()),
        )
        for row in rows
    ]

"""Exactly one reply for each event, whatever becomes of a request to LINE: table of what LINE says and how the event ends."""

import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from adapters.line import worker as worker_module
from adapters.line.double.deliveries import text
from adapters.line.event import Event
from adapters.line.sender import Sent
from adapters.line.worker import Worker
from adapters.storage import claims as claims_module
from adapters.storage.claims import Item, Recent, claim_end
from adapters.storage.inbox import TOKEN_LIFE, Inbox, LostClaim, row
from adapters.storage.line_tables import line_inbox
from tests.adapters.line.conftest import CITY, eventually

ACCEPTED, USED_UP, REFUSED, LIMITED = Sent.ACCEPTED, Sent.USED_UP, Sent.REFUSED, Sent.LIMITED
QUOTA, UNREACHED, UNCERTAIN = Sent.QUOTA, Sent.UNREACHED, Sent.UNCERTAIN
LATE = timedelta(seconds=-61)
NEARLY_LATE = timedelta(seconds=-58.5)


@dataclass
class Scripted:
    """Says what it was told to say, then accepts."""

    says: list[Sent] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    pushes: list[tuple[str, str]] = field(default_factory=list)
    loading: list[tuple[str, str]] = field(default_factory=list)

    def reply(self, city: str, reply_token: str, messages: Any) -> Sent:
        self.replies.append(reply_token)
        return self.says.pop(0) if self.says else ACCEPTED

    def push(self, city: str, to: str, messages: Any, retry_key: str) -> Sent:
        self.pushes.append((to, retry_key))
        return self.says.pop(0) if self.says else ACCEPTED

    def show_loading(self, city: str, user: str) -> None:
        self.loading.append((city, user))


@dataclass
class Echo:
    """Answers everything with one message."""

    asked: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def serves(self, city: str) -> bool:
        return city == CITY

    def silence(self, item: Item) -> str:
        return ""

    def prepare(self, item: Item) -> tuple[list[dict[str, object]], Recent]:
        self.asked.append(item.id)
        time.sleep(self.seconds)
        return [{"type": "text", "text": "はい"}], Recent()


@pytest.fixture
def inbox(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    monkeypatch.setattr(worker_module, "UNREACHED_PAUSE", 0.1)
    inbox = Inbox(engine)
    yield inbox
    inbox.close()


@pytest.fixture
def at_work(inbox: Inbox) -> Iterator[Callable[..., Scripted]]:
    """`at_work([UNCERTAIN, USED_UP])` starts a worker in front of a LINE that says so."""
    running: list[Worker] = []

    def start(says: list[Sent], seconds: float = 0.0, **options: Any) -> Scripted:
        sender = Scripted(list(says))
        worker = Worker(inbox, Echo(seconds=seconds), sender, **options)  # type: ignore[arg-type]
        worker.start()
        running.append(worker)
        return sender

    yield start
    for worker in running:
        worker.close()


def receive(
    inbox: Inbox,
    event: Event,
    shift: timedelta = timedelta(0),
    *,
    redelivered: bool = False,
    lane: str = "pseudonym",
    city: str = CITY,
) -> None:
    at = datetime.now(UTC) + shift
    kept = row(city, event.id, kind=event.kind, message=event.message, lane=lane, body=event.as_row(), at=at)
    inbox.receive(kept, redelivered=redelivered).result(10)


def ended(engine: Engine) -> tuple[str, str]:
    """How the one event ended."""
    with engine.connect() as connection:
        [found] = connection.execute(select(line_inbox))
    return (found.state, found.reason) if found.finished_at else ("", "")


def unfinished(engine: Engine) -> int:
    with engine.connect() as connection:
        return len(connection.execute(select(line_inbox.c.id).where(line_inbox.c.finished_at.is_(None))).all())


@pytest.mark.parametrize(
    ("says", "end"),
    [
        ([ACCEPTED], ("replied", "")),
        ([UNCERTAIN, ACCEPTED], ("replied", "")),
        ([UNCERTAIN, USED_UP], ("replied", "used_up")),  # the first attempt has arrived
        ([UNCERTAIN, UNCERTAIN, USED_UP], ("replied", "used_up")),
        ([UNCERTAIN, LIMITED, USED_UP], ("replied", "used_up")),
        ([UNCERTAIN, UNREACHED, USED_UP], ("replied", "used_up")),
        ([LIMITED, LIMITED, ACCEPTED], ("replied", "")),
        ([UNREACHED, UNREACHED, ACCEPTED], ("replied", "")),
        ([LIMITED, USED_UP], ("expired", "used_up")),  # nothing can have arrived
        ([USED_UP], ("expired", "used_up")),
        ([REFUSED], ("failed", "refused")),
        ([QUOTA], ("failed", "quota")),
    ],
    ids=str,
)
def test_what_line_says_and_how_the_event_ends(
    inbox: Inbox, engine: Engine, at_work: Callable[..., Scripted], says: list[Sent], end: tuple[str, str]
) -> None:
    sender, asked = at_work(says, push_when_late=True), Event.of(text("ごみ"))
    receive(inbox, asked)
    eventually(lambda: ended(engine) == end)
    assert sender.replies == [asked.reply_token] * len(says)
    assert sender.pushes == []


class TestTooLate:
    """After its minute a token is not tried; a push is the city's choice, and only where nothing can have arrived."""

    def test_it_is_recorded_and_nothing_is_sent(
        self, inbox: Inbox, engine: Engine, at_work: Callable[..., Scripted]
    ) -> None:
        receive(inbox, Event.of(text("ごみ")), LATE)
        sender = at_work([])
        eventually(lambda: ended(engine) == ("expired", "late"))
        assert (sender.replies, sender.pushes) == ([], [])

    @pytest.mark.parametrize(
        ("says", "end"),
        [
            ([ACCEPTED], ("replied", "pushed")),
            ([UNCERTAIN, UNREACHED, LIMITED, ACCEPTED], ("replied", "pushed")),
            ([QUOTA], ("failed", "quota")),
            ([REFUSED], ("failed", "refused")),
        ],
        ids=str,
    )
    def test_or_it_is_pushed_under_one_key(
        self, inbox: Inbox, engine: Engine, at_work: Callable[..., Scripted], says: list[Sent], end: tuple[str, str]
    ) -> None:
        asked = Event.of(text("ごみ"))
        receive(inbox, asked, LATE)
        sender = at_work(says, push_when_late=True)
        eventually(lambda: ended(engine) == end)
        assert sender.replies == []
        [(to, key)] = set(sender.pushes)
        assert (to, len(sender.pushes)) == (asked.user, len(says))
        assert str(uuid.UUID(key)) == key

    def test_a_push_is_given_up_in_the_end(
        self, inbox: Inbox, engine: Engine, at_work: Callable[..., Scripted]
    ) -> None:
        receive(inbox, Event.of(text("ごみ")), LATE * 12)
        at_work([UNCERTAIN], push_when_late=True)
        eventually(lambda: ended(engine) == ("failed", "uncertain"))

    @pytest.mark.parametrize("source", [{"type": "user"}, {"type": "group", "groupId": "C1", "userId": "U1"}])
    def test_never_to_a_group_or_to_nobody(
        self, inbox: Inbox, engine: Engine, at_work: Callable[..., Scripted], source: dict[str, str]
    ) -> None:
        receive(inbox, Event.of(text("ごみ") | {"source": source}), LATE)
        at_work([], push_when_late=True)
        eventually(lambda: ended(engine) == ("expired", "late"))

    @pytest.mark.parametrize(("said", "end"), [(UNCERTAIN, ("expired", "uncertain")), (LIMITED, ("expired", "late"))])
    def test_never_after_an_attempt_with_the_token(
        self, inbox: Inbox, engine: Engine, at_work: Callable[..., Scripted], said: Sent, end: tuple[str, str]
    ) -> None:
        receive(inbox, Event.of(text("ごみ")), NEARLY_LATE)
        sender = at_work([said] * 20, push_when_late=True)
        eventually(lambda: ended(engine) == end)
        assert sender.pushes == []


class TestAgain:
    """The same event delivered again."""

    @pytest.mark.parametrize("redelivered", [True, False])
    def test_once_answered_it_is_not_answered_again(
        self, inbox: Inbox, engine: Engine, at_work: Callable[..., Scripted], redelivered: bool
    ) -> None:
        sender, asked = at_work([]), Event.of(text("ごみ"))
        for _ in range(3):
            receive(inbox, asked, redelivered=redelivered)
            eventually(lambda: ended(engine) == ("replied", ""))
        assert len(sender.replies) == 1

    def test_in_one_group_it_is_kept_once(self, inbox: Inbox, engine: Engine) -> None:
        asked, at = Event.of(text("ごみ")), datetime.now(UTC)
        kept = row(CITY, asked.id, kind="message/text", message="1", lane="p", body=asked.as_row(), at=at)
        for writing in [inbox.receive(kept, redelivered=flag) for flag in (False, True) * 50]:
            writing.result(10)
        assert ended(engine) == ("", "")

    def test_one_that_was_too_late_has_another_minute(
        self, inbox: Inbox, engine: Engine, at_work: Callable[..., Scripted]
    ) -> None:
        sender, asked = at_work([]), Event.of(text("ごみ"))
        receive(inbox, asked, LATE)
        eventually(lambda: ended(engine) == ("expired", "late"))
        receive(inbox, asked)  # not said to be a redelivery: its token is as old as it was
        assert ended(engine) == ("expired", "late")
        receive(inbox, asked, redelivered=True)
        eventually(lambda: ended(engine) == ("replied", ""))
        assert sender.replies == [asked.reply_token]

    def test_where_the_first_may_have_arrived_the_token_tells(
        self, inbox: Inbox, engine: Engine, at_work: Callable[..., Scripted]
    ) -> None:
        sender, asked = at_work([UNCERTAIN] * 20), Event.of(text("ごみ"))
        receive(inbox, asked, NEARLY_LATE)
        eventually(lambda: ended(engine) == ("expired", "uncertain"))
        sender.says[:] = [USED_UP]
        receive(inbox, asked, redelivered=True)
        eventually(lambda: ended(engine) == ("replied", "used_up"))


class TestClaims:
    """Who works on an event."""

    def test_nobody_else_gets_it_meanwhile(self, inbox: Inbox, engine: Engine) -> None:
        receive(inbox, Event.of(text("ごみ")))
        other = Inbox(engine)
        assert (len(inbox.claim(5)), other.claim(5)) == (1, [])
        other.close()

    def test_when_it_runs_out_another_goes_on_and_the_first_must_not(
        self, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(claims_module, "CLAIM", timedelta(0))
        receive(inbox, Event.of(text("ごみ")))
        [slow] = inbox.claim(5)
        monkeypatch.setattr(claims_module, "CLAIM", timedelta(seconds=12))
        [quick] = inbox.claim(5)
        with pytest.raises(LostClaim):
            inbox.sending(slow, [{"type": "text", "text": "遅い"}], None)
        inbox.sending(quick, [{"type": "text", "text": "早い"}], None)

    def test_what_one_has_lost_does_not_cost_others_their_step(self, inbox: Inbox) -> None:
        for lane in "ab":
            receive(inbox, Event.of(text("ごみ")), lane=lane)
        lost, kept = inbox.claim(5)
        inbox.finish(lost, "replied")
        with ThreadPoolExecutor(40) as pool:  # so that some are written in one group
            steps = [pool.submit(inbox.sending, item, [], None) for item in [lost, kept] * 20]
        raised = [isinstance(step.exception(), LostClaim) for step in steps]
        assert raised == [True, False] * 20

    @pytest.mark.parametrize(
        ("old", "lasts"),
        [(0.0, 12.0), (40.0, 12.0), (50.0, 7.0), (56.0, 1.0), (58.0, 12.0), (90.0, 12.0)],
    )
    def test_near_the_end_of_the_minute_it_leaves_time_for_one_more_attempt(self, old: float, lasts: float) -> None:
        now = datetime.now(UTC)
        ends = claim_end(now, now - timedelta(seconds=old) + TOKEN_LIFE)
        assert (ends - now).total_seconds() == pytest.approx(lasts)

    def test_a_user_is_answered_in_order_and_others_meanwhile(self, inbox: Inbox) -> None:
        for lane in ("a", "a", "b"):
            receive(inbox, Event.of(text("ごみ")), lane=lane)
        claimed = inbox.claim(5)
        assert [item.lane for item in claimed] == ["a", "b"]
        inbox.finish(claimed[0], "replied")
        assert [item.lane for item in inbox.claim(5)] == ["a"]

    def test_a_flood_in_one_city_does_not_keep_another_waiting(self, inbox: Inbox) -> None:
        for number, city in enumerate(["131016"] * 20 + ["131024"]):
            receive(inbox, Event.of(text("ごみ")), lane=str(number), city=city)
        assert sorted(item.city for item in inbox.claim(2)) == ["131016", "131024"]


class TestTwoProcesses:
    def test_each_event_is_answered_once(self, inbox: Inbox, engine: Engine, at_work: Callable[..., Scripted]) -> None:
        asked = [Event.of(text("ごみ")) for _ in range(150)]
        for number, event in enumerate(asked):
            receive(inbox, event, lane=str(number % 60))
        first, second = at_work([], seconds=0.05), at_work([], seconds=0.05)
        eventually(lambda: not unfinished(engine), 60)
        assert sorted(first.replies + second.replies) == sorted(event.reply_token for event in asked)
        assert min(len(first.replies), len(second.replies)) > 0


class TestLoading:
    """入力中の表示 is for whom an answer takes over a second."""

    def test_a_slow_answer_shows_it_once(self, inbox: Inbox, engine: Engine, at_work: Callable[..., Scripted]) -> None:
        asked = Event.of(text("ごみ"))
        receive(inbox, asked)
        sender = at_work([], seconds=2.5)
        eventually(lambda: ended(engine) == ("replied", ""))
        assert sender.loading == [(CITY, asked.user)]

    def test_a_quick_one_does_not(self, inbox: Inbox, engine: Engine, at_work: Callable[..., Scripted]) -> None:
        receive(inbox, Event.of(text("ごみ")))
        sender = at_work([])
        eventually(lambda: ended(engine) == ("replied", ""))
        assert sender.loading == []

    def test_in_a_group_there_is_none(self, inbox: Inbox, engine: Engine, at_work: Callable[..., Scripted]) -> None:
        receive(inbox, Event.of(text("ごみ") | {"source": {"type": "group", "groupId": "C1", "userId": "U1"}}))
        sender = at_work([], seconds=2.0)
        eventually(lambda: ended(engine) == ("replied", ""))
        assert sender.loading == []


def test_a_city_that_is_not_served_any_more_is_an_end(
    inbox: Inbox, engine: Engine, at_work: Callable[..., Scripted]
) -> None:
    receive(inbox, Event.of(text("ごみ")), city="131024")
    at_work([])
    eventually(lambda: ended(engine) == ("failed", "unknown_city"))

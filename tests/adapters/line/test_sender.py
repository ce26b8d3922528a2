"""What became of a request, told apart by what LINE answers, and by whether it can have seen it."""

import logging
import socket
import uuid
from collections.abc import Iterator

import pytest

from adapters.line import sender as sender_module
from adapters.line.double import Failure, LineDouble
from adapters.line.sender import Sender, Sent
from tests.adapters.line.conftest import CITY

MESSAGES = [{"type": "text", "text": "はい。"}]


@pytest.fixture
def sender(double: LineDouble, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sender]:
    monkeypatch.setattr(sender_module, "TIMEOUT", (0.5, 0.5))
    sender = Sender(double.base_url, {CITY: "token-of-minatono"}, 4)
    yield sender
    sender.close()


@pytest.mark.parametrize(
    ("failure", "first", "second"),
    [
        (Failure.RATE_LIMITED, Sent.LIMITED, Sent.ACCEPTED),
        (Failure.SERVER_ERROR, Sent.UNCERTAIN, Sent.ACCEPTED),
        (Failure.TIMEOUT, Sent.UNCERTAIN, Sent.ACCEPTED),
        (Failure.ACCEPTED_THEN_ERROR, Sent.UNCERTAIN, Sent.USED_UP),
        (Failure.ACCEPTED_THEN_TIMEOUT, Sent.UNCERTAIN, Sent.USED_UP),
        (Failure.ACCEPTED_THEN_LOST, Sent.UNCERTAIN, Sent.USED_UP),
    ],
)
def test_a_reply_that_fails_and_the_same_again(
    double: LineDouble, sender: Sender, failure: Failure, first: Sent, second: Sent
) -> None:
    double.failures.add("reply", failure)
    assert [sender.reply(CITY, "token", MESSAGES) for _ in range(2)] == [first, second]
    assert double.ledger.replies == {"token": 1}


@pytest.mark.parametrize(
    "failure",
    [Failure.SERVER_ERROR, Failure.ACCEPTED_THEN_ERROR, Failure.ACCEPTED_THEN_TIMEOUT, Failure.ACCEPTED_THEN_LOST],
)
def test_a_push_under_one_key_arrives_once(double: LineDouble, sender: Sender, failure: Failure) -> None:
    double.failures.add("push", failure)
    key = str(uuid.uuid4())
    assert [sender.push(CITY, "U1", MESSAGES, key) for _ in range(2)] == [Sent.UNCERTAIN, Sent.ACCEPTED]
    assert len(double.ledger.accepted) == 1


def test_the_month_is_used_up(double: LineDouble, sender: Sender) -> None:
    double.failures.add("push", Failure.QUOTA_USED_UP)
    assert sender.push(CITY, "U1", MESSAGES, str(uuid.uuid4())) is Sent.QUOTA


def test_what_breaks_a_limit_is_refused_and_the_place_is_told(sender: Sender, caplog: pytest.LogCaptureFixture) -> None:
    assert sender.reply(CITY, "token", [{"type": "text", "text": "あ" * 5_001}]) is Sent.REFUSED
    assert "messages[0].text" in caplog.text
    assert "あああ" not in caplog.text


def test_a_wrong_access_token_is_refused(double: LineDouble) -> None:
    sender = Sender(double.base_url, {CITY: "revoked"}, 4)
    assert sender.reply(CITY, "token", MESSAGES) is Sent.REFUSED
    sender.close()


def test_where_nobody_listens_nothing_was_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        sender = Sender(f"http://127.0.0.1:{taken.getsockname()[1]}", {CITY: "t"}, 4)
        assert sender.reply(CITY, "token", MESSAGES) is Sent.UNREACHED
        sender.close()


def test_a_name_that_does_not_resolve_is_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    sender = Sender("http://line.invalid", {CITY: "t"}, 4)
    assert sender.reply(CITY, "token", MESSAGES) is Sent.UNREACHED
    sender.close()


def test_every_call_is_told_with_lines_number_of_it(
    sender: Sender, double: LineDouble, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        sender.reply(CITY, "token", MESSAGES)
        double.failures.add("reply", Failure.SERVER_ERROR)
        sender.reply(CITY, "another", MESSAGES)
    ours = [record.getMessage() for record in caplog.records if record.name == "adapters.line.sender"]
    assert [len(line.rpartition("LINE's request ")[2]) for line in ours] == [36, 36]
    assert "token" not in " ".join(ours).replace("reply token", "")


def test_the_loading_indicator(sender: Sender, double: LineDouble) -> None:
    sender.show_loading(CITY, "U1")
    assert double.messaging.loading == [{"chatId": "U1", "loadingSeconds": 5}]

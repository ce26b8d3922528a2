"""The double behaves as LINE is documented to: what it takes, refuses, loses and remembers."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import urllib3

from adapters.line.double import Failure, Ledger, LineDouble
from adapters.line.double.deliveries import EVENTS, MESSAGES, delivery, event, message, redelivered, signature, text

KEY = "123e4567-e89b-12d3-a456-426614174000"
HELLO = [{"type": "text", "text": "こんにちは"}]


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def line(clock: Clock) -> Iterator[LineDouble]:
    with LineDouble(Ledger(clock=clock, known_only=True), hang=0.6) as double:
        yield double


def ask(line: LineDouble, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, dict[str, Any], Any]:
    """(status, body, headers) of one request."""
    sent = {"authorization": "Bearer token", **{name.replace("_", "-"): value for name, value in headers.items()}}
    answer = urllib3.request(
        method, line.base_url + path, json=body, headers=sent, timeout=0.3, retries=False, preload_content=True
    )
    return answer.status, answer.json(), answer.headers


def reply(line: LineDouble, token: str, messages: object = HELLO, **headers: str) -> tuple[int, dict[str, Any], Any]:
    body = {"replyToken": token, "messages": messages}
    return ask(line, "POST", "/v2/bot/message/reply", body, **headers)


class TestReply:
    def test_a_token_is_spent_once(self, line: LineDouble) -> None:
        line.ledger.issue("t")
        assert reply(line, "t")[0] == 200
        assert reply(line, "t")[:2] == (400, {"message": "Invalid reply token"})
        assert [(each.recipient, each.messages) for each in line.ledger.accepted] == [("t", tuple(HELLO))]

    def test_it_lives_for_a_minute(self, line: LineDouble, clock: Clock) -> None:
        line.ledger.issue("young")
        line.ledger.issue("old")
        clock.now = 60.0
        assert reply(line, "young")[0] == 200
        clock.now = 60.1
        assert reply(line, "old")[:2] == (400, {"message": "Invalid reply token"})

    def test_a_redelivery_gives_an_unspent_token_another_minute(self, line: LineDouble, clock: Clock) -> None:
        line.ledger.issue("t")
        clock.now = 70.0
        line.ledger.issue("t")
        clock.now = 129.0
        assert reply(line, "t")[0] == 200
        line.ledger.issue("t")
        assert reply(line, "t")[0] == 400

    def test_a_token_that_was_never_issued_is_invalid(self, line: LineDouble) -> None:
        assert reply(line, "made-up")[:2] == (400, {"message": "Invalid reply token"})

    def test_a_retry_key_is_not_taken(self, line: LineDouble) -> None:
        line.ledger.issue("t")
        status, body, _ = reply(line, "t", x_line_retry_key=KEY)
        assert (status, body["details"][0]["property"]) == (400, "X-Line-Retry-Key")
        assert reply(line, "t")[0] == 200

    def test_what_breaks_a_limit_is_refused_with_its_place_and_kept(self, line: LineDouble) -> None:
        line.ledger.issue("t")
        status, body, _ = reply(line, "t", [{"type": "text", "text": "あ" * 5001}])
        assert (status, body["details"][0]["property"]) == (400, "messages[0].text")
        assert [breach.place for breach in line.ledger.breaches()] == ["messages[0].text"]
        assert line.ledger.accepted == []

    def test_without_a_token_nobody_is_answered(self, line: LineDouble) -> None:
        assert reply(line, "t", authorization="")[0] == 401

    def test_every_answer_has_a_request_id(self, line: LineDouble) -> None:
        assert len({reply(line, token)[2]["x-line-request-id"] for token in "ab"}) == 2


class TestPush:
    def push(self, line: LineDouble, **headers: str) -> tuple[int, dict[str, Any], Any]:
        return ask(line, "POST", "/v2/bot/message/push", {"to": "U1", "messages": HELLO}, **headers)

    def test_the_same_retry_key_is_taken_once(self, line: LineDouble) -> None:
        first = self.push(line, x_line_retry_key=KEY)
        again = self.push(line, x_line_retry_key=KEY)
        assert (first[0], again[0]) == (200, 409)
        assert again[2]["x-line-accepted-request-id"] == line.ledger.accepted[0].request_id
        assert len(again[1]["sentMessages"]) == 1
        assert len(line.ledger.accepted) == 1

    def test_without_a_key_each_is_another(self, line: LineDouble) -> None:
        self.push(line)
        self.push(line)
        assert len(line.ledger.accepted) == 2

    def test_a_key_that_is_no_uuid_is_refused(self, line: LineDouble) -> None:
        assert self.push(line, x_line_retry_key="again")[0] == 400


@pytest.mark.parametrize(
    ("failure", "answer", "accepted"),
    [
        (Failure.RATE_LIMITED, (429, "The API rate limit has been exceeded. Try again later."), 0),
        (Failure.QUOTA_USED_UP, (429, "You have reached your monthly limit."), 0),
        (Failure.SERVER_ERROR, (500, "Internal Server Error"), 0),
        (Failure.TIMEOUT, None, 0),
        (Failure.ACCEPTED_THEN_ERROR, (500, "Internal Server Error"), 1),
        (Failure.ACCEPTED_THEN_TIMEOUT, None, 1),
        (Failure.ACCEPTED_THEN_LOST, None, 1),
    ],
)
def test_failures_come_when_asked_for(
    line: LineDouble, failure: Failure, answer: tuple[int, str] | None, accepted: int
) -> None:
    line.failures.add("reply", failure)
    line.ledger.issue("t")
    if answer:
        status, body, _ = reply(line, "t")
        assert (status, body["message"]) == answer
    else:
        with pytest.raises(urllib3.exceptions.HTTPError):
            reply(line, "t")
    assert len(line.ledger.accepted) == accepted
    assert reply(line, "t")[0] == (400 if accepted else 200)


def test_failures_can_be_drawn(line: LineDouble) -> None:
    line.failures.draw = lambda kind: Failure.SERVER_ERROR if kind == "loading" else None
    assert ask(line, "POST", "/v2/bot/chat/loading/start", {"chatId": "U1"})[0] == 500
    assert ask(line, "GET", "/v2/bot/info")[0] == 200


def test_the_loading_indicator(line: LineDouble) -> None:
    assert ask(line, "POST", "/v2/bot/chat/loading/start", {"chatId": "U1", "loadingSeconds": 5})[0] == 202
    assert ask(line, "POST", "/v2/bot/chat/loading/start", {"chatId": "U1", "loadingSeconds": 6})[0] == 400
    assert line.messaging.loading == [{"chatId": "U1", "loadingSeconds": 5}]


@pytest.mark.parametrize(("messages", "status"), [(HELLO, 200), ([{"type": "text", "text": ""}], 400)])
def test_messages_can_be_validated_without_being_sent(line: LineDouble, messages: object, status: int) -> None:
    assert ask(line, "POST", "/v2/bot/message/validate/reply", {"messages": messages})[0] == status
    assert line.ledger.accepted == []


class TestAccount:
    def test_quota(self, line: LineDouble) -> None:
        assert ask(line, "GET", "/v2/bot/message/quota")[1] == {"type": "limited", "value": 200}
        line.account.quota, line.account.used = None, 12
        assert ask(line, "GET", "/v2/bot/message/quota")[1] == {"type": "none"}
        assert ask(line, "GET", "/v2/bot/message/quota/consumption")[1] == {"totalUsage": 12}

    def test_line_s_own_count_of_replies(self, line: LineDouble) -> None:
        line.account.reply_counts["20261125"] = 40
        path = "/v2/bot/message/delivery/reply?date="
        assert ask(line, "GET", path + "20261125")[1] == {"status": "ready", "success": 40}
        assert ask(line, "GET", path + "20261126")[1] == {"status": "unready"}
        assert ask(line, "GET", path + "2026-11-26")[0] == 400

    def test_the_webhook_can_be_set_and_tested(self, line: LineDouble) -> None:
        assert ask(line, "GET", "/v2/bot/channel/webhook/endpoint")[0] == 404
        ask(line, "PUT", "/v2/bot/channel/webhook/endpoint", {"endpoint": f"{line.base_url}/v2/bot/info"})
        assert ask(line, "GET", "/v2/bot/channel/webhook/endpoint")[1]["active"] is True
        tested = ask(line, "POST", "/v2/bot/channel/webhook/test", {})[1]
        assert (tested["success"], tested["statusCode"], tested["reason"]) == (False, 405, "ERROR_STATUS_CODE")
        line.account.endpoint = "http://127.0.0.1:9"  # the discard port: nobody listens
        assert ask(line, "POST", "/v2/bot/channel/webhook/test", {})[1]["reason"] == "COULD_NOT_CONNECT"


class TestDeliveries:
    @pytest.mark.parametrize("kind", EVENTS)
    def test_every_type_of_event_has_what_all_have(self, kind: str) -> None:
        made = event(kind)
        assert (made["type"], made["mode"], made["deliveryContext"]) == (kind, "active", {"isRedelivery": False})
        assert len(made["webhookEventId"]) == 26

    @pytest.mark.parametrize("kind", MESSAGES)
    def test_every_kind_of_message(self, kind: str) -> None:
        assert message(kind)["message"]["type"] == kind

    def test_fields_can_be_taken_out(self) -> None:
        assert "source" not in event("accountLink", source=None)
        assert "replyToken" not in event("unsend")

    def test_a_redelivery_is_the_same_event(self) -> None:
        first = text("ごみ")
        assert redelivered(first)["webhookEventId"] == first["webhookEventId"]
        assert redelivered(first)["deliveryContext"] == {"isRedelivery": True}

    def test_the_signature_is_line_s(self) -> None:
        """The vector of LINE's documentation."""
        body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
        assert signature("8c570fa6dd201bb328f1c1eac23a96d8", body) == "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="

    def test_a_delivery_is_json_in_utf_8(self) -> None:
        events = [text("ごみ", "U2")]
        assert json.loads(delivery(events).decode())["events"] == events

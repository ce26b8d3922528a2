"""役に立った／立たなかった: kept once for each reply, masked, on SQLite and on PostgreSQL; a kind sentence where it cannot be."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import Engine, select
from starlette.testclient import TestClient

from adapters.storage.tables import feedback
from bot import wording

REPLY = "0123456789abcdef0123456789abcdef"
Say = Callable[..., Any]


@pytest.fixture
def application(start: Callable[..., TestClient], database: str) -> TestClient:
    return start(database_url=database)


@pytest.fixture
def say(application: TestClient) -> Say:
    """`say(REPLY, True, "…")` is the response to that."""

    def post(reply_id: str, helpful: object, *reason: object) -> Any:
        body = {"reply_id": reply_id, "helpful": helpful} | ({"reason": reason[0]} if reason else {})
        return application.post("/api/feedback", json=body)

    return post


@pytest.fixture
def kept(application: TestClient) -> Callable[[], dict[str, tuple[bool, str]]]:
    """What is kept, by reply."""
    engine: Engine = application.app.state.engine  # type: ignore[attr-defined]

    def read() -> dict[str, tuple[bool, str]]:
        with engine.connect() as connection:
            return {row.reply: (row.helpful, row.reason) for row in connection.execute(select(feedback))}

    return read


def test_it_is_kept_of_the_reply_that_was_given(application: TestClient, say: Say, kept: Say) -> None:
    asked = application.post("/api/ask", json={"city": "131016", "text": "ソファを捨てたい"}).json()
    response = say(asked["reply_id"], True)
    assert (response.status_code, response.json()) == (200, {"text": wording.HELPFUL})
    assert kept() == {asked["reply_id"]: (True, "")}


def test_the_last_word_counts(say: Say, kept: Say) -> None:
    say(REPLY, True)
    assert say(REPLY, False, " 曜日が違う ").json() == {"text": wording.NOT_HELPFUL}
    assert kept() == {REPLY: (False, "曜日が違う")}


def test_the_reason_is_masked_before_it_is_kept(say: Say, kept: Say) -> None:
    say(REPLY, False, "山田太郎です。電話は090-1234-5678です。")
    [(_, reason)] = kept().values()
    assert reason == "〔氏名〕です。電話は〔電話〕です。"


@pytest.mark.parametrize("reply_id", ["", "none", REPLY[:-1], REPLY + "0", REPLY.upper(), "'; DROP TABLE feedback; --"])
def test_what_is_no_reply_is_told_so(say: Say, kept: Say, reply_id: str) -> None:
    response = say(reply_id, True)
    assert response.status_code == 404
    assert response.json() == {"error": {"code": "unknown_reply", "message": wording.UNKNOWN_REPLY}}
    assert kept() == {}


@pytest.mark.parametrize(
    ("helpful", "reason"),
    [("yes", ""), (1, ""), (None, ""), (True, "長" * 501), (True, 5), (True, None)],
    ids=["a word", "a number", "null", "too long", "no text", "null for a reason"],
)
def test_what_cannot_be_read_is_refused(say: Say, kept: Say, helpful: object, reason: object) -> None:
    response = say(REPLY, helpful, reason)
    assert (response.status_code, response.json()["error"]["code"]) == (422, "unreadable_request")
    assert kept() == {}


def test_five_hundred_characters_are_a_reason(say: Say, kept: Say) -> None:
    assert say(REPLY, True, "長" * 500).status_code == 200
    assert kept() == {REPLY: (True, "長" * 500)}


def test_a_database_that_is_gone_is_a_kind_sentence_and_no_text_in_the_log(
    say: Say, gone: Callable[[], AbstractContextManager[None]], kept: Say, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with gone():
        response = say(REPLY, True, "ひそかな理由")
    assert (response.status_code, response.json()["error"]["message"]) == (503, wording.NOT_KEPT)
    assert "could not be kept" in caplog.text
    assert "ひそかな理由" not in caplog.text
    assert say(REPLY, True).status_code == 200


def test_without_javascript_the_page_has_two_buttons(application: TestClient, kept: Say) -> None:
    page = application.post("/chat", data={"city": "131016", "text": "ソファを捨てたい"}).text
    assert wording.DID_IT_HELP in page
    reply_id = page.split('name="reply_id" value="')[1].split('"')[0]
    answer = application.post("/chat", data={"city": "131016", "reply_id": reply_id, "helpful": "no"})
    assert wording.NOT_HELPFUL.split("\n")[0] in answer.text
    assert kept() == {reply_id: (False, "")}
    assert wording.DID_IT_HELP not in application.post("/chat", data={"city": "131016", "text": "こんにちは"}).text

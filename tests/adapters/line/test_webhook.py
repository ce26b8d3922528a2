"""POST /line/{city}/webhook: what is taken, what is refused, and that nothing in a delivery can break it."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from adapters.line.double.deliveries import USER, delivery, event, message, redelivered, text
from adapters.line.signature import HEADER, sign
from tests.adapters.line.conftest import CITY, SECRET, Official, inbox_is_gone, inbox_is_held

NO_EVENTS = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'

UNREADABLE = [
    b"",
    b"\xff\xfe{}",
    '{"events":[]}'.encode("utf-16"),
    b"{",
    b"[]",
    b"null",
    b"7",
    b'"events"',
    b'{"events":{}}',
    b'{"events":"message"}',
    b'{"events":' + b"[" * 200_000,
    b'{"events":[' + b"1" * 5_000 + b"]}",
]


class TestWhoMayDeliver:
    """Only LINE, by its signature over the bytes."""

    def test_the_check_of_the_console_is_answered(self, official: Official) -> None:
        response = official.post(NO_EVENTS, **{HEADER: sign(SECRET, NO_EVENTS)})
        assert (response.status_code, response.json()) == (200, {})
        assert official.rows() == []

    @pytest.mark.parametrize("headers", [{}, {HEADER: ""}, {HEADER: sign("another", NO_EVENTS)}, {HEADER: "x" * 9_000}])
    def test_without_its_signature_nothing_is_taken(self, official: Official, headers: dict[str, str]) -> None:
        response = official.post(NO_EVENTS, **headers)
        assert (response.status_code, response.json()["error"]["code"]) == (403, "wrong_signature")

    def test_the_name_of_the_header_may_be_written_in_any_case(self, official: Official) -> None:
        assert official.post(NO_EVENTS, **{"X-LINE-SIGNATURE": sign(SECRET, NO_EVENTS)}).status_code == 200

    def test_a_changed_body_is_refused(self, official: Official) -> None:
        body = delivery([text("ごみ")])
        assert official.post(body + b" ", **{HEADER: sign(SECRET, body)}).status_code == 403
        assert official.rows() == []

    def test_while_the_secret_is_changed_both_are_good(
        self, open_account: Callable[..., Official], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(f"MADOGUCHI_LINE_{CITY}_CHANNEL_SECRET_NEXT", "the next one")
        official = open_account()
        assert [official.deliver(text("ごみ"), secret=secret).status_code for secret in (SECRET, "the next one")] == [
            200,
            200,
        ]

    @pytest.mark.parametrize("city", ["131025", "13101", "..", "１３１０１６"])
    def test_an_unknown_city_is_not_found(self, official: Official, city: str) -> None:
        assert official.deliver(text("ごみ"), city=city).status_code == 404

    @pytest.mark.parametrize("name", ["CHANNEL_SECRET", "ACCESS_TOKEN"])
    def test_a_missing_setting_is_named_in_the_log(
        self,
        open_account: Callable[..., Official],
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
        name: str,
    ) -> None:
        monkeypatch.delenv(f"MADOGUCHI_LINE_{CITY}_{name}")
        official = open_account()
        with caplog.at_level(logging.ERROR):
            assert official.deliver(text("ごみ")).status_code == 503
        assert f"set MADOGUCHI_LINE_{CITY}_{name}" in caplog.text

    def test_a_city_without_an_account_beside_one_that_has_one(
        self, official: Official, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert official.deliver(text("犬の登録"), city="131024").status_code == 503
        assert "MADOGUCHI_LINE_131024_CHANNEL_SECRET and MADOGUCHI_LINE_131024_ACCESS_TOKEN" in caplog.text


class TestBodies:
    """What cannot be read is refused; what can be read is never lost for its neighbour's sake."""

    def test_signed_but_unreadable(self, official: Official) -> None:
        answers = {body: official.post(body, **{HEADER: sign(SECRET, body)}) for body in UNREADABLE}
        assert {body[:20]: answer.status_code for body, answer in answers.items() if answer.status_code != 400} == {}
        assert {answer.json()["error"]["code"] for answer in answers.values()} == {"unreadable"}

    @pytest.mark.parametrize("body", [b"{}", b'{"events":null}', b'{"destination":null,"events":[]}'])
    def test_without_events_there_is_nothing_to_do(self, official: Official, body: bytes) -> None:
        assert official.post(body, **{HEADER: sign(SECRET, body)}).status_code == 200

    def test_over_a_megabyte_is_too_large(self, official: Official) -> None:
        body = delivery([text("あ" * 400_000)])
        assert len(body) > 1024 * 1024
        assert official.post(body, **{HEADER: sign(SECRET, body)}).status_code == 413

    def test_just_under_a_megabyte_is_taken(self, official: Official) -> None:
        [said] = official.answer(text("a" * 1_000_000))
        assert "2000文字までにまとめて" in said["text"]

    def test_a_hundred_events_of_a_hundred_people(self, official: Official) -> None:
        said = official.answer(*(text("粗大ごみの出し方", f"U{number:032x}") for number in range(100)))
        assert len(said) == 100
        assert official.states() == [("replied", "")] * 100
        assert len({event.user for event in official.events()}) == 100

    def test_broken_events_do_not_cost_their_neighbours_anything(self, official: Official) -> None:
        nulls: dict[str, Any] = dict.fromkeys(text("ごみ"))
        odd: list[Any] = [None, 7, [], {}, nulls, {"type": "message"}, text("ごみ") | {"message": [[]]}]
        odd += [{"type": "teleport", "source": "moon"}, text("ごみ") | {"mode": {"a": 1}, "webhookEventId": "x" * 900}]
        said = official.answer(*odd, text("粗大ごみの出し方"), *odd)
        assert len(said) == 2  # the last odd one is a question, and odd events that come twice are one event

    def test_any_text_is_answered(self, official: Official) -> None:
        words = ["ごみ\0", "ごみ\ud83d", "👨‍👩‍👧" * 100, "<script>", "\u202eごみ", "'; DROP TABLE line_inbox; --"]
        assert len(official.answer(*map(text, words))) == len(words)

    def test_the_clock_of_line_does_not_matter(self, official: Official) -> None:
        moments = [0, -1, 10**18, "yesterday", None, 4_102_444_800_000]
        assert len(official.answer(*(text("粗大ごみの出し方") | {"timestamp": at} for at in moments))) == len(moments)


class TestStoring:
    """200 means that it is on disk."""

    def test_while_the_database_is_away_line_keeps_it(self, official: Official) -> None:
        asked = text("図書館のカード")
        with inbox_is_gone(official.engine):
            assert official.deliver(asked).status_code == 503
        assert official.answer(redelivered(asked))

    def test_a_database_that_is_held_is_not_waited_for(self, official: Official) -> None:
        asked = text("図書館のカード")
        with inbox_is_held(official.engine):
            assert official.deliver(asked).status_code == 503
        assert len(official.answer(redelivered(asked), text("粗大ごみの出し方"))) == 2
        assert official.states() == [("replied", "")] * 2

    def test_of_what_is_silent_only_the_kind_is_kept(self, official: Official) -> None:
        group = {"type": "group", "groupId": "C" + "5" * 32, "userId": USER}
        official.answer(text("秘密の話") | {"source": group}, event("beacon"), event("teleport"))
        assert [(row.kind, row.state, row.reason) for row in official.rows()] == [
            ("message/text", "silent", "group"),
            ("beacon", "silent", "nothing_to_say"),
            ("teleport", "silent", "unknown"),
        ]
        kept = official.everything_kept()
        assert not [secret for secret in ("秘密の話", USER, "C" + "5" * 32) if secret in kept]

    def test_nothing_personal_stays_once_it_is_answered(self, official: Official) -> None:
        asked = text("私の電話は042-000-1234です。粗大ごみの出し方")
        official.answer(asked, message("sticker"))
        kept = official.everything_kept()
        assert not [secret for secret in (USER, asked["replyToken"], "042-000-1234") if secret in kept]
        assert [(row.event, row.messages, row.lane) for row in official.rows()] == [({}, [], "")] * 2


def test_the_route_is_not_in_the_public_description(official: Official) -> None:
    assert "line" not in json.dumps(list(official.client.get("/openapi.json").json()["paths"]))


def test_without_any_account_everything_else_works(start: Callable[..., TestClient]) -> None:
    client = start()
    assert client.post("/line/131016/webhook", content=b"{}").status_code == 503
    assert client.get("/healthz").status_code == 200

"""How often one conversation and one network may ask; a school behind one address is not stopped, a loop is."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from adapters.app import create_app
from adapters.settings import Settings, WrongSettings, read_settings
from bot import wording

Start = Callable[..., TestClient]
QUESTION = {"city": "131016", "text": "こんにちは"}


def ask(client: TestClient, session: str = "", **headers: str) -> int:
    return client.post("/api/ask", json={**QUESTION, "session": session}, headers=headers).status_code


def look(client: TestClient) -> int:
    return client.get("/api/suggest?city=131016&q=x").status_code


@pytest.mark.parametrize("workers", [1, 2])
def test_a_conversation_that_asks_too_fast_is_asked_to_wait(start: Start, workers: int) -> None:
    """Counted in memory by one process, through the database by several."""
    client = start(limit_session="3/hour", workers=workers)
    assert [ask(client, "a") for _ in range(4)] == [200, 200, 200, 429]
    assert (ask(client, "b"), ask(client), ask(client)) == (200, 200, 200)


def test_it_is_told_kindly_how_long(start: Start) -> None:
    client = start(limit_network="1/hour")
    ask(client)
    response = client.post("/api/ask", json=QUESTION)
    assert response.status_code == 429
    assert response.json() == {"error": {"code": "too_many_requests", "message": wording.TOO_MANY_REQUESTS}}
    assert 1 <= int(response.headers["retry-after"]) <= 3_600


def test_without_javascript_it_is_told_on_the_page(start: Start) -> None:
    client = start(limit_network="1/hour")
    client.post("/chat", data=QUESTION)
    response = client.post("/chat", data=QUESTION)
    assert (response.status_code, wording.TOO_MANY_REQUESTS in response.text) == (429, True)
    assert 1 <= int(response.headers["retry-after"]) <= 3_600


def test_a_class_of_forty_behind_one_address_asks_by_the_defaults(start: Start) -> None:
    """Forty pupils, twelve questions each within a minute, and suggestions for each."""
    client = start()
    counts = [ask(client, f"pupil-{number % 40}") for number in range(480)]
    assert set(counts) == {200}
    assert {look(client) for _ in range(480)} == {200}


def test_a_loop_behind_one_address_is_stopped_by_the_defaults(start: Start) -> None:
    client = start(limit_network=Settings.model_fields["limit_network"].default)
    allowed = [ask(client, f"made-up-{number}") for number in range(1_300)]  # even where a minute turns meanwhile
    assert 429 in allowed
    assert allowed.index(429) >= 600


def test_opinions_count_as_questions_and_looks_apart(start: Start) -> None:
    client = start(limit_network="2/hour", limit_looks="4/hour")
    opinion = {"json": {"reply_id": "0" * 32, "helpful": True}}
    assert [client.post("/api/feedback", **opinion).status_code for _ in range(3)] == [200, 200, 429]
    assert ask(client) == 429
    looked = [
        "/api/suggest?city=131016",
        "/api/categories?city=131016",
        "/chat/131016/sodai-gomi",
        "/chat/131016/qr.svg",
    ]
    assert [client.get(path).status_code for path in looked] == [200, 200, 200, 503]
    assert [client.get(path).status_code for path in looked] == [429] * 4


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/chat", "/widget/v1/madoguchi.js", "/static/tokens.css"])
def test_what_costs_nothing_is_not_counted(start: Start, path: str) -> None:
    client = start(limit_network="1/hour", limit_looks="1/hour")
    assert {client.get(path).status_code for _ in range(5)} == {200}


def test_a_refused_question_is_not_recorded(start: Start, workplace: Any, kept: Callable[..., list[Any]]) -> None:
    client = start(limit_network="1/hour")
    ask(client)
    ask(client)
    assert len(kept(workplace / "var" / "madoguchi.sqlite3")) == 1


def test_off_is_no_limit(start: Start) -> None:
    client = start(limit_session="off", limit_network="off", limit_looks="off")
    assert {ask(client, "a") for _ in range(40)} == {200}


class TestWhoAsks:
    """The network is that of the connection; what a header says counts only where the setting names who sent it."""

    def client(self, settings: Settings, host: str, **changed: object) -> TestClient:
        app = create_app(settings.model_copy(update={"limit_network": "1/hour", "workers": 1, **changed}))
        return TestClient(app, raise_server_exceptions=False, client=(host, 50_000))

    def test_by_default_nobody_can_say_that_they_are_another(self, settings: Settings) -> None:
        with self.client(settings, "127.0.0.1") as client:
            assert [ask(client, **{"X-Forwarded-For": f"198.51.100.{number}"}) for number in range(3)] == [
                200,
                429,
                429,
            ]

    def test_behind_a_known_proxy_each_network_counts_for_itself(self, settings: Settings) -> None:
        with self.client(settings, "10.9.8.7", proxy_addresses=("10.9.8.0/24",)) as client:
            sent = ["198.51.100.1", "198.51.100.2", "198.51.100.1", "198.51.100.9, 198.51.100.3"]
            assert [ask(client, **{"X-Forwarded-For": each}) for each in sent] == [200, 200, 429, 200]
            forged = [f"203.0.113.{number}, 198.51.100.3" for number in range(3)]  # what the client itself wrote first
            assert [ask(client, **{"X-Forwarded-For": each}) for each in forged] == [429, 429, 429]

    def test_another_than_the_known_proxy_is_not_believed(self, settings: Settings) -> None:
        with self.client(settings, "10.9.9.9", proxy_addresses=("10.9.8.0/24",)) as client:
            assert [ask(client, **{"X-Forwarded-For": f"198.51.100.{number}"}) for number in range(2)] == [200, 429]

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),  # one household has 64 bits
            ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
            ("::ffff:198.51.100.1", "198.51.100.1", True),
            ("198.51.100.1", "198.51.100.2", False),
        ],
    )
    def test_a_network_is_an_ipv4_address_or_an_ipv6_64(
        self, settings: Settings, one: str, other: str, same: bool
    ) -> None:
        with self.client(settings, "10.9.8.7", proxy_addresses=("10.9.8.7",)) as client:
            assert [ask(client, **{"X-Forwarded-For": each}) for each in (one, other)] == [200, 429 if same else 200]


def test_the_operator_learns_of_it_without_who_it_was(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    client = start(limit_network="1/hour")
    with caplog.at_level(logging.WARNING):
        for _ in range(5):
            ask(client)
    [line] = [record.getMessage() for record in caplog.records if "limit" in record.getMessage()]
    assert "MADOGUCHI_PROXY_ADDRESSES" in line
    assert "testclient" not in line


@pytest.mark.parametrize("name", ["LIMIT_SESSION", "LIMIT_NETWORK", "LIMIT_LOOKS"])
@pytest.mark.parametrize("value", ["many", "30", "-1/minute", "30/fortnight"])
def test_a_wrong_limit_stops_the_start_and_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"MADOGUCHI_{name}", value)
    with pytest.raises(WrongSettings, match=f"MADOGUCHI_{name}='{value}'.*30/minute, or off"):
        read_settings()

"""The application as a whole: whether it is well, what it logs, and what it does when the database fails."""

import logging
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from opentelemetry import _logs, trace
from opentelemetry._logs import LoggerProvider
from sqlalchemy import select
from starlette.testclient import TestClient

from adapters.app import create_app
from adapters.settings import Settings
from adapters.storage import PublishedContent, connect
from adapters.storage.tables import usage_events
from index import UnusableIndex
from knowledge import Entry

Start = Callable[..., TestClient]
CONFIDENTIAL = "となりの鈴鳴さんの借金のことで悩んでいます"


def ask(client: TestClient, text: str) -> dict:  # type: ignore[type-arg]
    return client.post("/api/ask", json={"city": "131016", "text": text}).json()


def test_it_is_well_and_ready_with_its_cities(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    response = client.get("/readyz")
    assert response.status_code == 200
    cities = {"131016": "みなと野市", "131024": "かすみ台市"}
    assert response.json() == {"status": "ready", "cities": cities, "behind": {}}


def remove_the_folder(database: Path) -> None:
    shutil.rmtree(database.parent)


def overwrite_the_file(database: Path) -> None:
    for path in database.parent.glob("madoguchi.sqlite3*"):
        path.write_bytes(b"not a database " * 1_000)


def drop_the_tables(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        for table in ("publications", "entry_revisions", "plan_revisions", "usage_events"):
            connection.execute(f"DROP TABLE {table}")


@pytest.mark.parametrize("harm", [remove_the_folder, overwrite_the_file, drop_the_tables])
def test_it_is_not_ready_once_the_database_is_gone(start: Start, workplace: Path, harm: Callable[[Path], None]) -> None:
    data = workplace / "data"
    data.mkdir()
    client = start(database_url=f"sqlite:///{data / 'madoguchi.sqlite3'}", refresh_seconds=60)
    assert client.get("/readyz").status_code == 200
    harm(data / "madoguchi.sqlite3")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "database unavailable"}
    assert client.get("/healthz").status_code == 200


def test_a_record_that_fails_never_costs_the_answer(
    start: Start, workplace: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It waits on disk; where not even that has room, that is said."""
    client = start(refresh_seconds=60)
    drop_the_tables(workplace / "var" / "madoguchi.sqlite3")
    assert ask(client, "粗大ごみはどう出せばいいですか。")["outcome"] == "answered"
    assert "the database takes no usage events" in caplog.text
    assert "could not be recorded" not in caplog.text
    shutil.rmtree(workplace / "var" / "spool")
    (workplace / "var" / "spool").touch()
    assert ask(client, "粗大ごみはどう出せばいいですか。")["outcome"] == "answered"
    assert "could not be recorded" in caplog.text


def test_the_log_of_a_record_that_fails_does_not_quote_the_question(
    start: Start, workplace: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = start(refresh_seconds=60)
    drop_the_tables(workplace / "var" / "madoguchi.sqlite3")
    ask(client, CONFIDENTIAL)
    assert "the database takes no usage events" in caplog.text
    assert CONFIDENTIAL not in caplog.text


def test_the_service_goes_on_while_the_database_is_away(
    start: Start, database: str, gone: Callable[[], AbstractContextManager[None]]
) -> None:
    """Questions are answered and wait to be recorded; once the database is back, each is there once."""
    client = start(database_url=database, refresh_seconds=0.1)
    replies = [ask(client, "粗大ごみはどう出せばいいですか。")]
    with gone():
        replies += [ask(client, "粗大ごみはどう出せばいいですか。") for _ in range(5)]
        assert client.get("/readyz").status_code == 503
    assert [reply["outcome"] for reply in replies] == ["answered"] * 6
    engine, end, kept = connect(database), time.monotonic() + 10, []
    while len(kept) < 6 and time.monotonic() < end:
        time.sleep(0.1)
        with engine.connect() as connection:
            kept = list(connection.execute(select(usage_events.c.id)).scalars())
    engine.dispose()
    assert sorted(kept) == sorted(reply["reply_id"] for reply in replies)
    assert client.get("/readyz").status_code == 200


def test_nothing_that_was_typed_is_logged(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    ask(client, CONFIDENTIAL)
    ask(client, CONFIDENTIAL * 200)
    client.post("/api/ask", json={"city": "132012", "text": CONFIDENTIAL})
    client.post("/api/ask", json={"city": "131016", "text": [CONFIDENTIAL]})
    client.post("/api/ask", json={"city": "131016", "text": "x", "choice": CONFIDENTIAL})
    client.post("/api/ask", json={"city": "131016", "text": "x", CONFIDENTIAL: CONFIDENTIAL})
    client.post("/api/ask", content=f'{{"text": "{CONFIDENTIAL}"'.encode())
    client.post("/chat", data={"city": "131016", "text": CONFIDENTIAL})
    shown = caplog.text + "".join(str(vars(record)) for record in caplog.records)
    assert "鈴鳴" not in shown
    assert "\\u9234" not in shown


class Telemetry(trace.TracerProvider, LoggerProvider):
    """A provider of both that an operator may have set up: it keeps whatever it is given."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def get_tracer(self, *arguments: Any, **more: Any) -> Any:
        return self._recording("start_span", "start_as_current_span")

    def get_logger(self, *arguments: Any, **more: Any) -> Any:
        return self._recording("emit")

    def _recording(self, *names: str) -> Any:
        def keep(*arguments: Any, **more: Any) -> Any:
            self.given.append(f"{arguments}{more}")
            return trace.INVALID_SPAN

        return SimpleNamespace(**dict.fromkeys(names, keep))


def test_telemetry_does_not_carry_what_was_typed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    telemetry = Telemetry()
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: telemetry)
    monkeypatch.setattr(_logs, "get_logger_provider", lambda: telemetry)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        client.get("/api/suggest", params={"city": "131016", "q": CONFIDENTIAL})
        client.get("/api/suggest", params={"city": "131016" * 2, "q": CONFIDENTIAL})
        client.post("/api/ask", json={"city": "131016", "text": [CONFIDENTIAL]})
        ask(client, CONFIDENTIAL)
    assert telemetry.given == []


def test_the_telemetry_that_is_switched_off_would_carry_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the test above could not fail."""
    telemetry = Telemetry()
    app = FastAPI(telemetry={"tracer_provider": telemetry})
    TestClient(app).get("/anywhere", params={"q": CONFIDENTIAL})
    assert quote(CONFIDENTIAL) in "".join(telemetry.given)


def test_what_is_published_meanwhile_is_answered(start: Start, settings: Settings) -> None:
    client = start(refresh_seconds=0.1)
    question = "自転車の駐輪場を使いたいです。"
    entry = Entry("jitensha", "131016", question, "駅前の駐輪場を使ってください。", "市民窓口課", ("駐輪場の利用",))
    assert ask(client, question)["revision"] == 1
    engine = connect(settings.database)
    PublishedContent(engine).publish("131016", "駐輪場", [entry])
    engine.dispose()
    end = time.monotonic() + 5
    while (reply := ask(client, question))["revision"] == 1 and time.monotonic() < end:
        time.sleep(0.05)
    assert (reply["revision"], reply["text"]) == (2, "駅前の駐輪場を使ってください。")


def test_it_does_not_start_without_an_index(start: Start, workplace: Path) -> None:
    shutil.rmtree(workplace / "var" / "index" / "131024")
    with pytest.raises(UnusableIndex, match="madoguchi build --city 131024"):
        start()


def test_only_the_cities_that_are_set_are_served(start: Start) -> None:
    client = start(cities=("131024",))
    assert client.get("/readyz").json()["cities"] == {"131024": "かすみ台市"}
    assert client.post("/api/ask", json={"city": "131016", "text": "粗大ごみ"}).status_code == 404

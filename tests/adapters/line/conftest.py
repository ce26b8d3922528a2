"""みなと野市 (131016) with a LINE account, in front of a double of LINE's platform, on SQLite and on PostgreSQL."""

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import Engine, select
from sqlalchemy import text as sql_text
from starlette.testclient import TestClient

from adapters.line.double import Ledger, LineDouble
from adapters.line.double.deliveries import BOT
from adapters.line.signature import HEADER, sign
from adapters.storage.database import writing
from adapters.storage.line_tables import line_inbox
from adapters.storage.tables import usage_events

CITY = "131016"
SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"
LONGEST_WAIT = 20.0  # seconds


def eventually(holds: Callable[[], object], seconds: float = LONGEST_WAIT) -> None:
    """Return once `holds()` is true; fail after `seconds`."""
    give_up = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < give_up, "it did not come about"
        time.sleep(0.02)


@contextlib.contextmanager
def inbox_is_gone(engine: Engine) -> Iterator[None]:
    """Nothing can be stored meanwhile."""
    with writing(engine) as connection:
        connection.execute(sql_text("ALTER TABLE line_inbox RENAME TO elsewhere"))
    yield
    with writing(engine) as connection:
        connection.execute(sql_text("ALTER TABLE elsewhere RENAME TO line_inbox"))


@contextlib.contextmanager
def inbox_is_held(engine: Engine) -> Iterator[None]:
    """Somebody else writes and does not come to an end."""
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sql_text("LOCK TABLE line_inbox IN EXCLUSIVE MODE"))
        yield


@pytest.fixture
def double() -> Iterator[LineDouble]:
    """LINE's platform."""
    with LineDouble(Ledger(), token="token-of-minatono", hang=6.0) as platform:
        yield platform


@dataclass(frozen=True)
class Official:
    """The city's account: `deliver` what residents do, `row` looks into the inbox, `events` into the record."""

    client: TestClient
    engine: Engine
    platform: LineDouble

    def post(self, body: bytes, city: str = CITY, **headers: str) -> httpx2.Response:
        response: httpx2.Response = self.client.post(f"/line/{city}/webhook", content=body, headers=headers)
        return response

    def deliver(self, *events: object, city: str = CITY, secret: str = SECRET) -> httpx2.Response:
        """Deliver `events` in one body, signed."""
        body = json.dumps({"destination": BOT, "events": events}).encode()
        return self.post(body, city, **{HEADER: sign(secret, body)})

    def answer(self, *events: object) -> list[dict[str, Any]]:
        """Deliver `events` and wait until each has ended; the messages that reached people meanwhile."""
        before = len(self.platform.ledger.messages())
        assert self.deliver(*events).status_code == 200
        eventually(lambda: all(row.finished_at for row in self.rows()))
        return self.platform.ledger.messages()[before:]

    def rows(self) -> list[Any]:
        """The inbox, oldest first."""
        with self.engine.connect() as connection:
            return list(connection.execute(select(line_inbox).order_by(line_inbox.c.number)))

    def states(self) -> list[tuple[str, str]]:
        return [(row.state, row.reason) for row in self.rows()]

    def events(self) -> list[Any]:
        """The usage events, oldest first, once those that waited on disk are loaded."""
        eventually(lambda: not any(Path("var/spool").glob("usage-*.jsonl")))
        with self.engine.connect() as connection:
            return list(connection.execute(select(usage_events).order_by(usage_events.c.number)))

    def everything_kept(self) -> str:
        """Every row of every table of the channel, to look for what must not be there."""
        return json.dumps([list(map(str, row)) for row in [*self.rows(), *self.events()]], ensure_ascii=False)


@pytest.fixture
def with_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of the account."""
    monkeypatch.setenv(f"MADOGUCHI_LINE_{CITY}_CHANNEL_SECRET", SECRET)
    monkeypatch.setenv(f"MADOGUCHI_LINE_{CITY}_ACCESS_TOKEN", "token-of-minatono")


@pytest.fixture
def open_account(
    with_account: None, database: str, engine: Engine, double: LineDouble, start: Callable[..., TestClient]
) -> Callable[..., Official]:
    """`open_account(line_push_when_late=True)` starts the application with that setting."""

    def opened(**changed: object) -> Official:
        client = start(database_url=database, line_api_base=double.base_url, **changed)
        return Official(client, engine, double)

    return opened


@pytest.fixture
def official(open_account: Callable[..., Official]) -> Official:
    return open_account()

"""People of the staff in front of the running application."""

import contextlib
import itertools
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from adapters.app import create_app
from adapters.passwords import hash_password
from adapters.settings import Settings
from adapters.storage.accounts import AccountRecord, Role
from adapters.storage.sign_ins import How
from adapters.web.staff.session import COOKIE, csrf_token
from knowledge import TOKYO

HOST = "desk.example.jp"
PASSWORD = "four unrelated words"
NUMBERS = itertools.count(1)


class Browser(TestClient):
    """A browser of somebody of the staff, at the address that the city gives its people; it follows no redirection."""

    def __init__(self, app: FastAPI, base_url: str = f"https://{HOST}", client: str = "") -> None:
        number = next(NUMBERS)
        self.address = client or f"198.18.{number // 250}.{number % 250 + 1}"  # of its own: failures count by address
        super().__init__(
            app, base_url, raise_server_exceptions=False, follow_redirects=False, client=(self.address, 50_000)
        )

    @property
    def token(self) -> str:
        """What it holds in its cookie."""
        return self.cookies.get(COOKIE, "")

    @property
    def csrf(self) -> str:
        """What its forms carry."""
        return csrf_token(self.token)

    def holds(self, token: str) -> None:
        """From now on its cookie is `token`."""
        self.cookies.clear()
        self.cookies.set(COOKIE, token, domain=HOST, path="/staff")

    def form(self, path: str, **fields: str) -> Response:
        """Send a form with the token that its page had."""
        return self.post(path, data={"csrf": self.csrf, **fields})

    def sign_in(self, name: str, password: str = PASSWORD, next: str = "") -> Response:
        """Open the form and send it."""
        page = self.get("/staff/sign-in", params={"next": next})
        if page.status_code != 200:
            return page
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))
        return self.post("/staff/sign-in", data={**fields, "name": name, "password": password})


@pytest.fixture
def app(client: TestClient) -> FastAPI:
    """The application that all tests share: only accounts are added to it."""
    return client.app  # type: ignore[return-value]


@pytest.fixture
def person(app: FastAPI) -> Callable[..., AccountRecord]:
    """`person(Role.EDITOR, cities=["131016"], password=PASSWORD)` is a new account with a name of its own."""

    def added(
        role: Role = Role.READER, cities: Any = ("131016",), password: str = "", name: str = "", display: str = ""
    ) -> AccountRecord:
        accounts, name = app.state.entrance.accounts, name or f"staff{next(NUMBERS)}"
        kept = hash_password(password) if password else ""
        record: AccountRecord = accounts.add(name, display, role, list(cities), "test", datetime.now(TOKYO), kept)
        return record

    return added


@pytest.fixture
def signed_in(app: FastAPI, person: Callable[..., AccountRecord]) -> Callable[..., Browser]:
    """`signed_in(Role.EDITOR, cities=["131016"])` is the browser of somebody new who has signed in."""

    def opened(role: Role = Role.READER, cities: Any = ("131016",), who: AccountRecord | None = None) -> Browser:
        account = who or person(role, cities)
        browser = Browser(app)
        browser.holds(app.state.entrance.sessions.begin(account, How.PASSWORD, "test", datetime.now(TOKYO)))
        return browser

    return opened


@pytest.fixture(scope="module")
def started(session_folder: Path) -> Iterator[Callable[..., FastAPI]]:
    """`started(staff_idle_minutes=5)` is a running application of its own with that setting; it ends with the module."""
    with contextlib.ExitStack() as running:

        def start(**changed: Any) -> FastAPI:
            folder = {"content_dir": session_folder / "content", "data_dir": (session_folder / "var").absolute()}
            made = create_app(Settings(**folder, **changed, _env_file=None))
            running.enter_context(contextlib.chdir(session_folder))
            running.enter_context(TestClient(made))
            return made

        yield start


@pytest.fixture
def browser(app: FastAPI) -> Browser:
    """A browser that nobody has signed in with."""
    return Browser(app)

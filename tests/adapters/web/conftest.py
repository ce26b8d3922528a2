"""Questions to the running application, and real browsers (headless Chromium) in front of it."""

import contextlib
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from adapters.app import create_app
from adapters.settings import Settings

CHROMIUM = shutil.which("chromium")
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture
def asked(client: TestClient) -> Callable[..., dict]:  # type: ignore[type-arg]
    """`asked("…", city="131024")` is the reply to one question."""

    def ask(text: str = "", city: str = "131016", **more: str) -> dict:  # type: ignore[type-arg]
        response = client.post("/api/ask", json={"city": city, "text": text, **more})
        assert response.status_code == 200, response.text
        return response.json()

    return ask


@contextlib.contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """The address of a server of `app` on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(400):
        if server.started:
            break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[ASGIApp], str]]:
    """`serve(app)` is the address of a server that ends with the module."""
    with contextlib.ExitStack() as servers:
        yield lambda app: servers.enter_context(serving(app))


@pytest.fixture(scope="module")
def application(session_folder: Path) -> ASGIApp:
    """The application with both cities, for the browser tests of one module."""
    with contextlib.chdir(session_folder):
        settings = Settings(content_dir=session_folder / "content", data_dir=(session_folder / "var").absolute())
        return create_app(settings)


@pytest.fixture(scope="module")
def address(serve: Callable[[ASGIApp], str], application: ASGIApp) -> str:
    """Where the application is served."""
    return serve(application)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser; skips where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (./setup dev)")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium)")
    with playwright.sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Any) -> Iterator[Callable[..., Any]]:
    """`new_page(width, height, **options of a context)` is a tab of its own; what its console complains of is in `complaints`."""
    with contextlib.ExitStack() as tabs:

        def opened(width: int = 390, height: int = 844, **options: Any) -> Any:
            context = chromium.new_context(viewport={"width": width, "height": height}, **options)
            tabs.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(10_000)
            page.complaints = []
            page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: page.complaints.append(str(error)))
            return page

        yield opened

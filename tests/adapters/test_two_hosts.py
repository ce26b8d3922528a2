"""Two server processes as on two hosts: one PostgreSQL, a data folder each. What is published is served by both within 5 s."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import update

from adapters.settings import Settings
from adapters.shelves import Shelves
from adapters.storage import PublishedContent, connect
from adapters.storage.database import writing
from adapters.storage.tables import entry_revisions
from knowledge import Entry

ROOT = Path(__file__).resolve().parents[2]
CORES = os.cpu_count() or 1
SOON = 5.0 * max(
    1.0, os.getloadavg()[0] / CORES
)  # seconds, 5 where nothing else runs; benchmarks/publishing.py measures
CYCLING = Entry("jitensha", "131016", "自転車の駐輪場を使いたいです。", "駅前の駐輪場を使ってください。", "市民窓口課")


def asked(port: int, path: str, body: dict[str, str] | None = None) -> dict[str, Any]:
    data = json.dumps(body).encode() if body else None
    request = Request(f"http://127.0.0.1:{port}{path}", data, {"Content-Type": "application/json"})
    with urlopen(request, timeout=10) as reply:  # noqa: S310
        read: dict[str, Any] = json.loads(reply.read())
    return read


def served(port: int) -> tuple[int, str]:
    """The revision that answers, and what it says of cycling."""
    reply = asked(port, "/api/ask", {"city": "131016", "text": CYCLING.question})
    return reply["revision"], reply["text"]


def in_time(happened: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


def free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        return asked(port, "/readyz")["status"] == "ready"
    return False


@pytest.fixture
def hosts(settings: Settings, postgresql: str, workplace: Path) -> Iterator[list[int]]:
    """The ports of two servers with the settings that ship, but for the database and a data folder of their own."""
    running = []
    for name in ("one", "two"):
        shutil.copytree(workplace / "var" / "index", workplace / name / "index")
        (workplace / name / "encoders").symlink_to(ROOT / "var" / "encoders")
        port = free_port()
        own = {"DATA_DIR": workplace / name, "DATABASE_URL": postgresql, "CONTENT_DIR": settings.content_dir}
        own |= {"PORT": port, "WORKERS": 1, "PSEUDONYM_KEY": "shared by all hosts"}
        surroundings = os.environ | {f"MADOGUCHI_{key}": str(value) for key, value in own.items()}
        with (workplace / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "adapters.cli", "serve"],
                env=surroundings | {"PYTHONPATH": str(ROOT)},
                stdout=log,
                stderr=log,
            )
        running.append((process, port))
    ports = [port for _, port in running]
    try:
        assert in_time(lambda: all(map(answers, ports)), 60)
        yield ports
    finally:
        for process, _ in running:
            process.terminate()
        for process, _ in running:
            process.wait(timeout=20)


@pytest.fixture
def publisher(settings: Settings, postgresql: str) -> Iterator[Shelves]:
    """Somebody at a third machine."""
    engine = connect(postgresql)
    yield Shelves(settings.model_copy(update={"database_url": postgresql}), PublishedContent(engine, "sato"))
    engine.dispose()


def test_what_is_published_and_restored_is_served_by_both_within_five_seconds(
    hosts: list[int], publisher: Shelves
) -> None:
    assert [served(port)[0] for port in hosts] == [1, 1]
    published = publisher.publish("131016", "駐輪場", [CYCLING])
    assert in_time(lambda: [served(port)[0] for port in hosts] == [published, published], SOON)
    assert ["駅前の駐輪場" in served(port)[1] for port in hosts] == [True, True]
    restored = publisher.restore("131016", 1, "誤りのため")
    assert in_time(lambda: [served(port)[0] for port in hosts] == [restored, restored], SOON)
    assert ["駅前の駐輪場" in served(port)[1] for port in hosts] == [False, False]


def test_a_revision_that_cannot_be_read_leaves_the_old_one_and_is_told(
    hosts: list[int], publisher: Shelves, postgresql: str, workplace: Path
) -> None:
    """As by a slip of hand in the database: the body of a published entry has no question."""
    good = publisher.publish("131016", "駐輪場", [CYCLING])
    assert in_time(lambda: [served(port)[0] for port in hosts] == [good, good], SOON)
    engine = connect(postgresql)
    broken = PublishedContent(engine).publish("131016", "こわれた版", [CYCLING])
    with writing(engine) as connection:
        here = entry_revisions.c.revision == broken
        connection.execute(update(entry_revisions).where(here).values(body={"id": "jitensha"}))
    assert in_time(lambda: all("131016" in asked(port, "/readyz")["behind"] for port in hosts), SOON)
    behind = asked(hosts[0], "/readyz")["behind"]["131016"]
    assert behind.startswith(f"revision {broken} could not be built: ")
    assert [served(port) for port in hosts] == [(good, served(hosts[0])[1])] * 2
    assert "the old one stays in force" in (workplace / "one.log").read_text(encoding="utf-8")
    with writing(engine) as connection:
        body = (
            connection.execute(entry_revisions.select().where(entry_revisions.c.revision == good))
            .mappings()
            .one()["body"]
        )
        connection.execute(update(entry_revisions).where(here).values(body=body))
    engine.dispose()
    assert in_time(lambda: [served(port)[0] for port in hosts] == [broken, broken], 30)
    assert asked(hosts[0], "/readyz")["behind"] == {}

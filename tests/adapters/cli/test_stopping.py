"""Ctrl-C, in a process of its own: the server ends cleanly, a build leaves what was there."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from adapters.settings import Settings

QUESTION = "粗大ごみはどう出せばいいですか。"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "adapters.cli", "serve"],
        env=environment | {"MADOGUCHI_PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end and not answers(address):
        time.sleep(0.1)
    if process.poll() is not None:
        pytest.fail(f"the server ended with {process.returncode}: {process.communicate()[1]}")
    yield address, process
    if process.poll() is None:
        process.kill()
    process.communicate()


def answers(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/healthz").status_code == 200
    except httpx2.TransportError:
        return False


def test_it_answers_and_ends_cleanly_when_it_is_stopped(
    server: tuple[str, subprocess.Popen[str]], kept: Callable[[Path], list[dict[str, Any]]]
) -> None:
    address, process = server
    reply = httpx2.post(f"{address}/api/ask", json={"city": "131016", "text": QUESTION}).json()
    assert reply["entry"]["id"] == "sodai-gomi"
    assert "かすみ台市の窓口" in httpx2.get(f"{address}/chat?city=131024").text
    os.kill(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode in (0, 130)
    assert "Traceback" not in out + err
    assert f"{address}/chat" in err
    assert QUESTION not in out + err
    assert [event["id"] for event in kept(Path("var/madoguchi.sqlite3"))] == [reply["reply_id"]]


def test_a_build_that_is_stopped_leaves_the_old_index_in_force(
    environment: dict[str, str], settings: Settings, run: Callable[..., Any]
) -> None:
    before = (settings.index_dir / "131016" / "current").read_text(encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "adapters.cli", "build", "--anew"], env=environment, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    assert "building the index" in process.stderr.readline()
    os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert (settings.index_dir / "131016" / "current").read_text(encoding="utf-8") == before
    assert "[回答]" in run("ask", QUESTION, "--city", "131016").out

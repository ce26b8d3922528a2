"""What only the command line needs."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.settings import Settings
from adapters.storage import PublishedContent, connect

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def revision(settings: Settings) -> Callable[[str], int]:
    """The published revision of a city."""

    def read(city: str) -> int:
        engine = connect(settings.database)
        try:
            return PublishedContent(engine).revision(city)
        finally:
            engine.dispose()

    return read


@pytest.fixture
def environment(settings: Settings) -> dict[str, str]:
    """The environment of a process of its own."""
    return {"PATH": "", "PYTHONPATH": str(ROOT), "MADOGUCHI_CONTENT_DIR": str(settings.content_dir)}


@pytest.fixture
def process(environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`process("ask", "…")` runs `python -m adapters.cli ask …` to its end."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "adapters.cli", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    return run

"""Files written for one test, and the faults that a reader finds in them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge import Fault, FaultyContent


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes `content` (text or bytes) to a file below the test's own folder."""

    def write(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def faults_of() -> Callable[..., tuple[Fault, ...]]:
    """The faults with which `read(*arguments)` refuses."""

    def faults_of(read: Callable[..., Any], *arguments: Any) -> tuple[Fault, ...]:
        with pytest.raises(FaultyContent) as refused:
            read(*arguments)
        return refused.value.faults

    return faults_of

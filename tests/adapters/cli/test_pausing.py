"""madoguchi line pause / resume."""

from collections.abc import Callable
from typing import Any

import pytest

CITY = "131016"


def test_paused_and_resumed(run: Callable[..., Any]) -> None:
    paused = run("line", "pause", "--city", CITY, "--why", "台風", "--sentence", "災害対応中です。")
    assert (paused.status, "災害対応中です。" in paused.out) == (0, True)
    again = run("line", "pause", "--city", CITY, "--why", "台風が長引く")
    assert "休止しています" in again.out
    resumed = run("line", "resume", "--city", CITY)
    assert (resumed.status, "台風が長引く" in resumed.out) == (0, True)
    assert "is not paused" in run("line", "resume", "--city", CITY).err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--city", "131025", "--why", "台風"), "city '131025' is not served here"),
        (("--city", CITY, "--why", " "), "--why has 0 characters"),
        (("--city", CITY, "--why", "台風", "--sentence", "あ" * 501), "--sentence has 501 characters"),
    ],
)
def test_what_is_refused(run: Callable[..., Any], arguments: tuple[str, ...], told: str) -> None:
    refused = run("line", "pause", *arguments)
    assert refused.status == 1
    assert told in refused.err

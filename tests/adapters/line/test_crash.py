"""kill -9 between any two steps: the next process goes on, and the person gets one reply."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from sqlalchemy import Engine

from adapters.line.double import LineDouble
from adapters.line.double.deliveries import delivery, redelivered, text
from adapters.settings import Settings
from tests.adapters.line.conftest import Official

ROOT = Path(__file__).resolve().parents[3]
STEPS = [
    "before _insert",  # not stored: LINE has no 200
    "after _insert",  # stored, but LINE has no 200
    "after claim",
    "before record",
    "after record",  # counted, nothing prepared
    "before sending",
    "after sending",  # nothing was sent, but nobody can know
    "before reply",
    "after reply",  # the person has it, and nobody noted it
    "before accepted",
    "after accepted",
]


def test_killed_at_any_step_and_delivered_again_each_is_answered_once(
    settings: Settings, database: str, engine: Engine, double: LineDouble, with_account: None, tmp_path: Path
) -> None:
    asked = [text("粗大ごみの出し方", f"U{number:032x}") for number in range(len(STEPS))]
    work = [
        [step, delivery([each]).decode(), delivery([redelivered(each)]).decode()]
        for step, each in zip(STEPS, asked, strict=True)
    ]
    options = {"content_dir": str(settings.content_dir), "database_url": database, "line_api_base": double.base_url}
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", str(Path(__file__).with_name("killed.py")), json.dumps(options)],
        input=json.dumps(work),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_PROXY": "127.0.0.1"},
    )
    assert ran.returncode == 0, ran.stderr
    ended = dict(zip(STEPS, json.loads(ran.stdout), strict=True))
    assert {step: pair for step, pair in ended.items() if pair != [-signal.SIGKILL, 0]} == {}, ran.stderr

    official = Official(None, engine, double)  # type: ignore[arg-type]
    assert double.ledger.replies == {each["replyToken"]: 1 for each in asked}
    assert [state for state, _ in official.states()] == ["replied"] * len(STEPS)
    assert [event.text for event in official.events()] == ["粗大ごみの出し方"] * len(STEPS)

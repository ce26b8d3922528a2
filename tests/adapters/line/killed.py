"""Processes that serve the city's account and are killed at a step: `killed.py SETTINGS < [[step, body, body again], …]`.

For each step one process takes the first body and is killed, and another takes the second and runs until every event has
ended. All are forks of this one, so that the libraries are loaded once. Prints how each ended.
"""

import importlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from starlette.testclient import TestClient

from adapters.app import create_app, load_all
from adapters.line.sender import Sender
from adapters.line.signature import HEADER, sign
from adapters.settings import Settings
from adapters.shelves import Shelves
from adapters.storage import PublishedContent, SqlUsageLog, claims, connect
from adapters.storage.inbox import Inbox
from adapters.storage.line_tables import line_inbox

OWNERS = {"claim": Inbox, "sending": Inbox, "accepted": Inbox, "_insert": Inbox, "reply": Sender, "record": SqlUsageLog}


def fall_at(moment: str, name: str) -> None:
    """Be killed `before` or `after` the first call of the method `name` that has something to do."""
    owner: Any = OWNERS[name]
    original = getattr(owner, name)

    def instead(*arguments: Any, **named: Any) -> Any:
        if moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*arguments, **named)
        if name != "claim" or result:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, instead)


def serve(settings: Settings, shelves: Shelves, body: bytes) -> None:
    """Take the delivery `body` and wait until nothing is open."""
    with TestClient(create_app(settings, shelves)) as client:
        secret = os.environ["MADOGUCHI_LINE_131016_CHANNEL_SECRET"]
        response = client.post("/line/131016/webhook", content=body, headers={HEADER: sign(secret, body)})
        assert response.status_code == 200, response.text
        unfinished = select(func.count()).where(line_inbox.c.finished_at.is_(None))
        for _ in range(600):
            with client.app.state.engine.connect() as connection:  # type: ignore[attr-defined]
                if not connection.execute(unfinished).scalar():
                    return
            time.sleep(0.05)
        raise SystemExit("it did not end")


def in_a_process(act: Callable[[], None]) -> int:
    """How a fork of this process that does `act` ends."""
    process = os.fork()
    if process == 0:
        try:
            act()
        except BaseException as error:
            sys.stderr.write(f"{error!r}\n")
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def main() -> None:
    """See the module."""
    settings = Settings(_env_file=None, **json.loads(sys.argv[1]))
    claims.CLAIM = timedelta(seconds=1.5)  # so that the next process need not wait long
    engine = connect(settings.database)
    shelves = load_all(Shelves(settings, PublishedContent(engine)))
    engine.dispose()
    importlib.import_module("linebot.v3.messaging")
    ended = []
    for step, body, again in json.load(sys.stdin):

        def killed(step: str = step, body: str = body) -> None:
            fall_at(*step.split())
            serve(settings, shelves, body.encode())

        def next_one(again: str = again) -> None:
            serve(settings, shelves, again.encode())

        ended.append([in_a_process(killed), in_a_process(next_one)])
    sys.stdout.write(json.dumps(ended))


if __name__ == "__main__":
    main()

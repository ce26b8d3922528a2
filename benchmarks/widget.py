"""The widget in a real browser: from the click to the answer on the screen, what it weighs, what it costs the page.

.venv/bin/python -m benchmarks.widget [--questions 300] [--loads 20] [--address http://127.0.0.1:8000]

A server of its own on loopback, or the one named, which must have its limits off; every question recorded. The time runs from the key or click, as the browser stamps it, to the
first frame with the reply in it. Asked are the city's own entries by their questions. Needs Chromium.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

import numpy as np
from playwright.sync_api import sync_playwright

from adapters.web.widget import widget
from benchmarks.http_load import free_port, wait_until_ready
from benchmarks.table import print_table

ROOT = Path(__file__).resolve().parents[1]
CITY = "132012"
BUDGET_BYTES = 30 * 1024  # compressed, all in
BUDGET_ANSWER = 150  # milliseconds at p95
BUDGET_MAIN_THREAD = 50  # milliseconds
CHAT = "madoguchi-chat"
WATCH = """() => {
  const root = document.querySelector('madoguchi-chat').shadowRoot;
  window.took = [];
  let start = 0;
  const begin = event => { start = event.timeStamp; };
  root.addEventListener('click', begin, true);
  root.addEventListener('keydown', event => { if (event.key === 'Enter') begin(event); }, true);
  new MutationObserver(changes => {
    const shown = changes.some(change => [...change.addedNodes].some(node => node.matches && node.matches('.reply')));
    if (shown) requestAnimationFrame(() => setTimeout(() => window.took.push(performance.now() - start)));
  }).observe(root.querySelector('.log'), { childList: true, subtree: true });
}"""

SHOWN = """count => new Promise(shown => {
  const look = () => (window.took.length > count ? shown(window.took[count]) : setTimeout(look, 5));
  look();
})"""


@contextmanager
def served(address: str) -> Iterator[str]:
    """`address`, or that of a server of one city with a fresh record and no limits."""
    if address:
        yield address
        return
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "encoders").symlink_to(ROOT / "var" / "encoders")
        for name in ("common", CITY):
            shutil.copytree(ROOT / "knowledge" / "data" / name, Path(folder) / "content" / name)
        port = free_port()
        environment = dict(os.environ) | {
            "MADOGUCHI_DATA_DIR": folder,
            "MADOGUCHI_CONTENT_DIR": str(Path(folder) / "content"),
            "MADOGUCHI_PORT": str(port),
            "MADOGUCHI_LOG_LEVEL": "WARNING",
            "MADOGUCHI_WORKERS": "1",
            "MADOGUCHI_LIMIT_SESSION": "off",
            "MADOGUCHI_LIMIT_NETWORK": "off",
            "MADOGUCHI_LIMIT_LOOKS": "off",
        }
        command = [sys.executable, "-m", "adapters.cli"]
        subprocess.run([*command, "build"], check=True, env=environment, cwd=ROOT, capture_output=True)
        server = subprocess.Popen([*command, "serve"], env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)
        try:
            wait_until_ready(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=30)


def questions(address: str, count: int) -> list[str]:
    """The questions of `count` entries, from all categories alike."""
    with urlopen(f"{address}/api/categories?city={CITY}") as response:  # noqa: S310 — our own server
        tree = json.load(response)["categories"]
    labels = [entry["label"] for branch in tree for part in branch["parts"] for entry in part["entries"]]
    return [labels[at * len(labels) // count] for at in range(count)]


def answer_times(browser: Any, address: str, asked: list[str]) -> dict[str, list[float]]:
    """Milliseconds to each reply, by how it was asked; a conversation has twenty exchanges."""
    times: dict[str, list[float]] = {"typed, Enter": [], "candidate, click": []}
    for start in range(0, len(asked), 20):
        page = browser.new_page(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
        page.goto(f"{address}/demo?city={CITY}")
        page.click(f"{CHAT} .launcher")
        page.evaluate(WATCH)
        for question in asked[start : start + 20]:
            done = page.evaluate("window.took.length")
            page.fill(f"{CHAT} #text", question)
            page.press(f"{CHAT} #text", "Enter")
            times["typed, Enter"].append(page.evaluate(SHOWN, done))
            choice = page.locator(f"{CHAT} .exchange:last-child .choices button").first
            if choice.count():
                choice.click()
                times["candidate, click"].append(page.evaluate(SHOWN, done + 1))
        page.close()
    return times


def main_thread(browser: Any, address: str, loads: int) -> dict[str, float]:
    """Median milliseconds of processor time of the main thread from navigation until half a second after load, by state."""
    spent: dict[str, list[float]] = {"page alone": [], "with the widget closed": [], "opened as well": []}
    for _ in range(loads):
        for state, sink in spent.items():
            context = browser.new_context(viewport={"width": 1280, "height": 860})
            page = context.new_page()
            session = context.new_cdp_session(page)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})  # processor time: others wait beside us
            if state == "page alone":
                page.route("**/widget/**", lambda route: route.fulfill(body="", content_type="text/javascript"))
            page.goto(f"{address}/demo?city={CITY}")
            if state == "opened as well":
                page.click(f"{CHAT} .launcher")
            page.wait_for_timeout(500)
            metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
            sink.append(1000 * metrics["TaskDuration"])
            context.close()
    return {state: median(each) for state, each in spent.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--loads", type=int, default=20)
    parser.add_argument("--address", default="")
    arguments = parser.parse_args()
    with served(arguments.address.rstrip("/")) as address, sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        asked = questions(address, arguments.questions)
        answer_times(browser, address, asked[:20])
        times = answer_times(browser, address, asked)
        spent = main_thread(browser, address, arguments.loads)
        browser.close()
    rows = [
        [how, f"{len(each):,}", *(f"{value:.0f}" for value in np.percentile(each, [50, 95, 99])), str(BUDGET_ANSWER)]
        for how, each in times.items()
        if each
    ]
    print_table("From the click to the answer shown", ["how", "answers", "ms p50", "p95", "p99", "budget p95"], rows)
    alone = spent.pop("page alone")
    budgets = {"with the widget closed": str(BUDGET_MAIN_THREAD)}  # what every page pays
    rows = [[state, f"{ms - alone:.0f}", budgets.get(state, "")] for state, ms in spent.items()]
    print_table(
        f"Main thread, processor time beyond the page alone ({alone:.0f} ms)", ["state", "ms median", "budget"], rows
    )
    sizes = [len(file.gzipped) for name, file in widget().files.items() if name.endswith(".js")]
    print(f"\n{len(sizes)} files, {sum(sizes):,} bytes compressed, of at most {BUDGET_BYTES:,}")


if __name__ == "__main__":
    main()

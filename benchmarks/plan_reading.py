"""How long reading a plan takes: the five real documents, and one of them repeated to the length of a 300-page plan and beyond.

    .venv/bin/python -m benchmarks.plan_reading [--plans DIR]

One process, one thread. Each document is read three times; the table shows the median. The repeated document shows growth:
seconds per 1,000 lines stay the same where reading is linear.
"""

import argparse
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.replies import ROOT
from benchmarks.table import print_table
from knowledge.reading.plan import read_plan


def seconds(path: Path, times: int = 3) -> tuple[float, int, int]:
    """Median seconds to read `path`, and how many passages and cards came out."""
    taken = []
    for _ in range(times):
        started = perf_counter()
        plan = read_plan(path, "000000", "計画")
        taken.append(perf_counter() - started)
    return median(taken), len(plan.passages), len(plan.cards)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=Path, default=ROOT.parent / "shared", help="folder with plans/")
    files = sorted((parser.parse_args().plans / "plans").glob("*.txt"))
    if not files:
        raise SystemExit("no plan documents; name their folder with --plans")
    rows, total = [], 0.0
    for path in files:
        taken, passages, cards = seconds(path)
        total += taken
        lines = len(path.read_text(encoding="utf-8").splitlines())
        rows.append(
            [path.stem[:3], f"{lines:,}", str(passages), str(cards), f"{taken:.2f}", f"{1000 * taken / lines:.3f}"]
        )
    rows.append(["all", "", "", "", f"{total:.2f}", ""])
    header = ["document", "lines", "passages", "cards", "seconds", "per 1,000 lines"]
    print_table("Reading the five documents", header, rows)
    rows = []
    with TemporaryDirectory() as folder:
        for path in (files[0], files[3]):
            text = path.read_text(encoding="utf-8")
            for times in (1, 3, 9):
                repeated = Path(folder, f"{path.stem}-{times}.txt")
                repeated.write_text("\n".join([text] * times), encoding="utf-8")
                lines = times * len(text.splitlines())
                taken, passages, cards = seconds(repeated, 1)
                rows.append(
                    [
                        f"{path.stem[:3]} × {times}",
                        f"{lines:,}",
                        str(passages),
                        str(cards),
                        f"{taken:.2f}",
                        f"{1000 * taken / lines:.3f}",
                    ]
                )
    print_table("Growth", header, rows)


if __name__ == "__main__":
    main()

"""How fast and how large: replies in process, building, memory, and how each grows.

    .venv/bin/python -m benchmarks.speed [--sizes 2000,20000,100000]

Entries are made by varying the shipped ones (other words from the vocabulary put in), so that vocabulary and lengths stay
those of real content; questions are the development questions. One core: faiss, torch and BLAS are held to one thread.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

import faiss
import numpy as np

from benchmarks.baselines import BASELINES
from benchmarks.replies import NOW, ROOT, NoRecord, read_questions
from benchmarks.table import print_table
from bot import Bot, Published, Question, Shelf
from index import EncoderSettings, Index
from index.document import entry_document
from index.static_ja import load_static_ja
from knowledge import Entry, Knowledge, load_knowledge

CITY = "132012"
HEADER = ["entries", "build s", "reply ms p50", "p95", "p99", "peak MB while building"]


def varied(entries: tuple[Entry, ...], count: int) -> tuple[Entry, ...]:
    """`count` entries: the shipped ones, then copies in which some two-character pieces come from another entry."""
    chance = random.Random(20261120)
    made = list(entries[:count])
    while len(made) < count:
        base, other = chance.sample(entries, 2)
        made.append(
            replace(
                base,
                id=f"{base.id[:60]}-{len(made)}",
                question=_mixed(base.question, other.question, chance),
                phrasings=tuple(_mixed(text, other.question, chance) for text in base.phrasings),
                answer=_mixed(base.answer, other.answer, chance),
            )
        )
    return tuple(made)


def _mixed(text: str, other: str, chance: random.Random) -> str:
    half = chance.randrange(len(text) // 3, len(text))
    return text[:half] + other[len(other) // 2 :]


def percentiles(act: Callable[[str], object], questions: Sequence[str]) -> list[str]:
    """Milliseconds p50, p95 and p99 of `act` over the second half of `questions`; the first half warms up."""
    half = len(questions) // 2
    for question in questions[:half]:
        act(question)
    times = []
    for question in questions[half:]:
        started = time.perf_counter()
        act(question)
        times.append(1000 * (time.perf_counter() - started))
    return [f"{value:.2f}" for value in np.percentile(times, [50, 95, 99])]


def made(size: int) -> tuple[Knowledge, list[str]]:
    """Knowledge with `size` entries, and the development questions."""
    faiss.omp_set_num_threads(1)
    shipped = load_knowledge(CITY)
    knowledge = Knowledge(shipped.city, varied(shipped.entries, size), (), shipped.lexicon, shipped.crises)
    return knowledge, [row["question"] for row in read_questions(ROOT / "benchmarks" / "questions" / "dev.jsonl")]


def beside_others(size: int) -> None:
    """Print how long others take to search the same `size` entries, in this process."""
    knowledge, questions = made(size)
    documents = [entry_document(entry) for entry in knowledge.entries]
    index = Index.build(knowledge, EncoderSettings(home=ROOT / "var" / "encoders"))
    bot = Bot({CITY: Published(Shelf(knowledge), index)}.__getitem__, NoRecord())
    rows = [[name, *percentiles(make(documents), questions)] for name, make in BASELINES.items()]
    rows.append(["Madoguchi: search", *percentiles(index.search, questions)])
    rows.append(
        ["Madoguchi: the whole reply", *percentiles(lambda text: bot.reply(Question(CITY, text, NOW)), questions)]
    )
    print_table(f"{size:,} entries: milliseconds per question", ["method", "p50", "p95", "p99"], rows)


def measure(size: int) -> list[str]:
    """One row of the table, for `size` entries, in this process."""
    knowledge, questions = made(size)
    encoders = ROOT / "var" / "encoders"
    load_static_ja(encoders)
    started = time.perf_counter()
    index = Index.build(knowledge, EncoderSettings(home=encoders))
    built = time.perf_counter() - started
    bot = Bot({CITY: Published(Shelf(knowledge), index)}.__getitem__, NoRecord())
    times = percentiles(lambda text: bot.reply(Question(CITY, text, NOW)), questions)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [f"{size:,}", f"{built:.1f}", *times, f"{peak:.0f}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="2000,20000,100000")
    parser.add_argument("--one", type=int, help="measure one size in this process and print its row")
    arguments = parser.parse_args()
    if arguments.one:
        print("\t".join(measure(arguments.one)))
        return
    rows = []
    for size in arguments.sizes.split(","):
        command = [sys.executable, "-m", "benchmarks.speed", "--one", size]
        row = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
        rows.append(row.strip().splitlines()[-1].split("\t"))
    print_table("Replies in process, one core (questions not asked before)", HEADER, rows)
    beside_others(2_000)


if __name__ == "__main__":
    main()

"""Calibration without labels against labelled questions, and the thresholds of small and large cities.

    .venv/bin/python -m benchmarks.calibration [--no-sizes]

The first table sets the fixed thresholds beside those that each city's calibration gives for a target, over the tuning
questions; the second what was foretold beside what was seen; the third the thresholds of cities of other sizes, made by drawing from the shipped
entries and, above their number, by putting other subjects into copies of them.
"""

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from adapters.calibrations import measure
from benchmarks.replies import ROOT
from benchmarks.table import print_table
from benchmarks.verdict import GIVEN, Tally, Verdict
from benchmarks.world import ENCODER, Judged, Question, World, questions_in
from bot import Shelf
from bot.calibration import Calibration
from bot.decide import Policy
from index import Index
from knowledge import Entry, Knowledge, load_knowledge

FILES = ("dev.jsonl", "residents-tune.jsonl")
FIXED = (0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
TARGETS = (0.01, 0.05, 0.08, 0.1, 0.12, 0.15)
TARGET = 0.1
FEWEST_PHRASINGS = 6
SUBJECT = re.compile(r"[一-龠々ァ-ヶー]{2,}")
HEADER = ["thresholds", "answered right", "among choices", "offered", "refused", "wrong", "false", "of answers wrong"]


def row(name: str, judged: Sequence[Judged]) -> list[str]:
    """One line of the first table; `wrong` and `false` are counts."""
    counts = Counter(verdict for _, _, verdict in judged)
    tally = Tally.of(verdict for _, _, verdict in judged)
    given = sum(counts[each] for each in GIVEN)
    shares = [
        counts[each] / tally.answerable for each in (Verdict.RIGHT, Verdict.AMONG, Verdict.OFFERED, Verdict.REFUSED)
    ]
    bad = counts[Verdict.WRONG] + counts[Verdict.FALSE]
    counted = [str(counts[Verdict.WRONG]), str(counts[Verdict.FALSE]), f"{bad / given:.1%}" if given else "-"]
    return [name, *(f"{share:.1%}" for share in shares), *counted]


def beside_labels(world: World, questions: Sequence[Question], found: dict[str, Calibration]) -> None:
    """Print the first two tables."""
    rows = [row(f"{answer:.2f} everywhere", world.judge(questions, Policy(answer=answer))) for answer in FIXED]
    foretold = []
    for target in TARGETS:
        judged: list[Judged] = []
        for code, calibration in found.items():
            own = [question for question in questions if question["city"] == code]
            judged += world.judge(own, calibration.policy(target))
        points = {code: calibration.at(target) for code, calibration in found.items()}
        line = row(f"target {target:.0%}: " + ", ".join(f"{point.threshold:.2f}" for point in points.values()), judged)
        rows.append(line)
        risk = sum(point.risk for point in points.values()) / len(points)
        answered = sum(point.answered for point in points.values()) / len(points)
        foretold.append([f"{target:.0%}", f"{risk:.1%}", line[-1], f"{answered:.1%}", line[1]])
    print_table("Fixed thresholds and calibrated ones", HEADER, rows)
    header = ["target", "of answers wrong, foretold", "seen", "answered, foretold", "answered right, seen"]
    print_table("Foretold without labels, and seen", header, foretold)


def grown(entries: Sequence[Entry], count: int) -> tuple[Entry, ...]:
    """`count` entries: a draw of the shipped ones, then copies whose two most frequent subjects are made up anew."""
    chance = random.Random(20261125)
    made = chance.sample(list(entries), min(count, len(entries)))
    words = sorted({word for entry in entries for word in SUBJECT.findall(entry.question)})
    while len(made) < count:
        base = chance.choice(entries)
        texts = [base.question, *base.phrasings]
        subjects = [word for word, _ in Counter(SUBJECT.findall(" ".join(texts))).most_common(2)]
        fresh = {subject: "".join(chance.sample(words, 2))[:6] for subject in subjects}

        def told(text: str, fresh: dict[str, str] = fresh) -> str:
            return SUBJECT.sub(lambda found: fresh.get(found[0], found[0]), text)

        phrasings = tuple(told(text) for text in base.phrasings if told(text) != text)
        if told(base.question) == base.question or len(phrasings) < FEWEST_PHRASINGS:
            continue  # what keeps its words could not be told from the entry that it is made of
        id = f"{base.id[:60]}-{len(made)}"
        made.append(replace(base, id=id, question=told(base.question), phrasings=phrasings, answer=told(base.answer)))
    return tuple(made)


def sizes(shipped: Knowledge) -> None:
    """Print the third table."""
    rows = []
    for count in (40, 300, 2_000):
        knowledge = Knowledge(shipped.city, grown(shipped.entries, count), (), shipped.lexicon)
        index = Index.build(knowledge, ENCODER)
        started = time.perf_counter()
        calibration, _ = measure(Shelf(knowledge), index)
        took = time.perf_counter() - started
        assert calibration
        point = calibration.at(TARGET)
        thresholds = [
            f"{point.threshold:.2f}",
            f"{calibration.offer:.2f}",
            f"{point.risk:.1%}",
            f"{point.answered:.1%}",
        ]
        rows.append([f"{count:,}", *thresholds, f"{took:.1f}"])
    header = ["entries", "answer", "offer", "of answers wrong, foretold", "answered, foretold", "s"]
    print_table(f"Cities of other sizes, target {TARGET:.0%}", header, rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-sizes", action="store_true", help="leave out the third table")
    arguments = parser.parse_args()
    world = World.shipped()
    found: dict[str, Calibration] = {}
    for code, index in world.indexes.items():
        calibration, _ = measure(world.shelves[code], index)
        assert calibration
        found[code] = calibration
    beside_labels(world, questions_in(*FILES), found)
    if not arguments.no_sizes:
        sizes(load_knowledge("132012", ROOT / "knowledge" / "data"))


if __name__ == "__main__":
    main()

"""The same questions written as people also write them: what does each way of writing cost?

    .venv/bin/python -m benchmarks.perturb [--misses]

Each rule of benchmarks/rewriting.py is fixed by the question's id, so that every run asks the same.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zlib import crc32

from benchmarks.intervals import paired
from benchmarks.rewriting import PERTURBATIONS
from benchmarks.table import print_table
from benchmarks.verdict import WORTH, Tally, Verdict
from benchmarks.world import Judged, Question, World, questions_in
from index import normalise
from index.analyser import content_lemmas
from knowledge import Audience

COUNT = 200
STYLES = ("polite", "terse", "spoken")
MOST_WORDS = 10


def seed(question: Question) -> int:
    """A number that stays the same for a question."""
    return crc32(question["id"].encode())


def sample(questions: Sequence[Question], count: int = COUNT) -> list[Question]:
    """At most `count` answerable questions of residents in ordinary spelling, always the same ones."""
    ordinary = [
        question
        for question in questions
        if question["expected"] and question["style"] in STYLES and question["audience"] == "resident"
    ]
    return sorted(ordinary, key=seed)[:count]


@dataclass(frozen=True)
class Effect:
    """The same questions before and after, judged; only those that the rule changes."""

    before: list[Judged]
    after: list[Judged]

    @property
    def lost(self) -> list[tuple[Judged, Judged]]:
        return [
            (old, new)
            for old, new in zip(self.before, self.after, strict=True)
            if WORTH.get(new[2], 0) < WORTH.get(old[2], 0)
        ]

    def line(self, name: str) -> list[str]:
        old, new = (Tally.of(verdict for *_, verdict in judged) for judged in (self.before, self.after))
        worth = [[WORTH.get(verdict, 0.0) for *_, verdict in judged] for judged in (self.before, self.after)]
        right = [[float(verdict is Verdict.RIGHT) for *_, verdict in judged] for judged in (self.before, self.after)]
        costs = [f"{100 * cost:.1f} ± {100 * width:.1f}" for cost, width in (paired(*worth), paired(*right))]
        wrong = [str(tally.counts[Verdict.WRONG]) for tally in (old, new)]
        shares = [str(old.coverage), str(new.coverage), costs[0], str(old.right), str(new.right), costs[1]]
        return [name, str(len(self.before)), *shares, *wrong]


def effect(world: World, questions: Sequence[Question], rule: Callable[[str, int], str]) -> Effect:
    """What `rule` does to `questions`."""
    changed = [(each, each | {"question": rule(each["question"], seed(each))}) for each in questions]
    changed = [(old, new) for old, new in changed if old["question"] != new["question"]]
    return Effect(world.judge([old for old, _ in changed]), world.judge([new for _, new in changed]))


def words_lost(world: World, found: Effect) -> Counter[str]:
    """Words of the questions that lost which the bot no longer saw in what was written."""
    counts: Counter[str] = Counter()
    for (old, *_), (new, *_) in found.lost:
        index = world.indexes[new["city"]]
        query = index.search(new["question"], Audience(new["audience"])).query
        counts.update(set(content_lemmas(normalise(old["question"]))) - set(query.words))
    return counts


def report(world: World, questions: Sequence[Question], misses: bool = False) -> None:
    """A table of what each way of writing costs, in points, and the words that it loses."""
    chosen = sample(questions)
    effects = {name: effect(world, chosen, rule) for name, rule in PERTURBATIONS.items()}
    header = ["written with", "n", "coverage", "after", "cost", "right", "after", "cost", "wrong", "after"]
    print_table(
        f"The same {len(chosen)} questions written otherwise (points, ± half of the 95 % interval of the paired difference)",
        header,
        [found.line(name) for name, found in effects.items()],
    )
    print()
    for name, found in effects.items():
        words = ", ".join(f"{word} {count}" for word, count in words_lost(world, found).most_common(MOST_WORDS))
        became = ", ".join(
            f"{verdict} {count}" for verdict, count in Counter(new[2] for _, new in found.lost).most_common()
        )
        print(f"- {name}: {len(found.lost)} lost ({became}); words no longer seen: {words or 'none'}")
        for old, new in found.lost if misses else ():
            print(f"  {old[0]['id']} {old[2]} → {new[2]}: {new[0]['question']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="show each question that lost, as it was written")
    report(World.shipped(), questions_in("dev.jsonl", "residents-tune.jsonl"), parser.parse_args().misses)


if __name__ == "__main__":
    main()

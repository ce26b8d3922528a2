"""Each part of finding and deciding switched off in turn: what does each earn?

    .venv/bin/python -m benchmarks.ablations [NAME …]

Parts are switched off from outside: an index put together with other parameters, or a stand-in for one function. The constants
of the confidence are not fitted anew, so a part that the confidence leans on looks dearer here than one that was never there.
"""

import argparse
import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from unittest.mock import patch

from benchmarks.replies import NOW, ask
from benchmarks.table import print_table
from benchmarks.verdict import Tally
from benchmarks.world import QUESTIONS, Question, World, questions_in
from bot.contact import contact_for
from bot.decide import Policy
from index import Index
from index.collection import ENTRY_PROFILE, Collection
from index.document import entry_document
from index.measures import evaluate
from index.readings import Readings
from knowledge import Audience, Lexicon

DESKS_CITY = "132284"  # the city with the fewest sections of its own: the desks decide
Change = Callable[[World, str], Index]


def as_it_is(world: World, city: str) -> Index:
    return world.indexes[city]


def put_together(world: World, city: str, **other: Any) -> Index:
    """The same index with `other` parts; questions are read anew."""
    index = world.indexes[city]
    parts = {name: getattr(index, name) for name in ("entries", "passages", "lexicon", "readings", "encoder", "digest")}
    return Index(**(parts | other))


def weighing(**weights: float) -> Change:
    """Entries with other weights of their scores."""

    def change(world: World, city: str) -> Index:
        index = world.indexes[city]
        old = index.entries
        profile = replace(ENTRY_PROFILE, **weights)
        parts = (old.ids, old.shown, old.by_title, old.lexical, old.sounds, old.dense)
        return index.with_entries(Collection(*parts, profile))

    return change


def without_bodies(world: World, city: str) -> Index:
    """Entries found by their questions and phrasings alone."""
    index = world.indexes[city]
    documents = [replace(entry_document(entry), body="") for entry in world.shelves[city].knowledge.entries]
    return index.with_entries(Collection.build(documents, index.encoder, ENTRY_PROFILE))


@dataclass(frozen=True)
class Ablation:
    """One part switched off: by another index, by `stand_ins` for functions of the product, or by another policy."""

    change: Change = as_it_is
    stand_ins: Mapping[str, Any] = field(default_factory=dict)
    policy: Callable[[Policy], Policy] = lambda policy: policy

    @contextmanager
    def applied(self, world: World) -> Iterator[World]:
        """The world without the part, as long as the block lasts."""
        with ExitStack() as stack:
            for target, stand_in in self.stand_ins.items():
                stack.enter_context(patch(target, stand_in))
            indexes = {city: self.change(world, city) for city in world.indexes}
            yield World(world.shelves, indexes, {city: self.policy(own) for city, own in world.policies.items()})


def nothing(*_: Any, **__: Any) -> None:
    return None


def never(*_: Any, **__: Any) -> bool:
    return False


def empty(*_: Any, **__: Any) -> tuple[()]:
    return ()


ABLATIONS: dict[str, Ablation] = {
    "(everything)": Ablation(),
    "lexicon expansion": Ablation(lambda world, city: put_together(world, city, lexicon=Lexicon())),
    "neighbours in meaning": Ablation(put_together, {"index.neighbours.Neighbours.of": empty}),
    "near spellings": Ablation(put_together, {"index.query.Spellings.near": nothing}),
    "readings": Ablation(lambda world, city: put_together(world, city, readings=Readings({}))),
    "sound": Ablation(weighing(sound=0.0, sound_in_kana=0.0)),
    "dense": Ablation(weighing(dense=0.0)),
    "body field": Ablation(without_bodies),
    "own preference": Ablation(weighing(own=0.0)),
    "exact titles": Ablation(weighing(exact=0.0)),
    "attributes": Ablation(stand_ins={"bot.asked.asked_for": empty}),
    "particulars": Ablation(stand_ins={"bot.asked.particulars": empty}),
    "asking": Ablation(stand_ins={"bot.grounds.asking": never}),
    "directory words": Ablation(stand_ins={"bot.directory.Directory.section_for": lambda *_: ""}),
    "other bodies": Ablation(stand_ins={"knowledge.body.Body.concerns": never}),
    "other municipalities": Ablation(stand_ins={"bot.compose.elsewhere": nothing}),
    "small talk": Ablation(stand_ins={"bot.compose.small_talk": nothing}),
    "other languages": Ablation(stand_ins={"bot.compose.language_of": nothing}),
    "choices (best alone)": Ablation(policy=lambda own: replace(own, lead=0.0)),
}


def retrieval(world: World, questions: Sequence[Question]) -> dict[str, float]:
    """nDCG@10 and the like of the entries found for those of `questions` that have an answer."""
    asked = [question for question in questions if question["expected"]]
    run = {
        each["id"]: [
            hit.id
            for hit in world.indexes[each["city"]]
            .search(each["question"], Audience(each["audience"]), NOW.date())
            .entries
        ]
        for each in asked
    }
    return evaluate({each["id"]: dict.fromkeys(each["expected"], 1) for each in asked}, run)


def right_desk(world: World) -> float:
    """Share of the questions in desks.tsv whose hand-over names the right desk, of those that were handed over."""
    if DESKS_CITY not in world.shelves:
        return float("nan")
    city, bot = world.shelves[DESKS_CITY].knowledge.city, world.bot()
    with (QUESTIONS / "desks.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    replies = [
        (row, ask(bot, {"city": DESKS_CITY, "question": row["question"], "audience": "resident"})) for row in rows
    ]
    handed = [(row, reply["contact"]["section"]) for row, reply in replies if reply["outcome"] == "handoff"]
    right = sum(section == contact_for(city, row["desk"], NOW).section for row, section in handed)
    return right / len(handed) if handed else float("nan")


def line(name: str, world: World, ablation: Ablation, questions: Sequence[Question]) -> list[str]:
    """The figures without the part `name`."""
    with ablation.applied(world) as other:
        found = retrieval(other, questions)
        figures = Tally.of(verdict for *_, verdict in other.judge(questions))
        desk = right_desk(other)
    shares = (figures.coverage, figures.right, figures.precision, figures.refused, figures.false, figures.shown)
    return [name, f"{found['nDCG@10']:.3f}", f"{found['Success@1']:.3f}", *map(str, shares), f"{desk:.1%}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*ABLATIONS, []], help="only these parts")
    chosen = parser.parse_args().names or list(ABLATIONS)
    world, questions = World.shipped(), questions_in("dev.jsonl", "residents-tune.jsonl")
    lines = [line(name, world, ABLATIONS[name], questions) for name in chosen]
    header = ["without", "nDCG@10", "Success@1", "coverage", "right", "precision", "refused", "false", "shown", "desk"]
    print_table(f"Each part switched off in turn, dev + tune ({len(questions):,} questions)", header, lines)


if __name__ == "__main__":
    main()

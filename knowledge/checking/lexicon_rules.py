"""Rules of the lexicon: what is ambiguous is marked, and near words are never joined."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from knowledge.checking.finding import Finding, Level
from knowledge.checking.plain import plain
from knowledge.entry import COMMON
from knowledge.lexicon import Lexicon
from knowledge.shelf import DATA


def check_lexicon(lexicon: Lexicon) -> Iterator[Finding]:
    """A spoken form with several meanings must be marked, and near words must never be joined."""
    meanings: dict[str, list[bool]] = defaultdict(list)
    for group in lexicon.groups:
        for form in group.spoken:
            meanings[plain(form)].append(group.ambiguous)
        if group.both_ways and group.ambiguous:
            yield Finding(Level.ERROR, "・".join(group.spoken), "あいまいな語が双方向です", "片方向にしてください")
    for form, flags in meanings.items():
        if len(flags) > 1 and not all(flags):
            yield Finding(
                Level.ERROR, form, "意味の違う行が二つあります", "一つにまとめるか、あいまいを「はい」にしてください"
            )
    for left, right in forbidden_pairs():
        for group in lexicon.groups:
            forms = {plain(form) for form in group.spoken + group.official}
            if group.both_ways and {plain(left), plain(right)} <= forms:
                yield Finding(
                    Level.ERROR, f"{left}・{right}", "混ぜてはいけない語が双方向です", "別の行に分けてください"
                )


def forbidden_pairs(path: Path = DATA / COMMON / "forbidden.csv") -> list[tuple[str, str]]:
    """Near words that mean different things in law: no lexicon may make them equal."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row["語1"], row["語2"]) for row in csv.DictReader(file)]

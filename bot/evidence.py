"""The passages that an entry rests on: its sources name lines of a plan, and the city has that plan here."""

import re
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz

from index import normalise
from knowledge import Entry, Passage, Plan, Source

LINES = re.compile(r"(\d[\d,]*)(?:[–\-~](\d[\d,]*))?行")
MOST_PASSAGES = 3  # of an entry: more is a document and no evidence
LEAST_SHARED = 0.07  # of the entry's pairs of characters; nine in ten right passages share over 0.11, by measurement


def evidence(entry: Entry, plans: Sequence[Plan]) -> tuple[str, ...]:
    """Ids of the passages in the lines that the sources of `entry` name, those that share most with its words first."""
    words = _pairs(f"{entry.question}{entry.answer}")
    found: dict[str, float] = {}
    for source in entry.source:
        for plan in plans:
            if plan is _plan_of(source, plans):
                found |= {passage.id: _shared(words, passage) for passage in _named(source, plan)}
    best = sorted(found, key=lambda id: -found[id])
    return tuple(id for id in best if found[id] >= LEAST_SHARED)[:MOST_PASSAGES]


def _plan_of(source: Source, plans: Iterable[Plan]) -> Plan | None:
    """The plan whose title is nearest to the source's: titles carry the edition, and people write it in several ways."""
    title = normalise(source.title)
    return max(plans, key=lambda plan: fuzz.token_set_ratio(title, normalise(plan.title)), default=None)


def _named(source: Source, plan: Plan) -> Iterator[Passage]:
    for first, last in LINES.findall(normalise(source.place)):
        start = int(first.replace(",", ""))
        end = int(last.replace(",", "")) if last else start
        yield from (each for each in plan.passages if each.first_line <= end and each.last_line >= start)


def _shared(words: frozenset[str], passage: Passage) -> float:
    return len(words & _pairs(passage.text)) / max(len(words), 1)


def _pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters, without spaces and punctuation."""
    plain = re.sub(r"[\W_]+", "", normalise(text))
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))

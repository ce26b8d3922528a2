"""What confidence is worth in one city, measured without labels, and the thresholds that follow from a target.

Phrasings are asked with themselves taken out, with themselves and the nearest other phrasing taken out, and with their
whole entry taken out (index/held_out.py `ask_removed`). The mean of the first two is as hard as residents' questions:
on 816 labelled ones it answers right and wrong as often, at every threshold, within three points (benchmarks/RESULTS.md).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.compose import before_search
from bot.decide import Decision, Policy, decide
from bot.finding import find
from bot.grounds import Grounds
from bot.outcome import Outcome
from bot.question import Question
from bot.shelf import Shelf
from index import Index
from index.held_out import Removal, Removed

FEWEST_ENTRIES = 20  # with fewer the defaults of Policy stand
# Of the questions that are searched, those that no entry answers although one looks as if it did. Of the labelled ones
# 371 in 1,261 have no answer, and most of them end before the search or share little with any entry: they are answered
# as often as 12 in 100 questions whose entry is gone.
UNANSWERED = 0.12
CLOSE_CALL = 0.35  # an entry is offered when it is at least this likely to be the right one
LOWEST, HIGHEST = 0.6, 0.97  # between these an answer's threshold is sought
LEAST_OFFER, MOST_OFFER = 0.25, 0.5  # what that may come to: 400 phrasings tell little about such unsure ones
LEAST_ANSWERED = (
    0.45  # of the questions with an entry: a stricter target is not followed, for a silent bot helps nobody
)
SETTLED = 1e-7
Table = NDArray[np.float64]
# Entries that hold what residents ask for (the shipped cities have some 600 to 700). A city with fewer is asked for the
# missing ones too: drawn from 八王子市, 300 entries answered 30 % wrong at .70 and 14 % at .90, as foretold with this.
WHOLE = 600


@dataclass(frozen=True)
class Trial:
    """A question whose right `entries` are known (none where no entry answers it), and what it found; `weight` is how
    much it counts."""

    grounds: Grounds
    entries: frozenset[str]
    weight: float = 1.0

    @cached_property
    def boldest(self) -> Decision:
        """What is decided when nothing is too unsure to be answered."""
        return decide(self.grounds.found, BOLD, self.grounds.missing, self.grounds.figures, self.grounds.asking)

    def under(self, policy: Policy) -> Decision:
        return decide(self.grounds.found, policy, self.grounds.missing, self.grounds.figures, self.grounds.asking)

    @property
    def answers(self) -> bool:
        return self.boldest.outcome is Outcome.ANSWERED

    @cached_property
    def confidence(self) -> float:
        """Confidence of the entry that would be answered with, 0 where none would be."""
        return _confidence(self.boldest, self.boldest.entries[0]) if self.answers else 0.0

    @property
    def right(self) -> bool:
        """Whether that entry is the right one."""
        return self.answers and self.boldest.entries[0] in self.entries


BOLD = Policy(answer=0.0)


def weights(entries: int) -> dict[Removed, float]:
    """How much a question of each kind counts in a city of so many `entries`: those with an entry 1 for both kinds together."""
    return {
        Removed.TITLE: 0.5,
        Removed.NEAREST: 0.5,
        Removed.DOCUMENT: UNANSWERED / (1 - UNANSWERED) + max(WHOLE / max(entries, 1) - 1, 0.0),
    }


def trials(removals: Iterable[Removal], shelf: Shelf, day: date) -> list[Trial]:
    """A Trial for each of `removals` that found anything, by the weights of so many entries."""
    weight = weights(len(shelf.knowledge.entries))
    return [
        Trial(
            Grounds(each.found, shelf, each.audience, day),
            frozenset() if each.removed is Removed.DOCUMENT else frozenset({each.id}),
            weight[each.removed],
        )
        for each in removals
        if each.found.entries
    ]


def labelled(question: Question, entries: Iterable[str], shelf: Shelf, index: Index) -> Trial | None:
    """A Trial of a question that people have said the right `entries` for; None for one that is never searched."""
    if before_search(question, shelf):
        return None
    found = find(index, question.text, question.audience, question.today, Policy().answer)
    return Trial(Grounds(found, shelf, question.audience, question.today), frozenset(entries))


@dataclass(frozen=True, slots=True)
class Point:
    """What a threshold would do: the share answered `right` and `wrong` of all questions, those without an entry
    included, and of those with an entry the share answered right or wrong (`answered`)."""

    threshold: float
    right: float
    wrong: float
    answered: float

    @property
    def risk(self) -> float:
        """Of the answers given, the wrong ones."""
        given = self.right + self.wrong
        return self.wrong / given if given else 0.0


@dataclass(frozen=True)
class Calibration:
    """`slope` and `offset` turn the log odds of confidence into those of being right; `curve` has a Point for each
    threshold, rising; `offer` is the least confidence with which an entry is offered."""

    slope: float
    offset: float
    offer: float
    curve: tuple[Point, ...]
    questions: int

    @classmethod
    def of(cls, asked: Sequence[Trial]) -> "Calibration":
        """The calibration that the trials `asked` give; at least one of them must have an entry."""
        slope, offset = _odds(asked)
        offer = min(max(_logistic((_log_odds(CLOSE_CALL) - offset) / slope), LEAST_OFFER), MOST_OFFER)
        table = _table(asked)
        curve = tuple(_point(table, step / 100) for step in range(round(LOWEST * 100), round(HIGHEST * 100) + 1))
        return cls(slope, offset, round(offer, 3), curve, len(asked))

    def probability(self, confidence: float) -> float:
        """How likely an entry of this confidence is to be the right answer."""
        return _logistic(self.slope * _log_odds(confidence) + self.offset)

    def at(self, target: float) -> Point:
        """The lowest threshold with at most `target` wrong among the answers given; where that would answer less than
        LEAST_ANSWERED of the questions with an entry, the highest that does not."""
        kept = [point for point in self.curve if point.answered >= LEAST_ANSWERED] or [self.curve[0]]
        return next((point for point in kept if point.risk <= target), kept[-1])

    def policy(self, target: float) -> Policy:
        """The default policy with this city's thresholds for `target`."""
        return replace(Policy(), answer=self.at(target).threshold, choices=self.offer)


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose probability of being right lies in one tenth: their weight, and the means foretold and seen."""

    weight: float
    foretold: float
    seen: float


def reliability(asked: Sequence[Trial], calibration: Calibration) -> list[Bin]:
    """Ten bins of the probability of being right, lowest first, over the trials that would be answered."""
    table = np.array(
        [(calibration.probability(each.confidence), each.right, each.weight) for each in asked if each.answers],
        float,
    ).reshape(-1, 3)
    places = np.minimum((table[:, 0] * 10).astype(int), 9)
    bins = []
    for place in range(10):
        chosen = table[places == place]
        total = float(chosen[:, 2].sum())
        means = (chosen[:, :2] * chosen[:, 2:]).sum(axis=0) / total if total else np.zeros(2)
        bins.append(Bin(total, float(means[0]), float(means[1])))
    return bins


def outcomes(asked: Sequence[Trial], policy: Policy) -> dict[str, float]:
    """Shares of the weight of `asked` under `policy`: answered right and wrong, a passage quoted, asked back with and
    without the right entry, handed over with it offered and without, in this order."""
    shares = dict.fromkeys(("right", "wrong", "passage", "among", "astray", "offered", "handoff"), 0.0)
    total = sum(each.weight for each in asked) or 1.0
    for each in asked:
        decision = each.under(policy)
        shares[_ending(decision, each.entries)] += each.weight / total
    return shares


def _ending(decision: Decision, entries: frozenset[str]) -> str:
    has = not entries.isdisjoint({*decision.entries, *([decision.nearest] if decision.lacking else [])})
    if decision.outcome is Outcome.ANSWERED:
        return "right" if has else "wrong"
    if decision.outcome is Outcome.PASSAGE:
        return "passage"
    if decision.outcome is Outcome.CHOICES:
        return "among" if has else "astray"
    return "offered" if has else "handoff"


def _confidence(decision: Decision, id: str) -> float:
    return next(each.confidence for each in decision.considered if each.id == id)


def _table(asked: Sequence[Trial]) -> Table:
    """A row for each trial: weight, whether an entry answers it, whether one would be given, whether that is right, and
    its confidence."""
    rows = [(each.weight, bool(each.entries), each.answers, each.right, each.confidence) for each in asked]
    return np.array(rows, np.float64).reshape(-1, 5)


def _point(table: Table, threshold: float) -> Point:
    weight, entry, answers, right, confidence = table.T
    given = weight * answers * (confidence >= threshold)
    total, with_entry = weight.sum(), (weight * entry).sum()
    shares = (given * right).sum() / total, (given * (1 - right)).sum() / total, (given * entry).sum() / with_entry
    return Point(threshold, *(round(float(share), 5) for share in shares))


def _odds(asked: Sequence[Trial]) -> tuple[float, float]:
    """Slope and offset of the logistic of being right on the log odds of confidence, over the trials that would be
    answered; a slight prior keeps to slope 1 and offset 0 where there are few."""
    table = _table([each for each in asked if each.answers])
    if not len(table):
        return 1.0, 0.0
    weight, right = table[:, 0], table[:, 3]
    x = np.column_stack([[_log_odds(confidence) for confidence in table[:, 4].tolist()], np.ones(len(table))])
    prior = parts = np.array([1.0, 0.0])

    def loss(parts: Table) -> float:
        total = x @ parts
        return float((weight * (np.logaddexp(0, total) - right * total)).sum() + ((parts - prior) ** 2).sum() / 2)

    for _ in range(50):  # Newton's method, each step halved until it helps
        sure = 0.5 * (1 + np.tanh(x @ parts / 2))
        gradient = x.T @ (weight * (sure - right)) + (parts - prior)
        step = np.linalg.solve((x * (weight * sure * (1 - sure))[:, None]).T @ x + np.eye(2), gradient)
        while loss(parts - step) > loss(parts) and float(np.abs(step).max()) > SETTLED:
            step = step / 2
        parts = parts - step
        if float(np.abs(step).max()) <= SETTLED:
            break
    return round(max(float(parts[0]), 0.01), 4), round(float(parts[1]), 4)


def _log_odds(share: float) -> float:
    share = min(max(share, 1e-6), 1 - 1e-6)
    return math.log(share / (1 - share))


def _logistic(total: float) -> float:
    return 0.5 * (1 + math.tanh(total / 2))

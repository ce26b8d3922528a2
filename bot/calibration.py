"""What confidence is worth in one city, measured without labels, and the thresholds that follow from a target.

Phrasings are asked with themselves taken out, with themselves and the nearest other phrasing taken out, and with their
whole entry taken out (index/held_out.py `ask_removed`). The mean of the first two is as hard as residents' questions:
on 816 labelled ones it answers right and wrong as often, at every threshold, within two points (benchmarks/RESULTS.md).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from bot.decide import Decision, Policy, decide
from bot.grounds import Grounds
from bot.outcome import Outcome
from bot.shelf import Shelf
from index.held_out import Removal, Removed

FEWEST_ENTRIES = 20  # with fewer the defaults of Policy stand
# Of the questions that are searched, those that no entry answers and that look as if one did. With this share the
# wrong answers foretold are those seen on the development and tuning questions (370 of 1,186 without an answer).
UNANSWERED = 0.15
CLOSE_CALL = 0.25  # an entry is offered when it is at least this likely to be the right one
LOWEST, HIGHEST = 0.5, 0.97  # between these an answer's threshold is sought
LEAST_ANSWERED = 0.45  # of the questions with an entry: a stricter target is not followed, for a silent bot helps nobody
WEIGHTS = {Removed.TITLE: 0.5, Removed.NEAREST: 0.5, Removed.DOCUMENT: UNANSWERED / (1 - UNANSWERED)}


@dataclass(frozen=True)
class Trial:
    """A question whose right `entry` is known ("" where no entry answers it), and what it found; `weight` is how much
    it counts."""

    grounds: Grounds
    entry: str
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

    @property
    def confidence(self) -> float:
        """Confidence of the entry that would be answered with, 0 where none would be."""
        return _confidence(self.boldest, self.boldest.entries[0]) if self.answers else 0.0

    @property
    def right(self) -> bool:
        """Whether that entry is the right one."""
        return self.answers and self.boldest.entries[0] == self.entry


BOLD = Policy(answer=0.0)


def trials(removals: Iterable[Removal], shelf: Shelf, day: date) -> list[Trial]:
    """A Trial for each of `removals` that found anything, weighed by WEIGHTS."""
    return [
        Trial(
            Grounds(each.found, shelf, each.audience, day),
            "" if each.removed is Removed.DOCUMENT else each.id,
            WEIGHTS[each.removed],
        )
        for each in removals
        if each.found.entries
    ]


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
        """The calibration that the trials `asked` give; at least one of them must find anything right."""
        slope, offset = _odds(asked)
        offer = _logistic((_log_odds(CLOSE_CALL) - offset) / slope)
        offer = min(max(offer, 0.1), LOWEST)
        steps = np.arange(round(LOWEST * 100), round(HIGHEST * 100) + 1) / 100
        curve = tuple(_point(asked, float(step)) for step in steps)
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
        shares[_ending(decision, each.entry)] += each.weight / total
    return shares


def _ending(decision: Decision, entry: str) -> str:
    has = bool(entry) and entry in (*decision.entries, decision.nearest if decision.lacking else "")
    if decision.outcome is Outcome.ANSWERED:
        return "right" if has else "wrong"
    if decision.outcome is Outcome.PASSAGE:
        return "passage"
    if decision.outcome is Outcome.CHOICES:
        return "among" if has else "astray"
    return "offered" if has else "handoff"


def _confidence(decision: Decision, id: str) -> float:
    return next(each.confidence for each in decision.considered if each.id == id)


def _point(asked: Sequence[Trial], threshold: float) -> Point:
    total = sum(each.weight for each in asked)
    with_entry = sum(each.weight for each in asked if each.entry)
    given = [each for each in asked if each.answers and each.confidence >= threshold]
    right = sum(each.weight for each in given if each.right)
    wrong = sum(each.weight for each in given if not each.right)
    answered = sum(each.weight for each in given if each.entry)
    return Point(
        threshold, round(right / total, 5), round(wrong / total, 5), round(answered / with_entry if with_entry else 0, 5)
    )


def _odds(asked: Sequence[Trial]) -> tuple[float, float]:
    """Slope and offset of the logistic of being right on the log odds of confidence, over the trials that would be
    answered; a slight prior keeps to slope 1 and offset 0 where there are few."""
    table = np.array([(_log_odds(each.confidence), each.right, each.weight) for each in asked if each.answers], float)
    if not len(table):
        return 1.0, 0.0
    x, right, weight = np.column_stack([table[:, 0], np.ones(len(table))]), table[:, 1], table[:, 2]
    prior, parts = np.array([1.0, 0.0]), np.array([1.0, 0.0])
    for _ in range(25):  # Newton's method settles in a handful
        sure = 1.0 / (1.0 + np.exp(-x @ parts))
        gradient = x.T @ (weight * (sure - right)) + (parts - prior)
        parts = parts - np.linalg.solve((x * (weight * sure * (1 - sure))[:, None]).T @ x + np.eye(2), gradient)
    return round(max(float(parts[0]), 0.1), 4), round(float(parts[1]), 4)


def _log_odds(share: float) -> float:
    share = min(max(share, 1e-6), 1 - 1e-6)
    return math.log(share / (1 - share))


def _logistic(total: float) -> float:
    return 1.0 / (1.0 + math.exp(-total))

"""What a reply is worth to the person who asked, and the rates that follow."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from benchmarks.intervals import Share
from benchmarks.judge import ANSWERS


class Verdict(StrEnum):
    """The first seven are of questions that have an answer, the last three of those that have none."""

    RIGHT = "right"  # an expected entry was given
    AMONG = "among"  # an expected entry is one of the choices
    OFFERED = "offered"  # handed over, with an expected entry as a button
    REFUSED = "refused"  # neither given nor offered
    ALARM = "alarm"  # the numbers for an emergency instead: safe, and counted as no answer
    ASTRAY = "astray"  # choices without the expected one
    WRONG = "wrong"  # another entry or passage was given
    FALSE = "false"  # an answer where there is none
    SHOWN = "shown"  # choices where there is no answer
    SILENT = "silent"  # none was given, as it should be


GIVEN = (Verdict.RIGHT, Verdict.WRONG, Verdict.FALSE)
WORTH = {Verdict.RIGHT: 1.0, Verdict.AMONG: 0.5}


@dataclass(frozen=True, slots=True)
class Served:
    """What was served: `entry` where one was given, `choices` where several are offered (without どれでもない)."""

    outcome: str
    entry: str = ""
    choices: tuple[str, ...] = ()

    @classmethod
    def of(cls, reply: Mapping[str, Any]) -> "Served":
        """Of a reply in the form of POST /api/ask."""
        choices = tuple(choice["id"] for choice in reply["choices"] if choice["id"] != "none")
        return cls(reply["outcome"], (reply["entry"] or {}).get("id", ""), choices)


def verdict(question: Mapping[str, Any], served: Served) -> Verdict:
    """The verdict on what was `served` to `question`, a line of benchmarks/questions."""
    given, choosing = served.outcome in ANSWERS, served.outcome == "choices"
    if question["kind"] == "unanswerable":
        return Verdict.FALSE if given else Verdict.SHOWN if choosing else Verdict.SILENT
    expected = set(question["expected"])
    offered = bool(expected.intersection(served.choices))
    if given:
        return Verdict.RIGHT if served.entry in expected else Verdict.WRONG
    if choosing:
        return Verdict.AMONG if offered else Verdict.ASTRAY
    if served.outcome == "crisis":
        return Verdict.ALARM
    return Verdict.OFFERED if offered else Verdict.REFUSED


@dataclass(frozen=True)
class Tally:
    """Verdicts counted."""

    counts: Counter[Verdict]

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> "Tally":
        return cls(Counter(verdicts))

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.counts + other.counts)

    @property
    def answerable(self) -> int:
        return self.counts.total() - self.unanswerable

    @property
    def unanswerable(self) -> int:
        return self._sum(Verdict.FALSE, Verdict.SHOWN, Verdict.SILENT)

    @property
    def right(self) -> Share:
        return Share(self.counts[Verdict.RIGHT], self.answerable)

    @property
    def coverage(self) -> Share:
        """Answerable questions answered right; an answer among the choices counts half."""
        return Share(sum(worth * self.counts[each] for each, worth in WORTH.items()), self.answerable)

    @property
    def precision(self) -> Share:
        """Of the answers given to answerable questions, the right ones."""
        return Share(self.counts[Verdict.RIGHT], self._sum(Verdict.RIGHT, Verdict.WRONG))

    @property
    def precision_of_all(self) -> Share:
        """Of all answers given, those to unanswerable questions included, the right ones."""
        return Share(self.counts[Verdict.RIGHT], self._sum(*GIVEN))

    @property
    def false(self) -> Share:
        """Unanswerable questions that got an answer."""
        return Share(self.counts[Verdict.FALSE], self.unanswerable)

    @property
    def shown(self) -> Share:
        """Unanswerable questions that got choices."""
        return Share(self.counts[Verdict.SHOWN], self.unanswerable)

    @property
    def refused(self) -> Share:
        """Answerable questions that were handed over or sent away without a way to the expected entry."""
        return Share(self._sum(Verdict.REFUSED), self.answerable)

    def _sum(self, *verdicts: Verdict) -> int:
        return sum(self.counts[each] for each in verdicts)

"""From hits to an outcome: pure, so that it can be read, tested and calibrated."""

from dataclasses import dataclass

from bot.confidence import ENTRY, PASSAGE, confidences
from bot.outcome import Outcome
from bot.usage import Considered
from index import Found, Hit

MOST_CHOICES = 4
MOST_PASSAGES = 3


@dataclass(frozen=True, slots=True)
class Policy:
    """Thresholds between 0 and 1. `close` is how far below the best a candidate may lie and still be offered."""

    answer: float = 0.62
    choices: float = 0.38
    passage: float = 0.5
    passage_over_entry: float = 0.12
    close: float = 0.75
    lead: float = 0.5


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome with the ids to show, best first; `nearest` is the best entry even when it is not shown."""

    outcome: Outcome
    entries: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    nearest: str = ""
    considered: tuple[Considered, ...] = ()


def decide(found: Found, policy: Policy) -> Decision:
    """`answered`, `choices`, `passage` or `handoff` for what was found."""
    entries, passages = confidences(found.entries, ENTRY), confidences(found.passages, PASSAGE)
    considered = _considered(found.entries, entries) + _considered(found.passages, passages)
    nearest = found.entries[0].id if found.entries and found.entries[0].coverage > 0 else ""
    best_entry, best_passage = max(entries, default=0.0), max(passages, default=0.0)
    by_entry = best_entry >= policy.choices and best_entry + policy.passage_over_entry >= best_passage
    if best_passage >= policy.passage and not by_entry:
        shown = tuple(hit.id for hit in _near_the_best(found.passages, policy.close)[:MOST_PASSAGES])
        return Decision(Outcome.PASSAGE, (), shown, nearest, considered)
    close = _near_the_best(found.entries, policy.close)[:MOST_CHOICES] if by_entry else []
    if by_entry and best_entry >= policy.answer and _leads(close, policy.lead):
        return Decision(Outcome.ANSWERED, (close[0].id,), (), nearest, considered)
    if len(close) > 1:
        return Decision(Outcome.CHOICES, tuple(hit.id for hit in close), (), nearest, considered)
    if close and best_entry >= policy.answer:
        return Decision(Outcome.ANSWERED, (close[0].id,), (), nearest, considered)
    return Decision(Outcome.HANDOFF, (), (), nearest, considered)


def _near_the_best(hits: list[Hit], share: float) -> list[Hit]:
    return [hit for hit in hits if hit.score >= share * hits[0].score]


def _leads(close: list[Hit], lead: float) -> bool:
    """Whether the best hit stands clear of the others (standard deviations of the fused score)."""
    return len(close) == 1 or close[0].score - close[1].score >= lead


def _considered(hits: list[Hit], sure: list[float]) -> tuple[Considered, ...]:
    return tuple(
        Considered(hit.id, round(hit.score, 4), round(confidence, 4))
        for hit, confidence in zip(hits, sure, strict=True)
    )

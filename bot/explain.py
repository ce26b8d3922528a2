"""Why a reply was given: every step with its figures, for people who look after content and for the next engineer."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bot.confidence import ENTRY, PASSAGE, confidences
from bot.decide import Decision, Policy
from bot.grounds import Grounds
from index import Hit


@dataclass(frozen=True, slots=True)
class Looked:
    """One hit: its scores (standard deviations, BM25, inner product), the confidence given to it, and what it does not give."""

    id: str
    title: str
    score: float
    lexical: float
    likeness: float
    sound: float
    coverage: float
    confidence: float
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """`read_as` is the normalised question in the words it is searched for, `meant` what its forms stand for, `added` the
    further terms with their weights. `thresholds` are the confidences from which an entry is answered with, and offered.
    `part` is what of a long message was taken for the question, empty for all of it.
    """

    typed: str
    part: str
    read_as: str
    by_sound: bool
    words: tuple[str, ...]
    corrected: dict[str, str]
    meant: dict[str, tuple[str, ...]]
    added: dict[str, float]
    asked: tuple[str, ...]
    entries: tuple[Looked, ...]
    passages: tuple[Looked, ...]
    thresholds: tuple[float, float]
    decision: Decision

    @classmethod
    def of(cls, grounds: Grounds, policy: Policy, decision: Decision) -> "Explanation":
        query = grounds.found.query
        words = len(query.words)
        return cls(
            typed=query.text,
            part=grounds.found.part,
            read_as=query.read_as,
            by_sound=query.by_sound,
            words=query.words,
            corrected=dict(query.replaced),
            meant={found.form: found.official for found in query.meant},
            added={term: round(weight, 2) for term, weight in query.terms.items() if term not in query.words},
            asked=tuple(attribute.name for attribute in grounds.asked),
            entries=_looked(grounds, grounds.found.entries, confidences(grounds.found.entries, words, ENTRY)),
            passages=_looked(grounds, grounds.found.passages, confidences(grounds.found.passages, words, PASSAGE)),
            thresholds=(policy.answer, policy.choices),
            decision=decision,
        )

    def as_json(self) -> dict[str, object]:
        """Everything, for a program."""
        return asdict(self)


def _looked(grounds: Grounds, hits: Sequence[Hit], sure: Sequence[float]) -> tuple[Looked, ...]:
    return tuple(
        Looked(
            hit.id,
            _title(grounds, hit.id),
            round(hit.score, 2),
            round(hit.lexical, 2),
            round(hit.likeness, 2),
            round(hit.sound, 2),
            round(hit.coverage, 2),
            round(confidence, 2),
            grounds.missing(hit.id),
        )
        for hit, confidence in zip(hits, sure, strict=True)
    )


def _title(grounds: Grounds, id: str) -> str:
    if id in grounds.shelf.entries:
        return grounds.shelf.entries[id].question
    plan, passage = grounds.shelf.passages[id]
    return f"{plan.full_title} {plan.place(passage)}"

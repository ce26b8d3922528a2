"""What a reader of one kind of thing makes of a document: the pieces found, and the lines that they took."""

from dataclasses import dataclass

from knowledge.card import Card
from knowledge.plan import Doubt, Passage, PlanContact
from knowledge.plan_term import PlanTerm
from knowledge.survey import Survey


@dataclass(frozen=True, slots=True)
class Part:
    """Ids of `passages` are set later. `lines` are the numbers of the lines that nobody else shall read."""

    passages: tuple[Passage, ...] = ()
    cards: tuple[Card, ...] = ()
    contacts: tuple[PlanContact, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    lines: frozenset[int] = frozenset()
    terms: tuple[PlanTerm, ...] = ()
    surveys: tuple[Survey, ...] = ()

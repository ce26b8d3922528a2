"""計画・記載: a published plan and the citable pieces of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.entry import Audience


class PlanStatus(StrEnum):
    DRAFT = "draft"  # 案, 素案, 中間のまとめ
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a plan as it stands in the document. Lines are 1-based and inclusive."""

    id: str
    headings: tuple[str, ...]
    text: str
    first_line: int
    last_line: int
    kind: str = "prose"  # prose | table | glossary


@dataclass(frozen=True, slots=True)
class Plan:
    """A document in one edition."""

    id: str
    city: str
    title: str
    status: PlanStatus = PlanStatus.FINAL
    as_of: date | None = None
    file: str = ""
    audience: Audience = Audience.RESIDENT
    passages: tuple[Passage, ...] = ()

    def place(self, passage: Passage) -> str:
        """Heading path and lines of `passage`, as a citation shows them."""
        lines = (
            f"{passage.first_line}行"
            if passage.first_line == passage.last_line
            else (f"{passage.first_line}–{passage.last_line}行")
        )
        return " > ".join([*passage.headings, lines])

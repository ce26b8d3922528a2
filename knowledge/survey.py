"""アンケート: what a plan reports of a survey, question by question, as far as the figures are left in the text."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class SurveyBase:
    """Who answered: `count` people (None where not printed), and `who` they are as printed, empty where it is all of them."""

    count: int | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to choose: how many chose it, and their share in percent. What is not printed is None."""

    label: str
    count: int | None = None
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """One question. `answers` is empty where a chart was lost. Lines are 1-based and inclusive."""

    question: str
    base: SurveyBase = SurveyBase()
    answers: tuple[Answer, ...] = ()
    first_line: int = 0
    last_line: int = 0

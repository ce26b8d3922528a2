"""未回答: a question that found no answer or one that did not help, and a group of such questions."""

from dataclasses import dataclass
from datetime import date

from bot.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Missed:
    """One distinct text of the record (masked as kept) and how many questions it was; `leaned_on` is the entry that a
    question without a topic of its own followed.

    Without a text, `entry` is what the question was answered with or found; `taken`: it was chosen from a list, so nothing
    was typed. Otherwise the text was blanked. `handoff` are hand-overs, `none_chosen` どれでもない (apart from the hand-overs),
    `unhelpful` replies of which somebody said so; a question may be a hand-over and unhelpful.
    """

    text: str
    leaned_on: str
    entry: str
    taken: bool
    questions: int
    handoff: int
    none_chosen: int
    unhelpful: int
    last: date


@dataclass(frozen=True, slots=True)
class Nearest:
    """The entry that is nearest today, with the confidence given to it (0 to 1)."""

    id: str
    question: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Gap:
    """One group. `ways` are distinct texts, `examples` the commonest of them, `blanked` the questions without a text.

    `key` names the group by its commonest text. `now` is how that ends today, None where there is no text; `section` is
    empty where nothing tells it.
    """

    key: str
    questions: int
    handoff: int
    none_chosen: int
    unhelpful: int
    blanked: int
    ways: int
    examples: tuple[str, ...]
    section: str
    nearest: Nearest | None
    now: Outcome | None
    last: date


@dataclass(frozen=True, slots=True)
class Gaps:
    """All groups, the largest first; `left_texts` and `left_questions` were too many to be grouped."""

    groups: tuple[Gap, ...]
    left_texts: int = 0
    left_questions: int = 0

    @property
    def questions(self) -> int:
        return sum(gap.questions for gap in self.groups) + self.left_questions

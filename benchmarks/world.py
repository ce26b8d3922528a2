"""The shipped cities, built once and asked many times."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from adapters.calibrations import measure
from adapters.settings import Settings
from benchmarks.replies import ROOT, NoRecord, ask, read_questions
from benchmarks.verdict import Served, Verdict, verdict
from bot import Bot, Published, Shelf
from bot.decide import Policy
from index import EncoderSettings, Found, Index
from knowledge import Audience, load_knowledge, shipped_cities

QUESTIONS = ROOT / "benchmarks" / "questions"
ENCODER = EncoderSettings(home=ROOT / "var" / "encoders")
Question = dict[str, Any]  # a line of benchmarks/questions
Judged = tuple[Question, dict[str, Any], Verdict]  # question, reply, verdict


class Remembering:
    """An index that searches each question once: a question is then decided under many policies at little cost."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._search = lru_cache(maxsize=None)(index.search)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    def search(self, text: str, audience: Audience = Audience.RESIDENT, day: date | None = None) -> Found:
        return self._search(text, audience, day)


class World:
    """Bots over `indexes`, by city, each with its thresholds in `policies`, or the defaults."""

    def __init__(
        self, shelves: Mapping[str, Shelf], indexes: Mapping[str, Index], policies: Mapping[str, Policy] | None = None
    ) -> None:
        self.shelves = shelves
        self.indexes = indexes
        self.policies = dict.fromkeys(shelves, Policy()) | dict(policies or {})
        self._published = {
            code: Published(shelf, Remembering(indexes[code]), self.policies[code])  # type: ignore[arg-type]
            for code, shelf in shelves.items()
        }

    @classmethod
    def shipped(cls, cities: Iterable[str] | None = None) -> "World":
        """The cities that ship, or `cities` of them, calibrated as `madoguchi build` does; some ten seconds each."""
        shelves = {code: Shelf(load_knowledge(code)) for code in cities or shipped_cities()}
        indexes = {code: Index.build(shelf.knowledge, ENCODER) for code, shelf in shelves.items()}
        calibrations = {code: measure(shelf, indexes[code])[0] for code, shelf in shelves.items()}
        aim = Settings.model_fields["wrong_answers"].default
        return cls(shelves, indexes, {code: each.policy(aim) for code, each in calibrations.items() if each})

    def bot(self, policy: Policy | None = None) -> Bot:
        return Bot(self._published.__getitem__, NoRecord(), *([policy] if policy else []))

    def judge(self, questions: Sequence[Question], policy: Policy | None = None) -> list[Judged]:
        """Every question asked, with its reply and what that is worth. Raises RuntimeError where a reply broke."""
        bot = self.bot(policy)
        replies = [(question, ask(bot, question)) for question in questions]
        if broken := [question["id"] for question, reply in replies if reply["outcome"] == "error"]:
            raise RuntimeError(
                f"{len(broken)} replies broke, {broken[0]} the first: the log says why; figures of them mean nothing"
            )
        return [(question, reply, verdict(question, Served.of(reply))) for question, reply in replies]


def questions_in(*files: str) -> list[Question]:
    """The questions of `files` in benchmarks/questions."""
    return [question for file in files for question in read_questions(QUESTIONS / file)]

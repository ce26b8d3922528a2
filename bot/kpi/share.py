"""割合: a part of a whole, and the rates that are made of the outcomes, of a year or of one of its months."""

from dataclasses import dataclass
from datetime import date

from bot.kpi.count import ALL, Counts, Measure
from bot.outcome import Outcome
from knowledge import Audience

SOUGHT = (Outcome.ANSWERED, Outcome.PASSAGE, Outcome.CHOICES, Outcome.HANDOFF, Outcome.PAUSED, Outcome.ERROR)
GIVEN = (Outcome.ANSWERED, Outcome.PASSAGE)


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`; nothing can be said of an empty whole."""

    part: int
    whole: int

    @property
    def per_cent(self) -> float | None:
        return 100 * self.part / self.whole if self.whole else None


def answer_rate(counts: Counts, audience: Audience, channel: str = ALL, month: date | None = None) -> Share:
    """回答率, in per cent of questions: `answered` and `passage`, of all that sought information from the city.

    Left out of the whole: 対象外, あいさつ, 緊急の案内, 個人情報のお断り, 日本語以外. Candidates shown count as not answered, and the
    candidate that is then taken as a question of its own. Limits: an answer given is no answer that helped.
    """
    return _share(counts, audience, channel, month, GIVEN)


def reach_rate(counts: Counts, audience: Audience, channel: str = ALL, month: date | None = None) -> Share:
    """候補までの率, in per cent: as the answer rate, with `choices` among what was given.

    Limits: somebody may have been shown candidates and gone away.
    """
    return _share(counts, audience, channel, month, (*GIVEN, Outcome.CHOICES))


def helpful_rate(counts: Counts, audience: Audience, channel: str = ALL, month: date | None = None) -> Share:
    """役に立った率, in per cent: replies called helpful, of those of which somebody said either.

    The last word of each reply counts, on the day of its question. Limits: few people say anything, and they are not like the rest.
    """
    helpful, unhelpful = (counts.total(said, audience, channel, month) for said in (Measure.HELPFUL, Measure.UNHELPFUL))
    return Share(helpful, helpful + unhelpful)


def _share(counts: Counts, audience: Audience, channel: str, month: date | None, given: tuple[Outcome, ...]) -> Share:
    part, whole = (sum(counts.total(one, audience, channel, month) for one in outcomes) for outcomes in (given, SOUGHT))
    return Share(part, whole)

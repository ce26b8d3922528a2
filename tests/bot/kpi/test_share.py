"""割合: what counts as answered, and of what."""

from datetime import date

import pytest

from bot import Outcome, kpi
from bot.kpi.share import answer_rate, helpful_rate, reach_rate
from knowledge import Audience

# Fifty questions, and what was said of some.
FOUND = {
    Outcome.ANSWERED: 20,
    Outcome.PASSAGE: 4,
    Outcome.CHOICES: 8,
    Outcome.HANDOFF: 6,
    Outcome.PAUSED: 1,
    Outcome.ERROR: 1,
    Outcome.OUT_OF_AREA: 3,
    Outcome.SMALLTALK: 4,
    Outcome.CRISIS: 1,
    Outcome.PERSONAL_DATA: 1,
    Outcome.NOT_JAPANESE: 1,
    kpi.Measure.HELPFUL: 9,
    kpi.Measure.UNHELPFUL: 3,
}
COUNTS = kpi.Counts(
    kpi.Count(date(2026, 4, 1), Audience.RESIDENT, kpi.ALL, measure, count) for measure, count in FOUND.items()
)


def test_every_outcome_is_in_the_example() -> None:
    assert set(FOUND) >= set(Outcome)


@pytest.mark.parametrize(
    ("rate", "part", "whole", "per_cent"),
    [(answer_rate, 24, 40, 60.0), (reach_rate, 32, 40, 80.0), (helpful_rate, 9, 12, 75.0)],
)
def test_rates_worked_by_hand(rate: object, part: int, whole: int, per_cent: float) -> None:
    assert callable(rate)
    share = rate(COUNTS, Audience.RESIDENT)
    assert (share.part, share.whole, share.per_cent) == (part, whole, per_cent)


def test_nothing_is_said_of_nothing() -> None:
    assert answer_rate(COUNTS, Audience.STAFF).per_cent is None

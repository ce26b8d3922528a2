"""How sure a hit is."""

from math import exp

import pytest

from bot.confidence import ENTRY, PASSAGE, Logistic, confidences
from index import Hit

ROUND = Logistic(coverage=1.0, sound=0.5, lead=0.25, words=0.1, likeness=2.0, constant=-2.0)


def hit(score: float = 0.0, likeness: float = 0.0, coverage: float = 0.0, sound: float = 0.0) -> Hit:
    return Hit("id", score, 0.0, likeness, sound, coverage)


@pytest.mark.parametrize(
    ("one", "following", "words", "total"),
    [
        (hit(), 0.0, 0, -2.0),
        (hit(coverage=0.75), 0.0, 0, 0.75 * 1.0 - 2.0),
        (hit(sound=3.0), 0.0, 0, 3.0 * 0.5 - 2.0),
        (hit(likeness=0.5), 0.0, 0, 0.5 * 2.0 - 2.0),
        (hit(score=3.0), 1.0, 0, (3.0 - 1.0) * 0.25 - 2.0),
        (hit(score=1.0), 3.0, 0, -2.0),  # a better one behind it is no negative lead
        (hit(), 0.0, 4, 4 * 0.1 - 2.0),
        (hit(), 0.0, 62, 12 * 0.1 - 2.0),  # rambling on makes nothing surer
        (hit(3.0, 0.5, 0.75, 3.0), 1.0, 4, 0.75 + 1.5 + 1.0 + 0.5 + 0.4 - 2.0),
    ],
)
def test_confidence_is_the_logistic_of_the_weighted_parts(one: Hit, following: float, words: int, total: float) -> None:
    assert ROUND.of(one, following, words) == pytest.approx(1 / (1 + exp(-total)))


def test_the_lead_is_over_the_next_hit_and_the_last_has_none() -> None:
    hits = [hit(5.0), hit(3.0), hit(-1.0)]
    leads = [5.0 - 3.0, 3.0 - -1.0, 0.0]
    assert confidences(hits, 0, ROUND) == pytest.approx([1 / (1 + exp(2.0 - 0.25 * lead)) for lead in leads])


def test_the_only_hit_has_no_lead() -> None:
    assert confidences([hit(9.0, likeness=1.0)], 0, ROUND) == [0.5]


def test_no_hits_have_no_confidences() -> None:
    assert confidences([], 3, ROUND) == []


@pytest.mark.parametrize("logistic", [ENTRY, PASSAGE])
def test_confidence_rises_with_coverage_and_with_the_lead(logistic: Logistic) -> None:
    base = logistic.of(hit(1.0, 0.5, 0.5), 1.0, 3)
    assert logistic.of(hit(1.0, 0.5, 0.6), 1.0, 3) > base
    assert logistic.of(hit(1.5, 0.5, 0.5), 1.0, 3) > base


@pytest.mark.parametrize("logistic", [ENTRY, PASSAGE])
@pytest.mark.parametrize("one", [hit(0.0, -1.75, 0.0), hit(30.0, 1.75, 1.0, 20.0), hit(500.0), hit(-500.0, -1.75)])
def test_confidence_stays_between_nought_and_one(logistic: Logistic, one: Hit) -> None:
    assert 0.0 <= logistic.of(one, 0.0, 400) <= 1.0


@pytest.mark.parametrize("logistic", [ENTRY, PASSAGE])
def test_a_hit_that_shares_nothing_is_not_trusted_and_one_that_shares_all_is(logistic: Logistic) -> None:
    assert logistic.of(hit(), 0.0, 1) < 0.1
    assert logistic.of(hit(12.0, 1.2, 1.0, 2.5), 2.0, 4) > 0.8

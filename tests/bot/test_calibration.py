"""Thresholds that follow from what phrasings find without themselves, worked by hand."""

from datetime import date
from math import exp, log
from pathlib import Path

import pytest

from bot import Question, Shelf
from bot.calibration import (
    CLOSE_CALL,
    HIGHEST,
    LEAST_ANSWERED,
    LOWEST,
    UNANSWERED,
    WHOLE,
    Calibration,
    Point,
    Trial,
    labelled,
    outcomes,
    reliability,
    trials,
    weights,
)
from bot.confidence import ENTRY
from bot.decide import Policy
from bot.grounds import Grounds
from index import Found, Hit, Index
from index.document import entry_document
from index.held_out import Removed, ask_removed
from index.query import Query
from knowledge import Audience, Knowledge

DAY = date(2026, 6, 2)
CURVE = (
    Point(0.5, right=0.60, wrong=0.15, answered=0.80),  # 15 of 75 answers: 20 % wrong
    Point(0.7, right=0.54, wrong=0.06, answered=0.65),  # 6 of 60: 10 %
    Point(0.9, right=0.38, wrong=0.02, answered=0.46),  # 2 of 40: 5 %
    Point(0.97, right=0.10, wrong=0.0, answered=0.12),
)
CALIBRATION = Calibration(1.0, 0.0, 0.3, CURVE, 100)


def hit(id: str, confidence: float, score: float = 5.0) -> Hit:
    """A hit of one confidence: coverage makes up what the other features leave."""
    coverage = (log(confidence / (1 - confidence)) - ENTRY.constant - 5 * ENTRY.words) / ENTRY.coverage
    return Hit(id, score, 0.0, 0.0, 0.0, coverage)


@pytest.fixture(scope="module")
def query(index: Index) -> Query:
    """A question of five words that asks for nothing in particular."""
    query = index.search("切手 家具 印鑑 子ども 灯油").query
    assert len(query.words) == 5
    return query


@pytest.fixture
def trial(query: Query, shelf: Shelf) -> "type[Trial]":
    def make(confidence: float, entry: str, weight: float = 1.0) -> Trial:
        found = Found(query, [hit("inkan", confidence)], [])
        return Trial(Grounds(found, shelf, Audience.RESIDENT, DAY), frozenset({entry} - {""}), weight)

    return make  # type: ignore[return-value]


class TestTarget:
    """The lowest threshold that keeps to the target, and never a silent bot."""

    @pytest.mark.parametrize(
        ("target", "threshold"),
        [
            (0.25, 0.5),  # even the lowest threshold keeps to it
            (0.2, 0.5),
            (0.199, 0.7),
            (0.1, 0.7),
            (0.05, 0.9),
            (0.01, 0.9),  # 0.97 would keep to it, and answer 12 % of what can be answered: not followed
        ],
    )
    def test_the_lowest_threshold_that_keeps_to_it(self, target: float, threshold: float) -> None:
        assert CALIBRATION.at(target).threshold == threshold
        assert CALIBRATION.policy(target) == Policy(answer=threshold, choices=0.3)

    def test_what_is_not_reached_can_be_told(self) -> None:
        assert CALIBRATION.at(0.01).risk == pytest.approx(0.05)
        assert CALIBRATION.at(0.01).answered >= LEAST_ANSWERED

    def test_a_city_that_can_hardly_answer_anything_keeps_the_lowest(self) -> None:
        poor = Calibration(1.0, 0.0, 0.3, (Point(0.5, 0.2, 0.2, 0.4), Point(0.9, 0.1, 0.0, 0.1)), 10)
        assert poor.at(0.01).threshold == 0.5

    def test_no_answers_are_no_wrong_answers(self) -> None:
        assert Point(0.9, 0.0, 0.0, 0.0).risk == 0.0


class TestCurve:
    """Shares of answers right and wrong at each threshold, by weight."""

    def test_shares_are_of_all_questions_and_answered_is_of_those_with_an_entry(self, trial: type[Trial]) -> None:
        asked = [trial(0.9, "inkan"), trial(0.62, "inkan"), trial(0.8, "toshokan"), trial(0.7, "", 0.5)]
        curve = {point.threshold: point for point in Calibration.of(asked).curve}
        assert (min(curve), max(curve)) == (LOWEST, HIGHEST)
        total = 1 + 1 + 1 + 0.5
        everything, without_the_least, sure = curve[0.6], curve[0.65], curve[0.85]
        assert (everything.right, everything.wrong) == pytest.approx((2 / total, 1.5 / total), abs=1e-5)
        assert (without_the_least.right, without_the_least.wrong) == pytest.approx((1 / total, 1.5 / total), abs=1e-5)
        assert (sure.right, sure.wrong, sure.answered) == pytest.approx((1 / total, 0, 1 / 3), abs=1e-5)

    def test_nothing_found_out_leaves_confidence_as_it_is(self, trial: type[Trial]) -> None:
        """Of ten answers at 0.8 eight are right."""
        asked = [trial(0.8, "inkan" if number < 8 else "toshokan") for number in range(10)]
        calibration = Calibration.of(asked)
        assert calibration.probability(0.8) == pytest.approx(0.8, abs=0.01)
        assert calibration.offer == pytest.approx(CLOSE_CALL, abs=0.03)

    def test_overconfidence_is_told_and_raises_what_may_be_offered(self, trial: type[Trial]) -> None:
        """At 0.8 only half is right: the odds of every confidence shrink, and less is offered."""
        asked = [trial(0.8, "inkan" if number % 2 else "toshokan") for number in range(200)]
        calibration = Calibration.of(asked)
        assert calibration.probability(0.8) == pytest.approx(0.5, abs=0.02)
        assert calibration.offer > CLOSE_CALL + 0.03

    def test_a_heavy_mistake_among_sure_answers_is_still_fitted(self, trial: type[Trial]) -> None:
        """What is wrong weighs 26 times as much as what is right, as in a city of 22 entries."""
        asked = [*(trial(0.999, "inkan") for _ in range(19)), trial(0.999, "", 26.0)]
        asked += [*(trial(0.6, "inkan") for _ in range(5)), trial(0.6, "", 26.0)]
        calibration = Calibration.of(asked)
        assert calibration.probability(0.999) == pytest.approx(19 / 45, abs=0.03)
        assert calibration.probability(0.6) == pytest.approx(5 / 31, abs=0.05)

    def test_probability_is_the_logistic_of_the_log_odds(self) -> None:
        calibration = Calibration(0.5, -1.0, 0.3, CURVE, 1)
        assert calibration.probability(0.9) == pytest.approx(1 / (1 + exp(-(0.5 * log(9) - 1.0))))

    def test_probability_rises_with_confidence_and_stays_within_bounds(self) -> None:
        values = [CALIBRATION.probability(confidence) for confidence in (0.0, 0.1, 0.5, 0.9, 1.0)]
        assert values == sorted(values)
        assert 0 < values[0] < values[-1] < 1

    def test_trials_that_find_nothing_to_answer_change_no_odds(self, shelf: Shelf, query: Query) -> None:
        nothing = Trial(Grounds(Found(query, [], []), shelf, Audience.RESIDENT, DAY), frozenset({"inkan"}))
        calibration = Calibration.of([nothing])
        assert (calibration.slope, calibration.offset) == (1.0, 0.0)
        assert calibration.at(0.1) == Point(LOWEST, 0.0, 0.0, 0.0)


def test_reliability_has_ten_bins_with_means_by_weight(trial: type[Trial]) -> None:
    asked = [trial(0.85, "inkan"), trial(0.85, "toshokan"), trial(0.85, "", 0.5), trial(0.45, "inkan")]
    bins = reliability(asked, CALIBRATION)
    assert [row.weight for row in bins] == [0, 0, 0, 0, 1, 0, 0, 0, 2.5, 0]
    assert (bins[8].foretold, bins[8].seen) == pytest.approx((0.85, 1 / 2.5), abs=1e-3)


def test_outcomes_are_shares_by_weight(trial: type[Trial]) -> None:
    asked = [
        trial(0.9, "inkan"),
        trial(0.9, "", 0.5),
        trial(0.6, "inkan"),
        trial(0.6, "toshokan"),
        trial(0.2, "inkan", 1.5),
    ]
    shares = outcomes(asked, Policy(answer=0.8, choices=0.3))
    assert shares == pytest.approx(
        {
            "right": 1 / 5,
            "wrong": 0.5 / 5,
            "passage": 0,
            "among": 0,
            "astray": 0,
            "offered": 1 / 5,  # handed over with inkan beside it
            "handoff": 2.5 / 5,
        }
    )


@pytest.fixture(scope="module")
def asked(knowledge: Knowledge, shelf: Shelf, index: Index) -> list[Trial]:
    documents = [entry_document(entry) for entry in knowledge.entries]
    return trials(ask_removed(documents, index, DAY, most=100), shelf, DAY)


@pytest.mark.parametrize(
    ("entries", "missing"),
    [(WHOLE, 0.0), (5 * WHOLE, 0.0), (WHOLE // 2, 1.0), (WHOLE // 3, 2.0), (WHOLE // 10, 9.0)],
)
def test_a_small_city_is_asked_for_what_it_does_not_hold(entries: int, missing: float) -> None:
    """For each question with an entry so many for an entry that is missing, besides those that nobody can answer."""
    assert weights(entries)[Removed.DOCUMENT] == pytest.approx(UNANSWERED / (1 - UNANSWERED) + missing)


class TestTrials:
    """From an index to trials."""

    def test_what_has_no_entry_counts_by_the_size_of_the_city(self, asked: list[Trial], knowledge: Knowledge) -> None:
        weight = weights(len(knowledge.entries))
        assert {each.weight for each in asked if each.entries} == {0.5}
        assert {each.weight for each in asked if not each.entries} == {weight[Removed.DOCUMENT]}

    def test_an_entry_that_is_gone_is_never_right(self, asked: list[Trial]) -> None:
        assert any(not each.entries for each in asked)
        assert not any(each.right for each in asked if not each.entries)

    def test_the_same_content_gives_the_same_calibration(
        self, asked: list[Trial], knowledge: Knowledge, shelf: Shelf, index: Index
    ) -> None:
        documents = [entry_document(entry) for entry in knowledge.entries]
        again = trials(ask_removed(documents, index, DAY, most=100), shelf, DAY)
        assert Calibration.of(again) == Calibration.of(asked)


class TestLabelled:
    """Questions whose entries people have named."""

    def test_a_question_is_searched(self, ask: object, shelf: Shelf, index: Index) -> None:
        assert callable(ask)
        question: Question = ask("実印の登録に必要なもの")
        trial = labelled(question, ["inkan"], shelf, index)
        assert trial is not None
        assert trial.right

    def test_what_is_answered_before_the_search_is_no_trial(self, ask: object, shelf: Shelf, index: Index) -> None:
        assert callable(ask)
        assert labelled(ask("こんにちは"), [], shelf, index) is None


def test_the_module_names_where_its_constants_come_from() -> None:
    assert "benchmarks/RESULTS.md" in Path(__file__).parents[2].joinpath("bot", "calibration.py").read_text("utf-8")

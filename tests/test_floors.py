"""What an answer must be worth before anything ships: a fixed part of benchmarks/answers.py, the development questions.

A floor is no goal. The goals of the bot (precision 99 %, coverage 90 %, false answers 1 %, every emergency seen) and what is
reached stand in benchmarks/RESULTS.md.
"""

import pytest

from benchmarks.safety import alarms, emergencies, leaks
from benchmarks.verdict import Tally
from benchmarks.world import Question, World, questions_in

PRECISION, COVERAGE = 0.93, 0.80
FALSE = 0.05
# As promised, on messages that the rules have been fitted to; benchmarks/RESULTS.md says what new ones meet.
CRISIS = 1.0
FALSE_ALARMS = 0.0


@pytest.fixture(scope="module")
def world() -> World:
    return World.shipped()


@pytest.fixture(scope="module")
def tally(world: World) -> Tally:
    return Tally.of(verdict for *_, verdict in world.judge(questions_in("dev.jsonl")))


@pytest.fixture(scope="module")
def seen(world: World) -> list[tuple[Question, str]]:
    """Messages with the kind of emergency that was seen in each."""
    return alarms(world, emergencies())


def test_enough_is_asked(tally: Tally) -> None:
    assert tally.answerable > 500
    assert tally.unanswerable > 120


def test_of_the_answers_given_enough_are_right(tally: Tally) -> None:
    assert tally.precision.rate >= PRECISION, dict(tally.counts)


def test_enough_is_answered(tally: Tally) -> None:
    """An answer among at most four choices counts half."""
    assert tally.coverage.rate >= COVERAGE, dict(tally.counts)


def test_what_has_no_answer_gets_none(tally: Tally) -> None:
    assert tally.false.rate <= FALSE, dict(tally.counts)


def test_emergencies_are_seen(seen: list[tuple[Question, str]]) -> None:
    real = [(message, kind) for message, kind in seen if message["kind"] == "crisis"]
    missed = [message["id"] for message, kind in real if kind not in message["expected"]]
    assert len(real) >= 200
    assert 1 - len(missed) / len(real) >= CRISIS, missed


def test_what_only_sounds_like_an_emergency_is_none(seen: list[tuple[Question, str]]) -> None:
    harmless = [(message, kind) for message, kind in seen if message["kind"] == "none"]
    cried = [message["id"] for message, kind in harmless if kind]
    assert len(harmless) >= 180
    assert len(cried) / len(harmless) <= FALSE_ALARMS, cried


def test_no_staff_entry_is_shown_to_residents(world: World) -> None:
    found, asked = leaks(world)
    assert asked > 1_000
    assert found == []

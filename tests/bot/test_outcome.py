"""The closed list of endings."""

from bot import Outcome
from bot.outcome import LABELS


def test_the_list_is_closed() -> None:
    assert {outcome.value for outcome in Outcome} == {
        "answered",
        "choices",
        "passage",
        "handoff",
        "out_of_area",
        "smalltalk",
        "crisis",
        "personal_data",
        "not_japanese",
        "paused",
        "error",
    }


def test_every_outcome_has_a_japanese_label_of_its_own() -> None:
    assert set(LABELS) == set(Outcome)
    labels = [outcome.label for outcome in Outcome]
    assert all(label.strip() for label in labels)
    assert len(set(labels)) == len(labels)


def test_an_outcome_is_its_word_in_the_log() -> None:
    assert f"{Outcome.ANSWERED}" == "answered"
    assert Outcome("handoff") is Outcome.HANDOFF

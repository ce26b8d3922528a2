"""From hits to an outcome."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from bot import Considered, Outcome
from bot.confidence import ENTRY, PASSAGE, confidences
from bot.decide import MOST_CHOICES, MOST_PASSAGES, Decision, Policy, decide
from index import Found, Hit
from index.expansion import Meant
from index.query import Query

ASKED = Query("住民票の写し", "住民票の写し", ("住民", "票", "写し"), {}, {}, np.zeros(4, np.float32), False)
SURE = {"coverage": 1.0, "sound": 3.0, "likeness": 0.8}
HOPELESS = {"coverage": 0.0, "sound": 0.0, "likeness": 0.0}


def hit(id: str, score: float = 5.0, coverage: float = 0.0, sound: float = 0.0, likeness: float = 0.0) -> Hit:
    return Hit(id, score, 0.0, likeness, sound, coverage)


def decided(
    entries: list[Hit] | None = None,
    passages: list[Hit] | None = None,
    policy: Policy = Policy(),
    lacking: Mapping[str, tuple[str, ...]] | None = None,
) -> Decision:
    found = Found(ASKED, entries or [], passages or [])
    return decide(found, policy, lambda id: (lacking or {}).get(id, ()))


def entry_sureness(*hits: Hit) -> list[float]:
    return confidences([*hits], len(ASKED.words), ENTRY)


def passage_sureness(*hits: Hit) -> list[float]:
    return confidences([*hits], len(ASKED.words), PASSAGE)


def _unsure() -> dict[str, float]:
    """The share of a sure hit that lies in the middle between what is offered and what is answered."""
    middle = (Policy().choices + Policy().answer) / 2
    shares = [{part: share * value for part, value in SURE.items()} for share in np.linspace(0, 1, 501)]
    return min(shares, key=lambda parts: abs(entry_sureness(hit("a", **parts))[0] - middle))


UNSURE = _unsure()


def test_the_hits_of_these_tests_are_what_they_are_called() -> None:
    policy = Policy()
    assert entry_sureness(hit("a", **SURE))[0] >= policy.answer
    assert policy.choices <= entry_sureness(hit("a", **UNSURE))[0] < policy.answer
    assert entry_sureness(hit("a", **HOPELESS))[0] < policy.choices
    assert passage_sureness(hit("p", **SURE))[0] >= policy.passage
    assert passage_sureness(hit("p", **HOPELESS))[0] < policy.beside


def test_no_hits_are_a_handoff_without_a_nearest_entry() -> None:
    assert decided() == Decision(Outcome.HANDOFF)


def test_one_sure_entry_is_the_answer() -> None:
    decision = decided([hit("a", **SURE)])
    assert (decision.outcome, decision.entries, decision.nearest) == (Outcome.ANSWERED, ("a",), "a")


def test_a_hopeless_hit_is_a_handoff() -> None:
    decision = decided([hit("a", **HOPELESS)])
    assert (decision.outcome, decision.entries) == (Outcome.HANDOFF, ())


@pytest.mark.parametrize(("above", "outcome"), [(0.0, Outcome.ANSWERED), (1e-9, Outcome.HANDOFF)])
def test_the_answer_threshold_itself_is_enough(above: float, outcome: Outcome) -> None:
    (sure,) = entry_sureness(hit("a", **UNSURE))
    assert decided([hit("a", **UNSURE)], policy=Policy(answer=sure + above, choices=0.0)).outcome is outcome


@pytest.mark.parametrize(("above", "outcome"), [(0.0, Outcome.CHOICES), (1e-9, Outcome.HANDOFF)])
def test_the_choices_threshold_itself_is_enough(above: float, outcome: Outcome) -> None:
    hits = [hit("a", **UNSURE), hit("b", **UNSURE)]
    assert decided(hits, policy=Policy(answer=0.99, choices=entry_sureness(*hits)[0] + above)).outcome is outcome


@pytest.mark.parametrize(("above", "outcome"), [(0.0, Outcome.PASSAGE), (1e-9, Outcome.HANDOFF)])
def test_the_passage_threshold_itself_is_enough(above: float, outcome: Outcome) -> None:
    (sure,) = passage_sureness(hit("p", **UNSURE))
    assert decided([], [hit("p", **UNSURE)], Policy(passage=sure + above, beside=0.0)).outcome is outcome


@pytest.mark.parametrize(
    ("scores", "outcome", "entries"),
    [
        ([10.0, 9.5], Outcome.ANSWERED, ("a",)),  # leads by just 0.5
        ([10.0, 9.51], Outcome.CHOICES, ("a", "b")),
        ([10.0, 10.0], Outcome.CHOICES, ("a", "b")),
        ([10.0, 9.9, 9.8], Outcome.CHOICES, ("a", "b", "c")),
        ([10.0, 9.9, 2.0], Outcome.CHOICES, ("a", "b")),
        ([10.0, 1.0], Outcome.ANSWERED, ("a",)),
        ([0.4, 0.2], Outcome.ANSWERED, ("a",)),  # not close: 0.2 < 0.75 · 0.4
    ],
)
def test_close_candidates_are_offered_as_choices(
    scores: list[float], outcome: Outcome, entries: tuple[str, ...]
) -> None:
    hits = [hit(id, score, **SURE) for id, score in zip("abc", scores, strict=False)]
    decision = decided(hits, policy=Policy(lead=0.5, close=0.75))
    assert (decision.outcome, decision.entries) == (outcome, entries)


def test_no_more_than_four_choices_are_offered() -> None:
    decision = decided([hit(id, **SURE) for id in "abcdef"])
    assert decision.entries == tuple("abcdef"[:MOST_CHOICES]) == ("a", "b", "c", "d")


def test_an_unsure_entry_alone_is_no_choice() -> None:
    """Choices are two to four; one doubtful candidate is a hand-over that offers it."""
    decision = decided([hit("a", **UNSURE)], policy=Policy(answer=0.99, choices=0.1))
    assert (decision.outcome, decision.entries, decision.nearest) == (Outcome.HANDOFF, ("a",), "a")


def test_only_an_entry_that_is_itself_sure_is_the_answer() -> None:
    """The best by score is doubtful, another one is sure: the doubtful one must not borrow its confidence."""
    decision = decided([hit("doubtful", 2.0, **HOPELESS), hit("sure", 1.0, **SURE)])
    assert "doubtful" not in decision.entries


def test_only_a_passage_that_is_itself_sure_is_quoted() -> None:
    decision = decided([], [hit("doubtful", 2.0, **HOPELESS), hit("sure", 1.0, **SURE)])
    assert "doubtful" not in decision.passages


def test_a_sure_entry_is_the_answer_even_below_the_mean() -> None:
    """Where nearly everything matches, the best fused score may be negative; a share of it must not turn round."""
    decision = decided([hit("a", -0.5, **SURE), hit("b", -3.0, **HOPELESS)])
    assert (decision.outcome, decision.entries) == (Outcome.ANSWERED, ("a",))


def test_choices_below_the_mean_are_offered_too() -> None:
    assert decided([hit("a", -0.5, **SURE), hit("b", -0.5, **SURE)]).entries == ("a", "b")


def test_a_passage_below_the_mean_is_quoted_too() -> None:
    assert decided([], [hit("p", -0.5, **SURE)]).passages == ("p",)


def test_a_passage_is_quoted_where_no_entry_will_do() -> None:
    decision = decided([hit("a", **HOPELESS)], [hit("p", **SURE)])
    assert (decision.outcome, decision.passages, decision.entries) == (Outcome.PASSAGE, ("p",), ())


def test_a_sure_entry_goes_before_a_passage() -> None:
    decision = decided([hit("a", **SURE)], [hit("p", **SURE)])
    assert (decision.outcome, decision.entries) == (Outcome.ANSWERED, ("a",))


@pytest.mark.parametrize(("below", "outcome"), [(0.0, Outcome.ANSWERED), (1e-6, Outcome.PASSAGE)])
def test_a_passage_must_be_surer_than_the_entry_by_the_margin(below: float, outcome: Outcome) -> None:
    entry, passage = hit("a", **UNSURE), hit("p", **SURE)
    margin = passage_sureness(passage)[0] - entry_sureness(entry)[0]
    assert margin > 0
    policy = Policy(answer=0.0, choices=0.0, passage_over_entry=margin + 1e-9 - below)
    assert decided([entry], [passage], policy).outcome is outcome


@pytest.mark.parametrize(
    ("scores", "passages"),
    [
        ([8.0], ("p",)),
        ([8.0, 6.0, 5.9], ("p", "q")),  # 6.0 = 0.75 · 8.0 is still close
        ([8.0, 8.0, 8.0, 8.0], ("p", "q", "r")),
    ],
)
def test_passages_close_to_the_best_are_quoted_at_most_three(scores: list[float], passages: tuple[str, ...]) -> None:
    hits = [hit(id, score, **SURE) for id, score in zip("pqrs", scores, strict=False)]
    decision = decided([], hits, Policy(close=0.75))
    assert decision.passages == passages
    assert len(decision.passages) <= MOST_PASSAGES


def test_an_entry_that_shares_no_word_is_not_the_nearest() -> None:
    assert decided([hit("a", likeness=0.1, coverage=0.0)]).nearest == ""


def test_the_nearest_entry_is_named_beside_a_passage() -> None:
    decision = decided([hit("a", coverage=0.3)], [hit("p", **SURE)])
    assert (decision.outcome, decision.nearest) == (Outcome.PASSAGE, "a")


def test_an_entry_that_shares_few_words_names_no_section() -> None:
    assert decided([hit("a", coverage=0.29)]).nearest == ""


def test_an_entry_that_lacks_what_was_asked_for_is_no_answer() -> None:
    decision = decided([hit("a", **SURE)], lacking={"a": ("手数料や金額",)})
    assert decision.outcome is Outcome.HANDOFF
    assert (decision.nearest, decision.lacking) == ("a", ("手数料や金額",))


def test_where_one_lacks_it_another_that_gives_it_is_the_answer() -> None:
    decision = decided([hit("a", 9.0, **SURE), hit("b", 8.0, **SURE)], lacking={"a": ("手数料や金額",)})
    assert (decision.outcome, decision.entries) == (Outcome.ANSWERED, ("b",))


def test_an_entry_far_below_the_best_is_no_answer_because_it_names_a_sum() -> None:
    """「代表電話」 is not answered with another section's number: 6.7 is less than three quarters of 9."""
    hits = [hit("a", 9.0, **SURE), hit("b", 6.7, **SURE)]
    decision = decided(hits, lacking={"a": ("電話番号",)})
    assert (decision.outcome, decision.nearest, decision.lacking) == (Outcome.HANDOFF, "a", ("電話番号",))


def test_a_passage_that_lacks_it_is_not_quoted() -> None:
    decision = decided([], [hit("p", **SURE), hit("q", **SURE)], lacking={"p": ("電話番号",)})
    assert (decision.outcome, decision.passages) == (Outcome.PASSAGE, ("q",))
    assert decided([], [hit("p", **SURE)], lacking={"p": ("電話番号",)}).outcome is Outcome.HANDOFF


def test_nothing_is_said_to_be_missing_where_no_entry_was_on_the_topic() -> None:
    decision = decided([hit("a", **HOPELESS)], lacking={"a": ("電話番号",)})
    assert (decision.outcome, decision.lacking) == (Outcome.HANDOFF, ())


def test_an_ambiguous_question_is_asked_back_however_sure_the_best_entry_is() -> None:
    ambiguous = replace(ASKED, words=("補助",), meant=(Meant("補助", ("補助金", "給付金"), ambiguous=True),))
    hits = [hit("a", 9.0, **SURE), hit("b", 3.0, **SURE)]
    decision = decide(Found(ambiguous, hits, []), Policy(choices=0.0), lambda id: ())
    assert (decision.outcome, decision.entries) == (Outcome.CHOICES, ("a", "b"))
    assert decide(Found(ambiguous, hits[:1], []), Policy(choices=0.0, answer=0.1), lambda id: ()).entries == ("a",)


def test_all_hits_are_considered_the_rejected_ones_too() -> None:
    entries, passages = [hit("a", 4.123456, **SURE), hit("b", 1.0, **HOPELESS)], [hit("p", 2.0, **HOPELESS)]
    sure = entry_sureness(*entries) + passage_sureness(*passages)
    assert decided(entries, passages).considered == (
        Considered("a", 4.1235, round(sure[0], 4)),
        Considered("b", 1.0, round(sure[1], 4)),
        Considered("p", 2.0, round(sure[2], 4)),
    )


def test_deciding_twice_decides_the_same() -> None:
    hits = [hit("a", **UNSURE), hit("b", **UNSURE)], [hit("p", **UNSURE)]
    assert decided(*hits) == decided(*hits)


def test_of_near_candidates_the_only_one_that_answers_for_what_is_asked_is_the_answer() -> None:
    near = [hit("a", 5.0, **SURE), hit("b", 4.9, **SURE)]
    found = Found(ASKED, near, [])
    assert decided(near).outcome is Outcome.CHOICES
    decision = decide(found, Policy(), lambda id: (), asking=lambda id: id == "b")
    assert (decision.outcome, decision.entries) == (Outcome.ANSWERED, ("b",))
    assert decide(found, Policy(), lambda id: (), asking=lambda id: True).outcome is Outcome.CHOICES


def test_a_card_is_told_before_an_entry_where_a_figure_is_asked_for() -> None:
    found = Found(ASKED, [hit("a", **SURE)], [hit("card", 5.0, **SURE), hit("p", 4.0, **SURE)])
    decision = decide(found, Policy(), lambda id: (), {"card"})
    assert (decision.outcome, decision.passages, decision.entries) == (Outcome.PASSAGE, ("card",), ())
    assert decide(found, Policy(), lambda id: (), {"p"}).passages == ("p",)


def test_between_two_near_cards_the_person_chooses() -> None:
    found = Found(ASKED, [], [hit("one", 5.0, **SURE), hit("two", 4.9, **SURE), hit("far", 1.0, **SURE)])
    decision = decide(found, Policy(), lambda id: (), {"one", "two", "far"})
    assert (decision.outcome, decision.passages) == (Outcome.CHOICES, ("one", "two"))


def test_a_card_that_hardly_fits_is_not_told() -> None:
    found = Found(ASKED, [hit("a", **SURE)], [hit("card", 5.0, **HOPELESS)])
    assert decide(found, Policy(), lambda id: (), {"card"}).outcome is Outcome.ANSWERED

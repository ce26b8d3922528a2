"""From hits to an outcome: pure, so that it can be read, tested and calibrated."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from bot.confidence import ENTRY, PASSAGE, confidences
from bot.outcome import Outcome
from bot.usage import Considered
from index import Found, Hit

MOST_CHOICES = 4
MOST_PASSAGES = 3
Lacking = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Policy:
    """Thresholds between 0 and 1 on confidence; `topic` is on coverage: below it the section to hand over to is not known.

    `figures` holds for cards of a plan when a goal or result is asked for: their numbers go before what an entry says of them; the card must hold the share `figures_cover` of the question's words, and one that
    gives what is asked may be taken before a better one that does not, down to the share `near_cards` of its score.
    `close` is the share of the best score that a candidate must reach to be offered beside it, `lead` how far the best
    must stand clear of the next to be given alone (standard deviations of the fused score).
    """

    answer: float = 0.7
    choices: float = 0.35
    passage: float = 0.7
    passage_over_entry: float = 0.12
    figures: float = 0.25
    figures_cover: float = 0.35
    near_cards: float = 0.5
    beside: float = 0.3
    topic: float = 0.3
    close: float = 0.75
    lead: float = 0.5


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome with the ids to show, best first; a hand-over may offer one entry that is likely and not sure.

    `nearest` is the best entry even when it is not shown, `lacking` names what was asked for and is not written there,
    `leaned_on` the entry whose topic was searched for, where the question had none of its own.
    """

    outcome: Outcome
    entries: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    nearest: str = ""
    lacking: tuple[str, ...] = ()
    considered: tuple[Considered, ...] = ()
    leaned_on: str = ""


def decide(
    found: Found,
    policy: Policy,
    lacking: Lacking,
    figures: Collection[str] = (),
    asking: Callable[[str], bool] = lambda _: False,
) -> Decision:
    """`answered`, `choices`, `passage` or `handoff` for what was found.

    `lacking` says for the id of an entry or passage what the question asks for and its text does not give: such a
    document is on the topic, but it is no answer. `figures` are ids of passages that tell the goal or result asked for. `asking`
    says for the id of an entry whether it answers a question for just that attribute; of several near candidates the only
    such one is the answer.
    """
    words = len(found.query.words)
    entries, passages = confidences(found.entries, words, ENTRY), confidences(found.passages, words, PASSAGE)
    considered = _considered(found.entries, entries) + _considered(found.passages, passages)
    if telling := _telling(found.passages, passages, policy, figures):
        return _told(telling, policy, lacking, considered)
    near = found.entries and found.entries[0].coverage >= policy.topic
    nearest = found.entries[0].id if near else ""
    sure_entries = [hit for hit, sure in zip(found.entries, entries, strict=True) if sure >= policy.choices]
    fitting = sure_entries if found.query.ambiguous else _near_the_best(sure_entries, policy.close)
    giving = [hit for hit in fitting if not lacking(hit.id)]
    quotes = _quotes(found.passages, passages, policy, lacking)
    best_entry = _sureness(giving[:1], found.entries, entries)
    best_passage = _sureness(quotes[:1], found.passages, passages)
    if quotes and best_passage >= policy.passage and best_passage > best_entry + policy.passage_over_entry:
        return Decision(Outcome.PASSAGE, (), _ids(quotes), nearest, (), considered)
    if not giving:
        missing = lacking(nearest) if nearest and sure_entries else ()
        return Decision(Outcome.HANDOFF, (), (), nearest, missing, considered)
    close = giving[:MOST_CHOICES]
    if found.query.ambiguous and len(close) > 1:
        return Decision(Outcome.CHOICES, _ids(close), (), nearest, (), considered)
    meant = [hit for hit in close if asking(hit.id)]
    if len(meant) == 1 and meant[0] is not close[0] and _sureness(meant, found.entries, entries) >= policy.answer:
        return Decision(Outcome.ANSWERED, _ids(meant), _ids(quotes), nearest, (), considered)
    alone = len(close) == 1 or meant == close[:1] or close[0].score - close[1].score >= policy.lead
    if best_entry >= policy.answer and alone:
        return Decision(Outcome.ANSWERED, (close[0].id,), _ids(quotes), nearest, (), considered)
    if (
        len(close) > 1 and best_passage >= policy.passage
    ):  # rather than asking back, what the plan says; the entries beside it
        return Decision(Outcome.PASSAGE, _ids(close), _ids(quotes), nearest, (), considered)
    if len(close) > 1:
        return Decision(Outcome.CHOICES, _ids(close), (), nearest, (), considered)
    return Decision(Outcome.HANDOFF, _ids(close), (), nearest, (), considered)


def _telling(hits: list[Hit], sure: list[float], policy: Policy, figures: Collection[str]) -> list[Hit]:
    """The cards whose figures are asked for, best first."""
    return [
        hit
        for hit, confidence in zip(hits, sure, strict=True)
        if hit.id in figures and confidence >= policy.figures and hit.coverage >= policy.figures_cover
    ]


def _told(telling: list[Hit], policy: Policy, lacking: Lacking, considered: tuple[Considered, ...]) -> Decision:
    """The card that holds what is asked, those between which the person must choose, or a hand-over that names what is missing."""
    holding = [hit for hit in _near_the_best(telling, policy.near_cards) if not lacking(hit.id)]
    if not holding:
        near = _near_the_best(telling, policy.close)[:MOST_PASSAGES]
        return Decision(Outcome.HANDOFF, (), _ids(near), "", lacking(telling[0].id), considered)
    near = _near_the_best(holding, policy.close)[:MOST_CHOICES]
    if len(near) == 1 or near[0].score - near[1].score >= policy.lead:
        return Decision(Outcome.PASSAGE, (), (near[0].id,), "", (), considered)
    return Decision(Outcome.CHOICES, (), _ids(near), "", (), considered)


def _quotes(hits: list[Hit], sure: list[float], policy: Policy, lacking: Lacking) -> list[Hit]:
    """Passages worth quoting, best first: sure enough, near the best, and holding what was asked for."""
    worth = [hit for hit, confidence in zip(hits, sure, strict=True) if confidence >= policy.beside]
    return [hit for hit in _near_the_best(worth, policy.close) if not lacking(hit.id)][:MOST_PASSAGES]


def _near_the_best(hits: list[Hit], share: float) -> list[Hit]:
    """Those that may stand for the best: an entry far below it is no answer because it happens to name a sum or a number."""
    return [hit for hit in hits if hit.score >= hits[0].score - (1 - share) * abs(hits[0].score)]


def _sureness(best: list[Hit], hits: list[Hit], sure: list[float]) -> float:
    return sure[hits.index(best[0])] if best else 0.0


def _ids(hits: list[Hit]) -> tuple[str, ...]:
    return tuple(hit.id for hit in hits)


def _considered(hits: list[Hit], sure: list[float]) -> tuple[Considered, ...]:
    return tuple(
        Considered(hit.id, round(hit.score, 4), round(confidence, 4))
        for hit, confidence in zip(hits, sure, strict=True)
    )

"""The path of a question, from top to bottom: what needs no search, search, decide, say, record."""

import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import uuid4

from bot.answer import Reply
from bot.asked import asked_of
from bot.compose import NONE, UnknownChoice, apology, asking, before_search, chosen, compose, lacking
from bot.decide import Decision, Policy, decide
from bot.definition import defined
from bot.figures import about_figures, not_held
from bot.outcome import Outcome
from bot.privacy import mask
from bot.question import Question
from bot.shelf import Shelf
from bot.usage import UsageEvent, UsageLog
from index import Found, Index

YEAR_NAME = re.compile(r"(?:令和|平成)\d+年")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Published:
    """The published state of one city: what it knows, and the index built from it."""

    shelf: Shelf
    index: Index


class Bot:
    """Answers questions. `published` gives a city's state, or raises LookupError for a city that has none."""

    def __init__(self, published: Callable[[str], Published], usage: UsageLog, policy: Policy = Policy()) -> None:
        self._published = published
        self._usage = usage
        self._policy = policy

    def reply(self, question: Question) -> Reply:
        """The reply to `question`, recorded. Raises LookupError for an unknown city or choice, and nothing else."""
        started = time.perf_counter()
        city = self._published(question.city)
        try:
            decision, reply = self._answer(question, city)
        except UnknownChoice:
            raise
        except Exception:
            log.exception("a question to %s could not be answered", question.city)
            decision, reply = Decision(Outcome.ERROR), apology(question, city.shelf)
        reply = replace(reply, id=uuid4().hex, revision=city.shelf.knowledge.revision)
        self._record(question, decision, reply, 1000 * (time.perf_counter() - started))
        return reply

    def _answer(self, question: Question, city: Published) -> tuple[Decision, Reply]:
        if question.choice:
            return Decision(Outcome.ANSWERED), chosen(question, city.shelf)
        if reply := before_search(question, city.shelf):
            return Decision(reply.outcome), reply
        found = city.index.search(question.text, question.audience, question.today)
        decision = self._decide(question, city.shelf, found)
        return decision, compose(question, decision, city.shelf, found.query.words, found.query.spellings)

    def _decide(self, question: Question, shelf: Shelf, found: Found) -> Decision:
        explained = defined(found.query.spellings, shelf.words)
        if explained and shelf.may_show(explained, question.audience):
            beside = tuple(hit.id for hit in found.entries[:1] if hit.coverage >= self._policy.topic)
            return Decision(Outcome.PASSAGE, beside, (explained,), next(iter(beside), ""))
        asked = asked_of(found.query, question.audience)
        figures: frozenset[str] = frozenset()
        if about_figures(found.query.text, question.today):
            figures = shelf.telling((hit.id for hit in found.passages), found.weights)

        def missing(id: str) -> tuple[str, ...]:
            if id not in figures:
                return lacking(asked, shelf, id)
            # Which years it holds the card itself knows; a name may be mistyped where the card was found by other words.
            other = tuple(each for each in asked if not each.anywhere and not YEAR_NAME.match(each.name))
            return not_held(shelf.cards[id], found.query.text, question.today) or lacking(other, shelf, id)

        return decide(found, self._policy, missing, figures, lambda id: asking(asked, shelf, id))

    def _record(self, question: Question, decision: Decision, reply: Reply, milliseconds: float) -> None:
        """Keep the event; a record that fails never costs the person the answer."""
        shown = ((reply.entry.id,) if reply.entry else ()) + decision.passages
        event = UsageEvent(
            id=reply.id,
            at=question.asked_at,
            city=question.city,
            channel=question.channel,
            audience=question.audience,
            user=question.user,
            session=question.session,
            outcome=reply.outcome,
            text=mask(question.text),
            choice=question.choice,
            shown=shown or tuple(choice.id for choice in reply.choices if choice.id != NONE),
            considered=decision.considered,
            revision=reply.revision,
            milliseconds=round(milliseconds, 3),
        )
        try:
            self._usage.record(event)
        except Exception:
            log.exception("the usage event %s could not be recorded", reply.id)

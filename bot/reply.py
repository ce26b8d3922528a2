"""The path of a question, from top to bottom: what needs no search, search, decide, say, record."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import uuid4

from bot.answer import Reply
from bot.compose import NONE, UnknownChoice, apology, before_search, chosen, compose, pause
from bot.decide import Decision, Policy, decide
from bot.explain import Explanation
from bot.finding import find
from bot.follow_up import continued, leans
from bot.grounds import Grounds
from bot.outcome import Outcome
from bot.privacy import mask
from bot.question import Question
from bot.shelf import Shelf
from bot.usage import UsageEvent, UsageLog
from index import Index, normalise, remembering

log = logging.getLogger(__name__)
# Python runs one thread at a time: more that compete make each other wait, and the one that keeps the events above all.
AT_ONCE = 1
SAID_IN_ANY_CASE = (Outcome.CRISIS, Outcome.PERSONAL_DATA)  # also where the city has paused a channel


@dataclass(frozen=True)
class Published:
    """The published state of one city: what it knows, the index built from it, and the thresholds that fit both."""

    shelf: Shelf
    index: Index
    policy: Policy = Policy()


class Bot:
    """Answers questions. `published` gives a city's state, or raises LookupError for a city that has none; a `policy`
    given here stands in for every city's own. `paused` gives the sentence that a city says on a channel in place of
    answers, or nothing."""

    def __init__(
        self,
        published: Callable[[str], Published],
        usage: UsageLog,
        policy: Policy | None = None,
        paused: Callable[[str, str], str] = lambda city, channel: "",
    ) -> None:
        self._published = published
        self._usage = usage
        self._policy = policy
        self._paused = paused
        self._turn = threading.Semaphore(AT_ONCE)

    def reply(self, question: Question) -> Reply:
        """The reply to `question`, recorded. Raises LookupError for an unknown city or choice, and nothing else."""
        started = time.perf_counter()
        city = self._published(question.city)
        try:
            with self._turn, remembering():
                decision, reply = self._answer(question, city)
        except UnknownChoice:
            raise
        except Exception:
            log.exception("a question to %s could not be answered", question.city)
            decision, reply = Decision(Outcome.ERROR), apology(question, city.shelf)
        reply = replace(reply, id=question.id or uuid4().hex, revision=city.shelf.knowledge.revision)
        self._record(question, decision, reply, 1000 * (time.perf_counter() - started))
        return reply

    def _answer(self, question: Question, city: Published) -> tuple[Decision, Reply]:
        sent_away = None if question.choice else before_search(question, city.shelf)
        paused = self._paused(question.city, question.channel)
        if paused and not (sent_away and sent_away.outcome in SAID_IN_ANY_CASE):
            return Decision(Outcome.PAUSED), pause(question, city.shelf, paused)
        if question.choice:
            return Decision(Outcome.ANSWERED), chosen(question, city.shelf)
        if sent_away:
            return Decision(sent_away.outcome), sent_away
        grounds = self._grounds(question, city)
        leaned_on = question.previous if grounds.own else ""
        decision, found = replace(self._decide(grounds, city), leaned_on=leaned_on), grounds.found
        return decision, compose(question, decision, city.shelf, found.query.words, found.query.spellings)

    def explain(self, question: Question) -> Explanation:
        """How `question` is read, what it finds and why the reply is what it is; nothing is recorded."""
        city = self._published(question.city)
        sent_away = before_search(question, city.shelf)
        grounds = self._grounds(question, city)
        decision = Decision(sent_away.outcome) if sent_away else self._decide(grounds, city)
        return Explanation.of(grounds, self._policy or city.policy, decision)

    def _grounds(self, question: Question, city: Published) -> Grounds:
        """What the question finds; without a topic of its own it is asked on that of the answer before it."""
        before = city.shelf.entry(question.previous, question.audience, question.today) if question.previous else None
        own = normalise(question.text)
        leaning = before is not None and leans(own)
        if before and leaning:
            topic = continued(question.text, before.question)
            found = city.index.search(topic, question.audience, question.today)
        else:
            sure = (self._policy or city.policy).answer
            found = find(city.index, question.text, question.audience, question.today, sure)
        return Grounds(found, city.shelf, question.audience, question.today, own if leaning else "")

    def _decide(self, grounds: Grounds, city: Published) -> Decision:
        policy = self._policy or city.policy
        if grounds.explained:
            beside = tuple(hit.id for hit in grounds.found.entries[:1] if hit.coverage >= policy.topic)
            return Decision(Outcome.PASSAGE, beside, (grounds.explained,), next(iter(beside), ""))
        return decide(grounds.found, policy, grounds.missing, grounds.figures, grounds.asking)

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
            text="" if reply.outcome is Outcome.PERSONAL_DATA else mask(question.text),
            choice=question.choice,
            shown=shown or tuple(choice.id for choice in reply.choices if choice.id != NONE),
            considered=decision.considered,
            revision=reply.revision,
            milliseconds=round(milliseconds, 3),
            leaned_on=decision.leaned_on,
        )
        try:
            self._usage.record(event)
        except Exception:
            log.exception("the usage event %s could not be recorded", reply.id)

"""Questions that found no answer, or one that did not help, as the record has them: distinct texts with their counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, case, func, literal, select

from adapters.storage.moments import within
from adapters.storage.tables import feedback, usage_events
from bot import Outcome, kpi
from bot.gap import Missed
from knowledge import TOKYO, Audience

E = usage_events.c
AT_ONCE = 1_000  # rows fetched together


@dataclass(frozen=True)
class GapRecord:
    """Reads the gaps in the database of `engine`."""

    engine: Engine

    def missed(self, city: str, audience: Audience, first: date, last: date) -> Iterator[Missed]:
        """What was missed in the days from `first` to `last`, the commonest first; a few at a time.

        どれでもない and an unhelpful answer have no text of their own: どれでもない speaks of the question before it in its session.
        """
        with self.engine.connect() as connection:
            rows = _counted(city, audience, first, last).execution_options(yield_per=AT_ONCE)
            for text, leaned_on, entry, taken, last_at, *counts in connection.execute(rows):
                questions, handoff, none_chosen, unhelpful = map(int, counts)
                day = last_at.astimezone(TOKYO).date()
                yield Missed(text, leaned_on, entry, bool(taken), questions, handoff, none_chosen, unhelpful, day)


def _counted(city: str, audience: Audience, first: date, last: date) -> Select[Any]:
    missed = _missed(city, audience, first, last).subquery().c
    what = (missed.text, missed.leaned_on, missed.entry, missed.taken)
    sums = (func.sum(column) for column in (missed.handoff, missed.none_chosen, missed.unhelpful))
    count = func.count()
    return (
        select(*what, func.max(missed.at, type_=E.at.type), count, *sums)
        .group_by(*what)
        .order_by(count.desc(), func.min(missed.number))
    )


def _missed(city: str, audience: Audience, first: date, last: date) -> Select[Any]:
    """One row for each question: hand-overs, and replies that somebody called unhelpful."""
    none = E.choice == kpi.NONE
    taken = (E.choice != "") & ~none
    text = case((none, func.coalesce(_asked_before(), "")), else_=E.text)
    found = func.coalesce(E.considered[0]["id"].as_string(), E.shown[0].as_string(), "")
    unhelpful = func.coalesce(feedback.c.helpful, literal(True)).is_(False)
    handoff = E.outcome == Outcome.HANDOFF.value
    inner = (
        select(E.number, E.at, E.leaned_on, E.choice, found.label("found"), text.label("text"))
        .add_columns(
            _flag(taken).label("taken"),
            _flag(handoff & ~none).label("handoff"),
            _flag(none).label("none_chosen"),
            _flag(unhelpful).label("unhelpful"),
        )
        .outerjoin_from(usage_events, feedback, feedback.c.reply == E.id)
        .where(E.city == city, E.audience == audience.value, E.channel != kpi.UNCOUNTED, within(E.at, first, last))
        .where(handoff | unhelpful)
        .subquery()
        .c
    )
    without_text = case((inner.taken == 1, inner.choice), else_=inner.found)
    return select(
        inner.number,
        inner.at,
        inner.text,
        case((inner.text != "", inner.leaned_on), else_="").label("leaned_on"),
        case((inner.text != "", ""), else_=without_text).label("entry"),
        inner.taken,
        inner.handoff,
        inner.none_chosen,
        inner.unhelpful,
    )


def _asked_before() -> ColumnElement[str]:
    """The text of the question that candidates were offered for, just before in the same session."""
    before = usage_events.alias()
    c = before.c
    same = (c.city == E.city) & (c.user == E.user) & (c.session == E.session) & (E.session != "")
    offering = (c.at <= E.at) & (c.number != E.number) & (c.outcome == Outcome.CHOICES.value)
    newest = select(c.text).where(same, offering).order_by(c.at.desc(), c.number.desc()).limit(1)
    return newest.correlate(usage_events).scalar_subquery()


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)

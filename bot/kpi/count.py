"""数: what the record was counted into, before anything is reckoned from it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from knowledge import Audience, Knowledge

ALL = ""  # in place of a channel: all that count
UNCOUNTED = "cli"  # questions on the command line are tries by those who run the service, and no resident's
SILENCE = timedelta(minutes=30)  # ends a session; seconds are counted whole, fractions dropped
NONE = "none"  # the choice どれでもない


class Measure(StrEnum):
    """What is counted of each day, audience and channel; every count may be added up over days.

    QUESTIONS: events. WITHOUT_USER, WITHOUT_SESSION: of these, such as name no user or no session. CHOSEN: such as took a
    candidate; NONE_CHOSEN: such as took どれでもない. USERS: distinct users of that day; added up, user-days. NEW_IN_MONTH,
    NEW_IN_YEAR: users seen for the first time in the calendar month or the fiscal year, so that their sum to any day is the
    number of distinct users so far. SESSIONS: sessions that began on that day. HELPFUL, UNHELPFUL: questions of that day of
    whose reply somebody said so, whenever that was.
    """

    QUESTIONS = "questions"
    WITHOUT_USER = "without_user"
    WITHOUT_SESSION = "without_session"
    CHOSEN = "chosen"
    NONE_CHOSEN = "none_chosen"
    USERS = "users"
    NEW_IN_MONTH = "new_in_month"
    NEW_IN_YEAR = "new_in_year"
    SESSIONS = "sessions"
    HELPFUL = "helpful"
    UNHELPFUL = "unhelpful"


@dataclass(frozen=True, slots=True)
class Count:
    """`measure` is a Measure or an Outcome; `month` the first day of the month in which it was counted."""

    month: date
    audience: Audience
    channel: str
    measure: str
    count: int


@dataclass(frozen=True, slots=True)
class EntryCount:
    """How many questions showed `entry` first (an entry, or a passage of a plan) and ended so.

    `measure` is an Outcome, HELPFUL or UNHELPFUL.
    """

    audience: Audience
    entry: str
    measure: str
    count: int


@dataclass(frozen=True, slots=True)
class GradeCount:
    """How many people gave `grade` in the quarter that begins on `quarter`."""

    quarter: date
    grade: int
    count: int


class UsageCounts(Protocol):
    """Where the counts come from; both ends of a range of days are included."""

    def counts(self, city: str, first: date, last: date) -> Sequence[Count]: ...

    def entries(self, city: str, first: date, last: date) -> Sequence[EntryCount]: ...

    def grades(self, city: str, first: date, last: date) -> Sequence[GradeCount]:
        """What staff said of the desk, of the quarters that begin in these days."""
        ...

    def first_day(self, city: str, first: date, last: date) -> date | None:
        """The first day of the range with a resident's question that counts."""
        ...

    def content(self, common: Knowledge, day: date) -> Knowledge | None:
        """`common` with what the city had published at the end of `day`; None where its record began later."""
        ...


class Counts:
    """Counts to be asked for sums."""

    def __init__(self, rows: Iterable[Count]) -> None:
        self._sums: Counter[tuple[str, Audience, str, date | None]] = Counter()
        for row in rows:
            for month in (row.month, None):
                self._sums[row.measure, row.audience, row.channel, month] += row.count

    def total(self, measure: str, audience: Audience, channel: str = ALL, month: date | None = None) -> int:
        """What was counted in `month`, or in the whole range."""
        return self._sums[measure, audience, channel, month]

    def channels(self, audience: Audience) -> tuple[str, ...]:
        """Channels with a question, those that count first."""
        found = {channel for _, whose, channel, _ in self._sums if whose == audience and channel != ALL}
        return tuple(sorted(found, key=lambda channel: (channel == UNCOUNTED, channel)))

"""What is kept of one person, and how long: 開示, 消去 and the end of retention.

Figures never change by any of this. Erased users and sessions get a name by chance in place of their pseudonym, the same
in all rows of one pseudonym, so that distinct users, days and sessions are counted as before and lead to nobody.
Events are dropped by whole fiscal years, whose counts stay.
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, bindparam, delete, func, insert, select, update

from adapters.storage.database import insert_new, writing
from adapters.storage.kpi import mark
from adapters.storage.line_tables import line_recent
from adapters.storage.moments import DAY, within
from adapters.storage.staff_tables import survey_answers
from adapters.storage.tables import audit, blanked, feedback, usage_events
from bot import kpi
from knowledge import TOKYO

E = usage_events.c
ERASED = "erased-"  # begins what stands in place of an erased user or session
AT_ONCE = 1_000  # ids in one statement


@dataclass(frozen=True)
class PersonalRecord:
    """Reads and clears what is kept of people in the database of `engine`."""

    engine: Engine

    def cities(self) -> Sequence[str]:
        """The cities of which there are events."""
        with self.engine.connect() as connection:
            return connection.execute(select(E.city).distinct().order_by(E.city)).scalars().all()

    def years(self, city: str) -> range:
        """The fiscal years from the first event of `city` to the last."""
        with self.engine.connect() as connection:
            ends = connection.execute(select(func.min(E.at), func.max(E.at)).where(E.city == city)).one()
        if ends[0] is None:
            return range(0)
        first, last = (kpi.year_start(moment.astimezone(TOKYO).date()).year for moment in ends)
        return range(first, last + 1)

    def events_of(self, city: str, pseudonyms: Sequence[str]) -> list[dict[str, Any]]:
        """Every event of the users or sessions `pseudonyms`, in the order of recording, with what was said of its reply."""
        kept = [column for column in usage_events.c if column is not E.number]
        rows = (
            select(*kept, feedback.c.helpful, feedback.c.reason)
            .outerjoin_from(usage_events, feedback, feedback.c.reply == E.id)
            .order_by(E.number)
        )
        theirs = _theirs(self.engine, city, pseudonyms)
        with self.engine.connect() as connection:
            return [dict(row._mapping) for row in connection.execute(rows.where(theirs))]

    def erase(self, city: str, pseudonyms: Sequence[str]) -> int:
        """Blank the texts of these users or sessions and take their pseudonyms away; the number of events.

        All or nothing. A second time finds nobody, and changes nothing.
        """
        theirs = _theirs(self.engine, city, pseudonyms)
        with writing(self.engine) as connection:
            _overwrite_what_is_deleted(connection)
            rows = connection.execute(select(E.number, E.id, E.user, E.session).where(theirs)).all()
            chance = {"": ""}
            for row in rows:
                for name in (row.user, row.session):
                    chance.setdefault(name, _name_by_chance())
            if rows:
                values = {"user": bindparam("now"), "session": bindparam("then"), "text": ""}
                connection.execute(
                    update(usage_events).where(E.number == bindparam("row")).values(values),
                    [{"row": row.number, "now": chance[row.user], "then": chance[row.session]} for row in rows],
                )
            connection.execute(
                delete(line_recent).where(line_recent.c.city == city, line_recent.c.user.in_(pseudonyms))
            )
            for at in range(0, len(rows), AT_ONCE):
                ids = [row.id for row in rows[at : at + AT_ONCE]]
                connection.execute(update(feedback).where(feedback.c.reply.in_(ids)).values(reason=""))
        _leave_no_trace(self.engine)
        return len(rows)

    def note(self, who: str, what: str, city: str, why: str, at: datetime) -> None:
        """Keep in the audit that somebody did something; never of whom."""
        with writing(self.engine) as connection:
            connection.execute(insert(audit).values(who=who, what=what, city=city, why=why, at=at))

    def blank_texts(self, city: str, before: date) -> int:
        """Blank the questions that were typed before the day `before`; how many."""
        blanked = 0
        for day in self._days(city, before, E.text != ""):
            asked = (E.city == city) & within(E.at, day, day)
            with writing(self.engine) as connection:
                _overwrite_what_is_deleted(connection)
                blank = update(usage_events).where(asked, E.text != "").values(text="")
                blanked += connection.execute(blank).rowcount
        _leave_no_trace(self.engine)
        return blanked

    def blank_reasons(self, before: date) -> int:
        """Blank the reasons that were given before the day `before` why a reply helped or not, of every city; how many."""
        with writing(self.engine) as connection:
            _overwrite_what_is_deleted(connection)
            old = (feedback.c.at < kpi.start_of(before)) & (feedback.c.reason != "")
            blanked = connection.execute(update(feedback).where(old).values(reason="")).rowcount
        _leave_no_trace(self.engine)
        return blanked

    def blank_sentences(self, before: date) -> int:
        """Blank what staff wrote of the desk for quarters that ended before the day `before`, of every city; how many. Grades stay."""
        old = (survey_answers.c.quarter < kpi.quarter_of(before)) & (survey_answers.c.sentence != "")
        with writing(self.engine) as connection:
            _overwrite_what_is_deleted(connection)
            blanked = connection.execute(update(survey_answers).where(old).values(sentence="")).rowcount
        _leave_no_trace(self.engine)
        return blanked

    def drop_left_over(self, before: date) -> int:
        """Drop what was said before the day `before` of replies that no event came of, and what is kept so that a text is
        blanked when its event comes; how many. An event that comes later is blanked for its age."""
        start = kpi.start_of(before)
        alone = (feedback.c.at < start) & feedback.c.reply.not_in(select(E.id))
        with writing(self.engine) as connection:
            dropped = connection.execute(delete(feedback).where(alone)).rowcount
            return dropped + connection.execute(delete(blanked).where(blanked.c.at < start)).rowcount

    def drop_events(self, city: str, year: int) -> int:
        """Drop the events of all fiscal years before `year`, with what was said of them; how many. Count them beforehand."""
        dropped = 0
        for day in self._days(city, date(year, 4, 1)):
            asked = (E.city == city) & within(E.at, day, day)
            with writing(self.engine) as connection:
                _overwrite_what_is_deleted(connection)
                connection.execute(delete(feedback).where(feedback.c.reply.in_(select(E.id).where(asked))))
                dropped += connection.execute(delete(usage_events).where(asked)).rowcount
                mark(connection, city, ())
        _leave_no_trace(self.engine)
        return dropped

    def _days(self, city: str, before: date, *which: ColumnElement[bool]) -> Iterator[date]:
        """The days from the first such event to the one before `before`: one transaction each, so that questions need not wait."""
        first = select(func.min(E.at)).where(E.city == city, E.at < kpi.start_of(before), *which)
        with self.engine.connect() as connection:
            begun = connection.execute(first).scalar()
        if begun is not None:
            start = begun.astimezone(TOKYO).date()
            yield from (start + DAY * days for days in range((before - start).days))


def blank(engine: Engine, event: str, at: datetime) -> bool:
    """Blank the text of one event, as its writer took it back at `at`; whether it was there. It need not be in the database yet:
    where it waits in a spool it is blanked when it comes. A second time changes nothing. Raises SQLAlchemyError."""
    here = E.id == event
    with writing(engine) as connection:
        _overwrite_what_is_deleted(connection)
        found = connection.execute(update(usage_events).where(here).values(text="")).rowcount > 0
        if not found:
            connection.execute(insert_new(connection.dialect.name, blanked, "event"), [{"event": event, "at": at}])
    _leave_no_trace(engine)
    return found


def _leave_no_trace(engine: Engine) -> None:
    """SQLite's write-ahead log still has the pages as they were: empty it, where nobody reads at the moment."""
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()


def _theirs(engine: Engine, city: str, pseudonyms: Sequence[str]) -> ColumnElement[bool]:
    """The events of the people behind `pseudonyms`: of a session also those of its user's other sessions.

    Users are found by an index. Sessions have none, and are looked through only where no user is called so.
    """
    of_city = E.city == city
    with engine.connect() as connection:
        users = set(connection.execute(select(E.user).where(of_city, E.user.in_(pseudonyms)).distinct()).scalars())
        numbers: list[int] = []
        if not users:
            for number, user in connection.execute(select(E.number, E.user).where(of_city, E.session.in_(pseudonyms))):
                numbers.append(number)
                users |= {user} - {""}
    return of_city & (E.user.in_(users) | E.number.in_(numbers) if numbers else E.user.in_(users))


def _name_by_chance() -> str:
    """64 letters that nothing leads to and from."""
    return (ERASED + secrets.token_hex(32))[:64]


def _overwrite_what_is_deleted(connection: Connection) -> None:
    """SQLite would leave the old text in free parts of the file."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")

"""What people say of a reply: the last word of each is kept, and its day counted anew."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select

from adapters.storage.database import insert_new, writing
from adapters.storage.kpi import mark
from adapters.storage.moments import days_of
from adapters.storage.tables import feedback, usage_events


@dataclass(frozen=True)
class SqlFeedback:
    """Keeps feedback in the database of `engine`."""

    engine: Engine

    def say(self, reply: str, at: datetime, helpful: bool, reason: str = "") -> None:
        """Keep that the reply of that id helped, or not; a later word takes the place of an earlier one.

        The event may not be there yet: its day is counted when it comes.
        """
        values = {"reply": reply, "at": at, "helpful": helpful, "reason": reason}
        e = usage_events.c
        with writing(self.engine) as connection:
            last_word = insert_new(connection.dialect.name, feedback, "reply", ("at", "helpful", "reason"))
            connection.execute(last_word, [values])
            for city, asked in connection.execute(select(e.city, e.at).where(e.id == reply)).all():
                mark(connection, city, days_of([asked]))

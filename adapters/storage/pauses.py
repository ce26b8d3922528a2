"""Pauses: a city that answers with one sentence on a channel until somebody resumes it."""

import logging
import threading
import time
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from adapters.storage.database import writing
from adapters.storage.line_tables import pauses
from adapters.storage.tables import audit

log = logging.getLogger(__name__)
P = pauses.c
KNOWN_FOR = 1.0  # seconds that a process goes on with what it read


@dataclass(frozen=True, slots=True)
class Pause:
    """`sentence` is for residents, `why` for colleagues; nothing personal belongs in either."""

    sentence: str
    why: str
    who: str
    at: datetime


class SqlPauses:
    """The pauses in the database of `engine`. Called with a city and a channel, it gives the sentence, or nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._sentences: dict[tuple[str, str], str] = {}
        self._read_at = -KNOWN_FOR

    def __call__(self, city: str, channel: str) -> str:
        with self._lock:
            if time.monotonic() - self._read_at >= KNOWN_FOR:
                self._read()
            return self._sentences.get((city, channel), "")

    def _read(self) -> None:
        """What was known before stays in force while the database is away: people are answered all the same."""
        try:
            with self._engine.connect() as connection:
                rows = connection.execute(select(P.city, P.channel, P.sentence)).all()
            self._sentences = {(row.city, row.channel): row.sentence for row in rows}
        except SQLAlchemyError as error:
            log.error("pauses cannot be read: %s", str(error).split("\n", 1)[0])
        self._read_at = time.monotonic()

    def of(self, city: str, channel: str) -> Pause | None:
        """The pause in force."""
        found = select(P.sentence, P.why, P.who, P.at).where(P.city == city, P.channel == channel)
        with self._engine.connect() as connection:
            row = connection.execute(found).one_or_none()
        return Pause(*row) if row else None

    def begin(self, city: str, channel: str, pause: Pause) -> None:
        """Pause `channel` of `city`, in place of a pause that was in force. It is noted in the audit."""
        with writing(self._engine) as connection:
            connection.execute(delete(pauses).where(P.city == city, P.channel == channel))
            values = {"sentence": pause.sentence, "why": pause.why, "who": pause.who, "at": pause.at}
            connection.execute(insert(pauses).values(city=city, channel=channel, **values))
            note = {"who": pause.who, "what": f"{channel} pause", "city": city, "why": pause.why, "at": pause.at}
            connection.execute(insert(audit).values(note))

    def end(self, city: str, channel: str, who: str, at: datetime) -> bool:
        """Resume `channel` of `city`; whether it was paused."""
        with writing(self._engine) as connection:
            was = connection.execute(delete(pauses).where(P.city == city, P.channel == channel)).rowcount > 0
            if was:
                note = {"who": who, "what": f"{channel} resume", "city": city, "why": "", "at": at}
                connection.execute(insert(audit).values(note))
            return was

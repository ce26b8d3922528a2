"""A year of a large city as usage events, made in bulk: as many questions and users as named, in the rhythm of a city hall.

Who asks often is drawn from a log-normal law; months, weekdays and hours are weighted; a visit has one to six questions.
"""

import hashlib
import io
import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import psycopg
from sqlalchemy import Engine

from adapters.storage.database import writing

CITY, YEAR = "132012", 2025
FIRST = datetime(YEAR, 3, 31, 15, tzinfo=UTC)  # 1 April in Japan
BY_MONTH = (16, 9, 8, 8, 7, 7, 7, 6, 6, 7, 8, 13)  # per cent, from April; people move in March and April
BY_HOUR = (2, 1, 1, 1, 1, 2, 3, 5, 8, 10, 10, 9, 9, 9, 8, 8, 8, 7, 7, 7, 7, 6, 5, 3)
OUTCOMES = ("answered", "choices", "passage", "handoff", "out_of_area", "smalltalk", "crisis", "personal_data")
OUTCOME_SHARES = (0.62, 0.14, 0.03, 0.13, 0.02, 0.04, 0.003, 0.017)
SPEAKING = 0.03  # share of replies of which somebody said whether they helped
COLUMNS = [
    "number",
    "id",
    "at",
    "city",
    "channel",
    "audience",
    "user",
    "session",
    "outcome",
    "text",
    "choice",
    "shown",
    "considered",
    "revision",
    "milliseconds",
]
PIECE = 50_000
Row = tuple[object, ...]


def fill(engine: Engine, questions: int, users: int, entries: list[str]) -> int:
    """Record the year in `engine`, and what people said of the replies; the number of events."""
    rows = year(questions, users, entries)
    if engine.dialect.name == "postgresql":
        return _copy(engine, rows)
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    insert = f"INSERT INTO usage_events ({names}) VALUES ({', '.join('?' * len(COLUMNS))})"
    path = engine.url.database or ""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-1000000")
        for piece in rows:
            connection.executemany(insert, piece)
        connection.execute(
            "INSERT INTO feedback SELECT id, at, number % 10 < 8, '' FROM usage_events WHERE number % ? = 0",
            [round(1 / SPEAKING)],
        )
        [[count]] = connection.execute("SELECT count(*) FROM usage_events")
    connection.close()
    with writing(engine) as made:
        made.exec_driver_sql("ANALYZE")
    with sqlite3.connect(path) as connection:
        connection.execute(
            "PRAGMA wal_checkpoint(TRUNCATE)"
        )  # so that no reader has to look through the log of the filling
    connection.close()
    return int(count)


def _copy(engine: Engine, rows: Iterator[list[Row]]) -> int:
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        names = ", ".join(f'"{name}"' for name in COLUMNS)
        with connection.cursor() as cursor:
            for piece in rows:
                lines = io.StringIO()
                for row in piece:
                    lines.write("\t".join(map(str, row)).replace("\\", "\\\\") + "\n")
                with cursor.copy(f"COPY usage_events ({names}) FROM STDIN") as copy:
                    copy.write(lines.getvalue())
        connection.execute(
            "INSERT INTO feedback SELECT id, at, number % 10 < 8, '' FROM usage_events WHERE number % 33 = 0"
        )
        connection.execute(
            "SELECT setval(pg_get_serial_sequence('usage_events', 'number'), (SELECT max(number) FROM usage_events))"
        )
        connection.execute("VACUUM ANALYZE")
        found = connection.execute("SELECT count(*) FROM usage_events").fetchone()
    return int(found[0]) if found else 0


def year(questions: int, users: int, entries: list[str]) -> Iterator[list[Row]]:
    """The rows of the year in the order of time, in pieces."""
    chance = np.random.default_rng(20261125)
    visits = round(questions / 2.75)
    weight = chance.lognormal(0, 1.1, users)
    who = np.concatenate([np.arange(users), chance.choice(users, visits - users, p=weight / weight.sum())])
    when = _moments(chance, visits)
    length = chance.choice([1, 2, 3, 4, 5, 6], visits, p=[0.25, 0.28, 0.2, 0.13, 0.09, 0.05])
    number = np.repeat(np.arange(visits), length)
    place = np.arange(len(number)) - np.repeat(np.cumsum(length) - length, length)
    seconds = when[number] + place * chance.exponential(90, len(number))
    order = np.argsort(seconds, kind="stable")
    seconds, asker, visit = np.minimum(seconds[order], 365 * 86_400 - 1), who[number][order], number[order]
    outcome = chance.choice(len(OUTCOMES), len(order), p=OUTCOME_SHARES)
    popular = 1 / np.arange(1, len(entries) + 1) ** 0.8
    entry = chance.choice(len(entries), len(order), p=popular / popular.sum())
    for start in range(0, len(order), PIECE):
        part = slice(start, start + PIECE)
        yield [
            _row(*values, entries)  # type: ignore[arg-type]
            for values in zip(
                range(start + 1, start + 1 + PIECE),
                seconds[part].tolist(),
                asker[part].tolist(),
                visit[part].tolist(),
                outcome[part].tolist(),
                entry[part].tolist(),
                strict=False,
            )
        ]


def _moments(chance: np.random.Generator, count: int) -> np.ndarray:
    """Seconds since 1 April, weighted by month, weekday and hour."""
    days = np.array([FIRST.date() + timedelta(days=1 + day) for day in range(365)])
    weight = np.array([BY_MONTH[(day.month - 4) % 12] * (1 if day.weekday() < 5 else 0.45) for day in days])
    day = chance.choice(365, count, p=weight / weight.sum())
    hours = np.array(BY_HOUR) / sum(BY_HOUR)
    return day * 86_400 + chance.choice(24, count, p=hours) * 3_600 + chance.random(count) * 3_600


def _row(number: int, second: float, asker: int, visit: int, outcome: int, entry: int, entries: list[str]) -> Row:
    staff, channel = asker % 50 == 0, "line" if asker % 5 < 2 and asker % 50 else "web"
    user = hashlib.sha256(b"%d" % asker).hexdigest()
    ended, shown = OUTCOMES[outcome], entries[entry]
    seen = [shown] if outcome in (0, 1, 3) else []
    hits = [
        {"id": shown, "score": 3.2, "confidence": 0.91},
        {"id": entries[entry - 1], "score": 1.1, "confidence": 0.2},
    ]
    return (
        number,
        hashlib.md5(b"%d" % number, usedforsecurity=False).hexdigest(),
        (FIRST + timedelta(seconds=second)).strftime("%Y-%m-%d %H:%M:%S.%f"),
        CITY,
        channel,
        "staff" if staff else "resident",
        "" if visit % 20 == 0 else user,
        "" if visit % 20 == 0 else user if channel == "line" else hashlib.sha256(b"%d %d" % (asker, visit)).hexdigest(),
        ended,
        "住民票の写しはどこで取れますか",
        "" if number % 9 else shown,
        json.dumps(seen),
        json.dumps(hits),
        1,
        2.5,
    )

"""Migrations: from empty and from every earlier version, with what is in it; all or nothing, and only forward."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, event, inspect, select, text

from adapters.storage import PublishedContent, UnusableDatabase, connect
from adapters.storage.count_tables import usage_counts, usage_entry_counts, usage_marked
from adapters.storage.database import _engine, make_url, writing
from adapters.storage.schema import up_to_date, upgrade, version
from adapters.storage.tables import HEAD, audit, feedback, metadata, usage_events
from knowledge import City, Entry, Knowledge

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = sorted(path.name[:4] for path in (ROOT / "adapters/storage/migrations/versions").glob("[0-9]*.py"))
EARLIER = VERSIONS[:-1]
SHIPPED = Knowledge(City("131016", "みなと野市"))

# Version 0.2.0 made its tables itself, on SQLite: as it had them, with what it kept.
VERSION_0_2_0 = """
CREATE TABLE publications (city VARCHAR(6) NOT NULL, revision INTEGER NOT NULL, at DATETIME NOT NULL, why TEXT NOT NULL,
    PRIMARY KEY (city, revision));
CREATE TABLE entry_revisions (city VARCHAR(6) NOT NULL, id VARCHAR(80) NOT NULL, revision INTEGER NOT NULL,
    body JSON NOT NULL, PRIMARY KEY (city, id, revision));
CREATE TABLE plan_revisions (city VARCHAR(6) NOT NULL, id VARCHAR(80) NOT NULL, revision INTEGER NOT NULL,
    body JSON NOT NULL, PRIMARY KEY (city, id, revision));
CREATE TABLE usage_events (number INTEGER NOT NULL, id VARCHAR(32) NOT NULL, at DATETIME NOT NULL,
    city VARCHAR(6) NOT NULL, channel VARCHAR(20) NOT NULL, audience VARCHAR(10) NOT NULL, user VARCHAR(64) NOT NULL,
    session VARCHAR(64) NOT NULL, outcome VARCHAR(20) NOT NULL, text TEXT NOT NULL, choice VARCHAR(80) NOT NULL,
    shown JSON NOT NULL, considered JSON NOT NULL, revision INTEGER NOT NULL, milliseconds FLOAT NOT NULL,
    PRIMARY KEY (number), UNIQUE (id));
CREATE INDEX ix_usage_events_city ON usage_events (city);
"""
# What each version may hold, in its own columns.
DATA = {
    "0001": """
INSERT INTO publications (city, revision, at, why) VALUES
    ('131016', 2, '2026-11-20 01:30:00.000000', '初版'), ('131016', 3, '2026-11-21 01:30:00.000000', '改訂'),
    ('131024', 2, '2026-11-22 01:30:00.000000', '隣の市');
INSERT INTO entry_revisions (city, id, revision, body) VALUES
    ('131016', 'gomi', 2, '{"id": "gomi", "owner": "131016", "question": "ごみの日は", "answer": "月曜", "section": "清掃課"}'),
    ('131016', 'gomi', 3, '{"id": "gomi", "owner": "131016", "question": "ごみの日は", "answer": "火曜", "section": "清掃課"}');
INSERT INTO usage_events (id, at, city, channel, audience, "user", session, outcome, text, choice, shown, considered,
    revision, milliseconds) VALUES ('e1', '2026-11-20 01:30:00.000000', '131016', 'web', 'resident', 'u', 's', 'answered',
    '葛󠄀城駅のごみ📚', '', '["gomi"]', '[]', 3, 4.125);
""",
}
DATA["0002"] = (
    DATA["0001"]
    + """
INSERT INTO published (city, revision) VALUES ('131016', 3), ('131024', 2);
INSERT INTO feedback (reply, at, helpful, reason) VALUES ('e1', '2026-11-20 02:00:00.000000', FALSE, '曜日が違う');
INSERT INTO audit (number, at, who, what, city, why) VALUES
    (1, '2026-11-21 01:30:00.000000', 'sato', 'privacy erase', '131016', '申請7号');
INSERT INTO usage_counts (city, day, audience, channel, measure, count) VALUES
    ('131016', '2026-11-20', 'resident', 'web', 'questions', 1), ('131016', '2026-11-20', 'resident', '', 'questions', 1);
INSERT INTO usage_entry_counts (city, day, audience, entry, measure, count) VALUES
    ('131016', '2026-11-20', 'resident', 'gomi', 'answered', 1);
INSERT INTO usage_marked (number) VALUES (1);
"""
)
DATA["0003"] = (
    DATA["0002"]
    + """
INSERT INTO entry_drafts (city, id, version, body, based_on, who, at, state, judge, why) VALUES
    ('131016', 'gomi', 2, '{"id": "gomi"}', 3, 'sato', '2026-11-22 01:30:00.000000', 'draft', '', '曜日');
"""
)
DATA["0004"] = (
    DATA["0003"]
    + """
INSERT INTO line_inbox (number, id, city, kind, message, lane, event, state, reason, messages, attempts, push_key, owner,
    due_at, received_at, token_until) VALUES (1, 'w1', '131016', 'message', 'm1', 'u', '{}', 'waiting', '', '[]', 0, '', '',
    '2026-11-23 01:30:00.000000', '2026-11-23 01:30:00.000000', '2026-11-23 01:31:00.000000');
INSERT INTO line_recent (city, "user", numbered, previous, at) VALUES
    ('131016', 'u', '["gomi"]', 'gomi', '2026-11-23 01:30:00.000000');
INSERT INTO pauses (city, channel, sentence, why, who, at) VALUES
    ('131016', 'line', '休止中です。', '点検', 'sato', '2026-11-23 01:30:00.000000');
"""
)
DATA["0005"] = (
    DATA["0004"]
    + """
INSERT INTO blanked (event, at) VALUES ('e2', '2026-11-24 01:30:00.000000');
"""
)
DATA["0006"] = (
    DATA["0005"]
    + """
INSERT INTO staff_accounts (number, name, display, role, cities, password, created_at) VALUES
    (1, 'sato', '佐藤', 'approver', '["131016"]', '$argon2id$x', '2026-11-25 01:30:00.000000');
INSERT INTO staff_sessions (id, account, how, begun_at, seen_at) VALUES
    ('s1', 1, 'password', '2026-11-25 01:30:00.000000', '2026-11-25 01:31:00.000000');
INSERT INTO sign_in_failures (key, failures, since) VALUES ('k', 2, '2026-11-25 01:30:00.000000');
"""
)
DATA["0007"] = (
    DATA["0006"]
    + """
INSERT INTO limit_counters (key, ends, hits) VALUES ('network', 1795680000, 3);
"""
)
DATA["0008"] = (
    DATA["0007"]
    + """
INSERT INTO survey_answers (person, quarter, city, grade, sentence) VALUES
    ('p', '2026-10-01', '131016', 4, '速くなった');
"""
)
FOUND_AGAIN = {
    "0003": ("entry_drafts", ("id", "version", "why"), ("gomi", 2, "曜日")),
    "0004": ("line_inbox", ("id", "message", "state"), ("w1", "m1", "waiting")),
    "0008": ("survey_answers", ("city", "grade", "sentence"), ("131016", 4, "速くなった")),
    "0006": ("staff_accounts", ("name", "role", "cities", "disabled"), ("sato", "approver", ["131016"], False)),
}


@pytest.fixture
def at_version(database: str) -> Callable[[str], str]:
    """`at_version("0001")` brings the database to that version with its data; the address."""

    def settle(wanted: str) -> str:
        engine = bare(database)
        with writing(engine) as connection:
            upgrade(connection, wanted)
            for statement in DATA[wanted].split(";\n"):
                if statement.strip():
                    connection.execute(text(statement.replace(":", r"\:")))
        engine.dispose()
        return database

    return settle


def bare(address: str) -> Engine:
    """An engine that leaves the tables as they are."""
    return _engine(make_url(address.replace("postgresql://", "postgresql+psycopg://")))


def differences(engine: Engine) -> list[Any]:
    """What Alembic finds different between the tables of the database and those that the program expects."""
    with engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection), metadata)


def test_versions_count_up_and_the_newest_is_the_one_expected() -> None:
    assert [f"{number:04}" for number in range(1, len(VERSIONS) + 1)] == VERSIONS
    assert VERSIONS[-1] == HEAD


def test_every_earlier_version_has_data_to_be_carried_over() -> None:
    assert list(DATA) == EARLIER


def test_an_empty_database_gets_the_tables_that_the_program_expects(engine: Engine) -> None:
    assert differences(engine) == []
    assert up_to_date(engine)


def kept(engine: Engine) -> None:
    """What DATA says of city 131016 is what the program reads."""
    content = PublishedContent(engine)
    entry = Entry("gomi", "131016", "ごみの日は", "火曜", "清掃課")
    known = content.on_top_of(SHIPPED)
    in_force = content.revisions(["131016", "131024", "131032"])
    assert (known.entries, known.revision) == ((entry,), 3)
    assert in_force == {"131016": 3, "131024": 2, "131032": 1}
    history = [(each.revision, each.at.isoformat(), each.who, each.why) for each in content.history("131016")]
    assert history == [(3, "2026-11-21T01:30:00+00:00", "", "改訂"), (2, "2026-11-20T01:30:00+00:00", "", "初版")]
    with engine.connect() as connection:
        [row] = connection.execute(select(usage_events))
    assert (row.number, row.id, row.at.isoformat()) == (1, "e1", "2026-11-20T01:30:00+00:00")
    assert (row.text, row.shown, row.milliseconds, row.leaned_on) == ("葛󠄀城駅のごみ📚", ["gomi"], 4.125, "")


def kept_since_0002(engine: Engine) -> None:
    """What DATA says beyond version 0001 is there still."""
    with engine.connect() as connection:
        [said] = connection.execute(select(feedback))
        [act] = connection.execute(select(audit))
        counted = connection.execute(select(usage_counts.c.channel, usage_counts.c.count)).all()
        of_entries = connection.execute(select(usage_entry_counts.c.entry, usage_entry_counts.c.measure)).all()
        marked = connection.execute(select(usage_marked.c.number)).scalars().all()
    assert (said.reply, said.helpful, said.reason) == ("e1", False, "曜日が違う")
    assert (act.who, act.what, act.why) == ("sato", "privacy erase", "申請7号")
    assert (sorted(counted), of_entries, marked) == ([("", 1), ("web", 1)], [("gomi", "answered")], [1])


@pytest.mark.parametrize("earlier", EARLIER)
def test_an_earlier_version_is_brought_up_with_all_that_is_in_it(
    at_version: Callable[[str], str], earlier: str
) -> None:
    engine = connect(at_version(earlier))
    assert differences(engine) == []
    kept(engine)
    if earlier >= "0002":
        kept_since_0002(engine)
    for since, (table, columns_of_it, row) in FOUND_AGAIN.items():
        if earlier >= since:
            with engine.connect() as connection:
                found = connection.execute(select(*(metadata.tables[table].c[name] for name in columns_of_it)))
                assert found.all() == [row]
    assert PublishedContent(engine).publish("131016", "次", [Entry("a", "131016", "問", "答", "課")]) == 4
    engine.dispose()


def test_the_database_of_version_0_2_0_is_taken_over(workplace: Path) -> None:
    with closing(sqlite3.connect(workplace / "old.sqlite3")) as connection:
        connection.executescript(VERSION_0_2_0 + DATA["0001"])
    engine = connect(f"sqlite:///{workplace / 'old.sqlite3'}")
    assert differences(engine) == []
    kept(engine)
    engine.dispose()


def test_a_first_start_of_version_0_2_0_that_was_stopped_half_way_is_completed(workplace: Path) -> None:
    with closing(sqlite3.connect(workplace / "old.sqlite3")) as connection:
        connection.executescript(VERSION_0_2_0.split("CREATE TABLE usage_events")[0])
    engine = connect(f"sqlite:///{workplace / 'old.sqlite3'}")
    assert differences(engine) == []
    engine.dispose()


def test_the_first_step_makes_what_version_0_2_0_made(workplace: Path) -> None:
    """A released step is never edited."""
    with closing(sqlite3.connect(workplace / "old.sqlite3")) as connection:
        connection.executescript(VERSION_0_2_0)
    engine, old = bare(f"sqlite:///{workplace / 'new.sqlite3'}"), bare(f"sqlite:///{workplace / 'old.sqlite3'}")
    with writing(engine) as connection:
        upgrade(connection, "0001")
        new = columns(connection)
    with old.connect() as connection:
        assert {name: new[name] for name in new if name != "alembic_version"} == columns(connection)
    for each in (engine, old):
        each.dispose()


def columns(connection: Any) -> dict[str, Any]:
    found = inspect(connection)
    return {
        name: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(name)],
            found.get_pk_constraint(name)["constrained_columns"],
            [(index["name"], index["column_names"]) for index in found.get_indexes(name)],
            [constraint["column_names"] for constraint in found.get_unique_constraints(name)],
        )
        for name in found.get_table_names()
    }


def test_a_newer_database_is_refused_and_left_alone(database: str) -> None:
    engine = connect(database)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnusableDatabase, match=f"version 9999; this program knows versions up to {HEAD}. A newer"):
        connect(database)
    with engine.connect() as connection:
        assert version(connection) == "9999"
    engine.dispose()


def test_a_database_of_another_program_is_refused_and_left_alone(database: str) -> None:
    engine = bare(database)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE audit (id INTEGER, shipment TEXT)"))
    with pytest.raises(UnusableDatabase, match=r"table 'audit' of another program \(with id, shipment\)"):
        connect(database)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["audit"]
    engine.dispose()


def test_processes_that_start_together_make_the_tables_once(database: str) -> None:
    script = "import sys; from adapters.storage import connect; connect(sys.argv[1]).dispose()"
    starting = [
        subprocess.Popen(
            [sys.executable, "-c", script, database], stderr=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT)}
        )
        for _ in range(4)
    ]
    assert [process.communicate(timeout=30)[1] for process in starting] == [""] * 4
    engine = connect(database)
    assert differences(engine) == []
    engine.dispose()


def tables_of(address: str) -> list[str]:
    engine = bare(address)
    try:
        return inspect(engine).get_table_names()
    finally:
        engine.dispose()


class Stopped(Exception):
    """The upgrade is broken off here."""


def breaking_off(address: str, after: int) -> bool:
    """Upgrade, but stop before statement number `after`; whether it came that far."""
    engine = bare(address)
    done = []

    def count(*_: object) -> None:
        done.append(1)
        if len(done) > after:
            raise Stopped

    event.listen(engine, "before_cursor_execute", count)
    try:
        with writing(engine) as connection:
            upgrade(connection)
    except Stopped:
        return True
    finally:
        engine.dispose()
    return False


@pytest.mark.parametrize("earlier", EARLIER)
def test_an_upgrade_that_breaks_off_anywhere_leaves_the_version_before(
    at_version: Callable[[str], str], earlier: str
) -> None:
    address, after = at_version(earlier), 0
    before = tables_of(address)
    while breaking_off(address, after):
        engine = bare(address)
        with engine.connect() as connection:
            assert version(connection) == earlier
            assert inspect(connection).get_table_names() == before
            assert connection.execute(text("SELECT count(*) FROM usage_events")).scalar() == 1
        engine.dispose()
        after += 1
    assert after > 5
    engine = connect(address)
    kept(engine)
    engine.dispose()


KILLED = """
import os, signal, sys
from sqlalchemy import event
from adapters.storage.database import _engine, make_url, writing
from adapters.storage.schema import upgrade
engine = _engine(make_url(sys.argv[1].replace("postgresql://", "postgresql+psycopg://")))
event.listen(engine, "commit", lambda _: os.kill(os.getpid(), signal.SIGKILL))
with writing(engine) as connection:
    upgrade(connection)
"""


def test_an_upgrade_that_is_killed_before_its_end_leaves_the_version_before(at_version: Callable[[str], str]) -> None:
    address = at_version(EARLIER[-1])
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, address], env={"PYTHONPATH": str(ROOT)}, timeout=30, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    engine = bare(address)
    with engine.connect() as connection:
        assert version(connection) == EARLIER[-1]
    engine.dispose()
    engine = connect(address)
    kept(engine)
    engine.dispose()

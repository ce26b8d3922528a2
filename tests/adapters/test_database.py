"""The database: one file that outlives a power cut, or PostgreSQL; what is wrong with an address is said."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, insert, select
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from adapters.storage import PublishedContent, UnusableDatabase, check_database, connect
from adapters.storage.database import writing
from adapters.storage.shipped import ShippedContent
from adapters.storage.tables import audit
from knowledge import Entry, Own

AT = datetime(2026, 3, 31, 23, 59, 59, 999_999, timezone(timedelta(hours=9)))
ACT = {"at": AT, "who": "山田", "what": "erase", "city": "131016", "why": "請求"}


@pytest.fixture
def file(workplace: Path) -> Path:
    return workplace / "madoguchi.sqlite3"


@pytest.fixture
def sqlite(file: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{file}")
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("busy_timeout", 5_000),
        ("foreign_keys", 1),
        ("wal_autocheckpoint", 4_000),
    ],
)
def test_sqlite_waits_for_the_disk_and_for_others(sqlite: Engine, pragma: str, value: object) -> None:
    """synchronous = 2 is FULL: a commit returns when the disk has it, so that a power cut loses no acknowledged event."""
    with sqlite.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_the_folder_of_the_database_is_made(workplace: Path) -> None:
    connect(f"sqlite:///{workplace / 'new' / 'folder' / 'madoguchi.sqlite3'}").dispose()
    assert (workplace / "new" / "folder" / "madoguchi.sqlite3").exists()


def test_what_is_there_is_kept(database: str) -> None:
    first = connect(database)
    with writing(first) as connection:
        connection.execute(insert(audit), [ACT])
    first.dispose()
    again = connect(database)
    with again.connect() as connection:
        assert connection.execute(select(audit.c.who)).scalars().all() == ["山田"]
    again.dispose()


def test_postgresql_is_reached_by_psycopg_whatever_the_address_says(postgresql: str) -> None:
    for address in (postgresql, postgresql.replace("postgresql://", "postgresql+psycopg://")):
        engine = connect(address)
        assert (engine.dialect.name, engine.dialect.driver) == ("postgresql", "psycopg")
        engine.dispose()


def test_a_moment_comes_back_as_it_was_and_with_its_zone(engine: Engine) -> None:
    """The last microsecond of the fiscal year in Japan; read in UTC on every database."""
    with writing(engine) as connection:
        connection.execute(insert(audit), [ACT])
    with engine.connect() as connection:
        [at] = connection.execute(select(audit.c.at)).scalars()
        assert connection.execute(select(audit.c.number).where(audit.c.at == AT)).scalars().all() == [1]
        assert connection.execute(select(audit.c.number).where(audit.c.at > AT)).scalars().all() == []
    assert (at, at.utcoffset()) == (datetime(2026, 3, 31, 14, 59, 59, 999_999, UTC), timedelta(0))


def test_a_time_without_a_zone_is_refused(engine: Engine) -> None:
    with (
        pytest.raises(SQLAlchemyError, match=r"2026-03-31T23:59:59\.999999 has no time zone"),
        writing(engine) as writes,
    ):
        writes.execute(insert(audit), [ACT | {"at": AT.replace(tzinfo=None)}])


@pytest.mark.parametrize("who", ["やまだ", "Yamada", "yamada", "渡邉󠄂", "𠮷野", "O'Brien; --", "%s :who"])
def test_names_are_found_as_they_were_written_and_only_so(engine: Engine, who: str) -> None:
    with writing(engine) as connection:
        others = ("ヤマダ", "YAMADA", "渡邉", "吉野")
        connection.execute(insert(audit), [ACT | {"who": name} for name in (who, *others)])
    with engine.connect() as connection:
        assert connection.execute(select(audit.c.who).where(audit.c.who == who)).scalars().all() == [who]


def test_a_write_that_fails_leaves_nothing(engine: Engine) -> None:
    def write_and_fail() -> None:
        with writing(engine) as connection:
            connection.execute(insert(audit), [ACT])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    with engine.connect() as connection:
        assert connection.execute(select(audit.c.number)).all() == []


def test_a_reader_sees_one_state_while_another_writes(sqlite: Engine) -> None:
    with sqlite.connect() as reading:
        assert reading.execute(select(audit.c.number)).all() == []
        with writing(sqlite) as connection:
            connection.execute(insert(audit), [ACT])
        assert reading.execute(select(audit.c.number)).all() == []
    with sqlite.connect() as reading:
        assert len(reading.execute(select(audit.c.number)).all()) == 1


def test_a_good_database_passes_the_check(engine: Engine) -> None:
    check_database(engine)


@pytest.mark.parametrize("table", ["published", "publications", "usage_events"])
def test_a_missing_table_is_noticed(engine: Engine, table: str) -> None:
    with writing(engine) as connection:
        connection.exec_driver_sql(f"DROP TABLE {table}")
    with pytest.raises(SQLAlchemyError, match=table):
        check_database(engine)


class TestBadAddresses:
    """What cannot be used is refused with its name, and never with its password."""

    @pytest.mark.parametrize("name", ["mysql", "postgresql+psycopg2", "sqlite+aiosqlite", "nosuch"])
    def test_of_another_kind(self, name: str) -> None:
        with pytest.raises(UnusableDatabase, match=r"MADOGUCHI_DATABASE_URL: .* is not served; it takes sqlite") as bad:
            connect(f"{name}://madoguchi:himitsu@127.0.0.1/madoguchi")
        assert f"'{name}'" in str(bad.value)
        assert "himitsu" not in str(bad.value)

    def test_of_a_server_that_is_not_there(self, workplace: Path) -> None:
        with pytest.raises(OperationalError) as bad:
            connect(f"postgresql://madoguchi:himitsu@/madoguchi?host={workplace}")
        assert str(workplace) in str(bad.value)
        assert "himitsu" not in str(bad.value)

    def test_of_a_database_that_is_not_there(self, postgresql_server: str) -> None:
        with pytest.raises(OperationalError, match='database "machigai" does not exist'):
            connect(postgresql_server.replace("/postgres?", "/machigai?"))

    def test_of_a_file_that_is_no_database(self, file: Path) -> None:
        file.write_bytes(b"not a database " * 1_000)
        with pytest.raises(SQLAlchemyError, match="file is not a database"):
            connect(f"sqlite:///{file}")

    def test_of_a_folder(self, workplace: Path) -> None:
        with pytest.raises(SQLAlchemyError, match="unable to open database file"):
            connect(f"sqlite:///{workplace}")


class TestHeld:
    """Another program is in the middle of a write, and stays there."""

    def test_a_publication_says_so_and_leaves_nothing(self, file: Path, sqlite: Engine) -> None:
        sqlite.dispose()
        event.listen(sqlite, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=100"))
        content, entry = PublishedContent(sqlite), Entry("gomi", "131016", "問", "答", "課")
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(OperationalError, match="database is locked"):
                content.publish("131016", "ごみ", [entry])
            assert content.revision("131016") == 1
            other.execute("ROLLBACK")
        assert content.publish("131016", "ごみ", [entry]) == 2

    def test_what_ships_is_not_loaded_by_half(self, sqlite: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        """Loading breaks off after the rows were written; the next start loads it."""
        own = Own((Entry("gomi", "131016", "問", "答" * 100_000, "課"),), ())
        with monkeypatch.context() as full:
            full.setattr("adapters.storage.shipped._fill_in", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                ShippedContent(sqlite).load("131016", own, "")
        assert PublishedContent(sqlite).history("131016") == []
        assert ShippedContent(sqlite).load("131016", own, "")
        assert not ShippedContent(sqlite).load("131016", own, "")


class TestFullAndReadOnly:
    """The database refuses; what was there stays."""

    @pytest.mark.parametrize(
        ("pragma", "said"),
        [
            ("PRAGMA max_page_count=1", "database or disk is full"),
            ("PRAGMA query_only=ON", "attempt to write a readonly database"),
        ],
        ids=["full", "read-only"],
    )
    def test_a_write_says_why_and_leaves_nothing_half(self, sqlite: Engine, pragma: str, said: str) -> None:
        with writing(sqlite) as connection:
            connection.execute(insert(audit), [ACT])
        sqlite.dispose()
        event.listen(sqlite, "connect", lambda connection, _: connection.execute(pragma))
        with pytest.raises(OperationalError, match=said), writing(sqlite) as connection:
            connection.execute(insert(audit), [ACT | {"why": "長い理由" * 1_000}] * 100)
        with sqlite.connect() as connection:
            assert len(connection.execute(select(audit.c.number)).all()) == 1

    def test_a_new_database_that_finds_no_room_is_tried_again(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The disk is full while the tables are made; once there is room, the same start succeeds."""
        monkeypatch.setattr("adapters.storage.database.PRAGMAS", ("journal_mode=WAL", "max_page_count=3"))
        with pytest.raises(OperationalError, match="database or disk is full"):
            connect(f"sqlite:///{file}")
        monkeypatch.undo()
        engine = connect(f"sqlite:///{file}")
        check_database(engine)
        engine.dispose()

"""The database: one file that outlives a power cut."""

from pathlib import Path

import pytest

from adapters.storage import connect


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 5_000), ("foreign_keys", 1)],
)
def test_sqlite_waits_for_the_disk_and_for_others(workplace: Path, pragma: str, value: object) -> None:
    """synchronous = 2 is FULL: a commit returns when the disk has it, so that a power cut loses no acknowledged event."""
    engine = connect(f"sqlite:///{workplace / 'madoguchi.sqlite3'}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
    engine.dispose()


def test_the_folder_of_the_database_is_made(workplace: Path) -> None:
    connect(f"sqlite:///{workplace / 'new' / 'folder' / 'madoguchi.sqlite3'}").dispose()
    assert (workplace / "new" / "folder" / "madoguchi.sqlite3").exists()


def test_what_is_there_is_kept(workplace: Path) -> None:
    url = f"sqlite:///{workplace / 'madoguchi.sqlite3'}"
    first = connect(url)
    with first.begin() as connection:
        connection.exec_driver_sql("INSERT INTO publications VALUES ('131016', 2, '2026-11-20', '初版')")
    first.dispose()
    again = connect(url)
    with again.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM publications").scalar() == 1
    again.dispose()

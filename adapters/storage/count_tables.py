"""The tables of the counted record; adapters/storage/kpi.py says how they are filled."""

from sqlalchemy import Column, Date, Integer, String, Table

from adapters.storage.tables import metadata

usage_counts = Table(
    "usage_counts",
    metadata,
    Column("city", String(6), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("audience", String(10), primary_key=True),
    Column("channel", String(20), primary_key=True),  # empty: all channels that count
    Column("measure", String(20), primary_key=True),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,  # kept in the order of the key: a month lies together
)
usage_entry_counts = Table(
    "usage_entry_counts",
    metadata,
    Column("city", String(6), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("audience", String(10), primary_key=True),
    Column("entry", String(80), primary_key=True),
    Column("measure", String(20), primary_key=True),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)
# Days to be counted anew. A day may be marked many times: whoever counts takes away the marks that he saw beforehand.
usage_marks = Table(
    "usage_marks",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("city", String(6), nullable=False, index=True),
    Column("day", Date, nullable=False),
    sqlite_autoincrement=True,  # a number is never given out again
)
# One row: the number of the newest event whose day has been marked.
usage_marked = Table("usage_marked", metadata, Column("number", Integer, primary_key=True, autoincrement=False))

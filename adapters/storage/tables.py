"""The tables as the newest migration leaves them; `migrations/` says how they came to be."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

HEAD = "0009"  # the newest migration; a test holds it equal to the files


class Moment(TypeDecorator[datetime]):
    """A moment with its zone: kept in UTC, read in UTC, whatever the database knows of zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """`value` in UTC. Raises ValueError for a time without a zone: nobody could tell which day it is in Japan."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value.isoformat()} has no time zone. Give it one, such as Asia/Tokyo.")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """`value` in UTC; SQLite keeps no zone."""
        if value is None or value.tzinfo:
            return value.astimezone(UTC) if value else None
        return value.replace(tzinfo=UTC)


metadata = MetaData()

# Which revision of each city is in force. The row is also what publishers of one city queue for.
published = Table(
    "published",
    metadata,
    Column("city", String(6), primary_key=True),
    Column("revision", Integer, nullable=False),
)
# One row for each revision: who published it, when and why; `restores` names the revision whose content it brought back,
# `shipped` says that it holds what shipped with the program.
publications = Table(
    "publications",
    metadata,
    Column("city", String(6), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("why", Text, nullable=False),
    Column("who", String(200), nullable=False, server_default=""),
    Column("restores", Integer),
    Column("shipped", Boolean, nullable=False, server_default=false()),
)


def _revisions(name: str) -> Table:
    """Bodies as they were published. A body of JSON null says: from here on the city has none of its own of this id."""
    return Table(
        name,
        metadata,
        Column("city", String(6), primary_key=True),
        Column("id", String(80), primary_key=True),
        Column("revision", Integer, primary_key=True),
        Column("body", JSON, nullable=False),
    )


entry_revisions = _revisions("entry_revisions")
plan_revisions = _revisions("plan_revisions")

usage_events = Table(
    "usage_events",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(32), nullable=False),
    Column("at", Moment, nullable=False),
    Column("city", String(6), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("audience", String(10), nullable=False),
    Column("user", String(64), nullable=False),
    Column("session", String(64), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("choice", String(80), nullable=False),
    Column("shown", JSON, nullable=False),
    Column("considered", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("milliseconds", Float, nullable=False),
    Column("leaned_on", String(80), nullable=False, server_default=""),
    UniqueConstraint("id"),
    Index("ix_usage_events_city_at", "city", "at"),
    Index("ix_usage_events_city_user_at", "city", "user", "at", "audience", "channel"),
)
# What a person said of a reply, the last word of each. No foreign key: the event may still wait in a spool.
feedback = Table(
    "feedback",
    metadata,
    Column("reply", String(32), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
)
# Events whose text was taken back while they waited in a spool: it is blanked when they come.
blanked = Table(
    "blanked",
    metadata,
    Column("event", String(32), primary_key=True),
    Column("at", Moment, nullable=False),
)
# Acts on what is kept, beyond publications: who did what, when and why.
audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", String(200), nullable=False),
    Column("what", String(80), nullable=False),
    Column("city", String(6), nullable=False),
    Column("why", Text, nullable=False),
)
# Entries as staff write them, before they are published: one draft of each id, whose version counts up with every change.
# `based_on` is the revision in force when it was written, `judge` who published it or gave it back, `why` what was said.
entry_drafts = Table(
    "entry_drafts",
    metadata,
    Column("city", String(6), primary_key=True),
    Column("id", String(80), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("body", JSON, nullable=False),
    Column("based_on", Integer, nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", String(20), nullable=False),
    Column("judge", String(200), nullable=False),
    Column("why", Text, nullable=False),
)

Row = dict[str, Any]

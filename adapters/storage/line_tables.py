"""The tables of the LINE channel; adapters/storage/inbox.py says how they are used."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table, text

from adapters.storage.tables import Moment, metadata

# One row for each event that LINE delivered. `id` is made of the city and the webhookEventId and is the id of the reply too.
# What is personal (event, messages, lane) is blanked when the row is finished.
line_inbox = Table(
    "line_inbox",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("city", String(6), nullable=False),
    Column("kind", String(90), nullable=False),  # type of the event, with that of its content
    Column("message", String(200), nullable=False),  # LINE's id of the message, to find what is taken back
    Column(
        "lane", String(64), nullable=False
    ),  # events of one lane are answered one after the other: a user's pseudonym
    Column("event", JSON, nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("messages", JSON, nullable=False),
    Column("attempts", Integer, nullable=False),  # sendings with the reply token that may have reached LINE
    Column("push_key", String(36), nullable=False),  # the retry key of a push, kept before its first attempt
    Column("owner", String(32), nullable=False),  # the claim that works on it
    Column("due_at", Moment, nullable=False),  # nobody else touches it before
    Column("received_at", Moment, nullable=False),
    Column("token_until", Moment, nullable=False),
    Column("finished_at", Moment),
    Index("ix_line_inbox_city_message", "city", "message"),
    Index(
        "ix_line_inbox_open",
        "city",
        "lane",
        "number",
        sqlite_where=text("finished_at IS NULL"),
        postgresql_where=text("finished_at IS NULL"),
    ),
    Index("ix_line_inbox_received", "received_at"),
)
# What a user was shown last, so that a number answers it and a short question leans on the entry before it.
line_recent = Table(
    "line_recent",
    metadata,
    Column("city", String(6), primary_key=True),
    Column("user", String(64), primary_key=True),
    Column("numbered", JSON, nullable=False),
    Column("previous", String(80), nullable=False),
    Column("judged", String(64), nullable=False, server_default=""),
    Column("at", Moment, nullable=False, index=True),
)
# Channels of a city that answer with one sentence until somebody resumes them.
pauses = Table(
    "pauses",
    metadata,
    Column("city", String(6), primary_key=True),
    Column("channel", String(20), primary_key=True),
    Column("sentence", String(500), nullable=False),
    Column("why", String(500), nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", Moment, nullable=False),
)

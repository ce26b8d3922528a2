"""The inbox of the LINE channel, what its users were offered last, and pauses of a channel."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Empty: no event was delivered before."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "line_inbox",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(32), nullable=False, unique=True),
        sa.Column("city", sa.String(6), nullable=False),
        sa.Column("kind", sa.String(90), nullable=False),
        sa.Column("message", sa.String(200), nullable=False),
        sa.Column("lane", sa.String(64), nullable=False),
        sa.Column("event", sa.JSON, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("messages", sa.JSON, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("push_key", sa.String(36), nullable=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("token_until", moment, nullable=False),
        sa.Column("finished_at", moment, nullable=True),
    )
    op.create_index("ix_line_inbox_city_message", "line_inbox", ["city", "message"])
    unfinished = sa.text("finished_at IS NULL")
    columns = ["city", "lane", "number"]
    op.create_index("ix_line_inbox_open", "line_inbox", columns, sqlite_where=unfinished, postgresql_where=unfinished)
    op.create_index("ix_line_inbox_received", "line_inbox", ["received_at"])
    op.create_table(
        "line_recent",
        sa.Column("city", sa.String(6), primary_key=True),
        sa.Column("user", sa.String(64), primary_key=True),
        sa.Column("numbered", sa.JSON, nullable=False),
        sa.Column("previous", sa.String(80), nullable=False),
        sa.Column("at", moment, nullable=False),
    )
    op.create_index("ix_line_recent_at", "line_recent", ["at"])
    op.create_table(
        "pauses",
        sa.Column("city", sa.String(6), primary_key=True),
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("sentence", sa.String(500), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("at", moment, nullable=False),
    )

"""Publications, revisions of entries and plans, usage events.

Until there were migrations the program made these four tables itself, on SQLite. Where it had been stopped half-way, what
is missing is added; what is there is left alone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """The tables of version 0.2.0."""
    op.create_table(
        "publications",
        sa.Column("city", sa.String(6), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        if_not_exists=True,
    )
    for name in ("entry_revisions", "plan_revisions"):
        op.create_table(
            name,
            sa.Column("city", sa.String(6), primary_key=True),
            sa.Column("id", sa.String(80), primary_key=True),
            sa.Column("revision", sa.Integer, primary_key=True),
            sa.Column("body", sa.JSON, nullable=False),
            if_not_exists=True,
        )
    op.create_table(
        "usage_events",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("city", sa.String(6), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("audience", sa.String(10), nullable=False),
        sa.Column("user", sa.String(64), nullable=False),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("choice", sa.String(80), nullable=False),
        sa.Column("shown", sa.JSON, nullable=False),
        sa.Column("considered", sa.JSON, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("milliseconds", sa.Float, nullable=False),
        sa.UniqueConstraint("id"),
        if_not_exists=True,
    )
    op.create_index("ix_usage_events_city", "usage_events", ["city"], if_not_exists=True)

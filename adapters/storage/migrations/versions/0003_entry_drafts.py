"""Drafts of entries: what staff write before somebody publishes it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Empty: nobody has written a draft yet."""
    op.create_table(
        "entry_drafts",
        sa.Column("city", sa.String(6), primary_key=True),
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("based_on", sa.Integer, nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("judge", sa.String(200), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )

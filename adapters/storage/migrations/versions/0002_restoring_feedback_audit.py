"""Who published, what a revision restored, which one is in force; feedback; audit; events found by city and time."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Earlier publications have no known author. The newest revision of each city is the one in force."""
    op.add_column("publications", sa.Column("who", sa.String(200), nullable=False, server_default=""))
    op.add_column("publications", sa.Column("restores", sa.Integer, nullable=True))
    op.create_table(
        "published",
        sa.Column("city", sa.String(6), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.execute("INSERT INTO published (city, revision) SELECT city, max(revision) FROM publications GROUP BY city")
    op.create_table(
        "feedback",
        sa.Column("reply", sa.String(32), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("what", sa.String(80), nullable=False),
        sa.Column("city", sa.String(6), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_index("ix_usage_events_city_at", "usage_events", ["city", "at"])
    op.drop_index("ix_usage_events_city", "usage_events")  # the one on city and time does its work
    op.create_index("ix_usage_events_city_user_at", "usage_events", ["city", "user", "at", "audience", "channel"])
    _counted_record()


def _counted_record() -> None:
    """The record counted by day. Empty: the first report counts every day of which there are events."""
    for name, what in (
        ("usage_counts", (("channel", 20), ("measure", 20))),
        ("usage_entry_counts", (("entry", 80), ("measure", 20))),
    ):
        op.create_table(
            name,
            sa.Column("city", sa.String(6), primary_key=True),
            sa.Column("day", sa.Date, primary_key=True),
            sa.Column("audience", sa.String(10), primary_key=True),
            *(sa.Column(column, sa.String(length), primary_key=True) for column, length in what),
            sa.Column("count", sa.Integer, nullable=False),
            sqlite_with_rowid=False,
        )
    op.create_table(
        "usage_marks",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("city", sa.String(6), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_usage_marks_city", "usage_marks", ["city"])
    op.create_table("usage_marked", sa.Column("number", sa.Integer, primary_key=True, autoincrement=False))

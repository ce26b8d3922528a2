"""How many requests came from a network or a session in the minute that runs, for several processes to share."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Empty: what is counted here is forgotten within minutes."""
    op.create_table(
        "limit_counters",
        sa.Column("key", sa.String(128), primary_key=True),
        sa.Column("ends", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("hits", sa.Integer, nullable=False),
    )

"""Which reply a word such as 役に立った stands for when it is typed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Empty: what was shown before cannot be judged by a word, only by its button."""
    op.add_column("line_recent", sa.Column("judged", sa.String(64), nullable=False, server_default=""))

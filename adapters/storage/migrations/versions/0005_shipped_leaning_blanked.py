"""Which revisions hold what shipped; on which entry a question leaned; texts taken back before their event came."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """No earlier revision was loaded from files; on what earlier questions leaned was not kept."""
    op.add_column("publications", sa.Column("shipped", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("usage_events", sa.Column("leaned_on", sa.String(80), nullable=False, server_default=""))
    op.create_table(
        "blanked",
        sa.Column("event", sa.String(32), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )

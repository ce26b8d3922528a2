"""What staff say of the desk, once a quarter."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Empty: nobody was asked before."""
    op.create_table(
        "survey_answers",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("quarter", sa.Date, primary_key=True),
        sa.Column("city", sa.String(6), nullable=False),
        sa.Column("grade", sa.Integer, nullable=False),
        sa.Column("sentence", sa.Text, nullable=False),
    )
    op.create_index("ix_survey_answers_city_quarter", "survey_answers", ["city", "quarter"])

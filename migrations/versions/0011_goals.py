"""The three zeros: which categories break them.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from migrations import parking

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = ("goal_category",)


def upgrade() -> None:
    if not parking.take_back(TABLES):
        op.create_table(
            "goal_category",
            sa.Column("goal", sa.Text(), nullable=False),
            sa.Column("category_id", sa.BigInteger(), nullable=False),
            sa.CheckConstraint(
                "goal IN ('petitions', 'cases', 'accidents')", name=op.f("ck_goal_category_goal")
            ),
            sa.ForeignKeyConstraint(
                ["category_id"], ["category.id"], name=op.f("fk_goal_category_category_id")
            ),
            sa.PrimaryKeyConstraint("goal", "category_id", name=op.f("pk_goal_category")),
        )


def downgrade() -> None:
    parking.park(TABLES)

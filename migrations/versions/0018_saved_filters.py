"""Filters of the work queue that people keep under a name.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

from migrations import parking

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLES = ("saved_filter",)


def upgrade() -> None:
    if not parking.take_back(TABLES):
        _create()


def downgrade() -> None:
    parking.park(TABLES)


def _create() -> None:
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 80", name=op.f("ck_saved_filter_name")),
        sa.CheckConstraint("length(question) <= 2000", name=op.f("ck_saved_filter_question")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_saved_filter_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_saved_filter_account_id_name")),
    )

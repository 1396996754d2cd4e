"""Plans and assignments.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

from migrations import parking

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("plan", "assignment")


def upgrade() -> None:
    if not parking.take_back(TABLES):
        _create()


def downgrade() -> None:
    parking.park(TABLES)


def _create() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scope_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), server_default="draft", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'published') <= (valid_from IS NOT NULL)", name=op.f("ck_plan_published_at")
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'submitted', 'approved', 'published', 'withdrawn')",
            name=op.f("ck_plan_status"),
        ),
        sa.CheckConstraint(
            "approved_by IS DISTINCT FROM author", name=op.f("ck_plan_second_person")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_plan_version")),
        sa.ForeignKeyConstraint(["scope_id"], ["area.id"], name=op.f("fk_plan_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    op.create_index(op.f("ix_plan_scope_id"), "plan", ["scope_id"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("plan_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("grid_code", sa.Text(), nullable=False),
        sa.CheckConstraint("grid_code ~ '^[0-9]{15}$'", name=op.f("ck_assignment_grid_code")),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_assignment_plan_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assignment_unit_id")),
        sa.PrimaryKeyConstraint("plan_id", "unit_id", name=op.f("pk_assignment")),
    )
    op.create_index(op.f("ix_assignment_unit_id"), "assignment", ["unit_id"], unique=False)

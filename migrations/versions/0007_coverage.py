"""Figures of areas by run; findings as cases that outlive the run that saw them.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import parking

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = ("area_figure", "finding_case", "finding_sighting", "finding_event")


def upgrade() -> None:
    if not parking.take_back(TABLES):
        _create()
        op.execute(parking.sql_beside(__file__))


def downgrade() -> None:
    parking.park(TABLES)


def _create() -> None:
    op.create_table(
        "area_figure",
        sa.Column("run_id", sa.UUID(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("tier", sa.SmallInteger(), nullable=False),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["job_run.id"], name=op.f("fk_area_figure_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "area_code", name=op.f("pk_area_figure")),
    )
    op.create_table(
        "finding_case",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("tier", sa.SmallInteger(), nullable=False),
        sa.Column("area_codes", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("area_m2", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'accepted', 'fixed')", name=op.f("ck_finding_case_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_case")),
    )
    op.create_table(
        "finding_sighting",
        sa.Column("finding_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["finding.id"],
            name=op.f("fk_finding_sighting_finding_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["finding_case.id"], name=op.f("fk_finding_sighting_case_id")
        ),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_finding_sighting")),
    )
    op.create_index(
        op.f("ix_finding_sighting_case_id"), "finding_sighting", ["case_id"], unique=False
    )
    op.create_table(
        "finding_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("from_status", sa.Text(), nullable=True),
        sa.Column("to_status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["finding_case.id"], name=op.f("fk_finding_event_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_event")),
    )
    op.create_index(op.f("ix_finding_event_case_id"), "finding_event", ["case_id"], unique=False)

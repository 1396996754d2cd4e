"""Links for wall screens, and weekly bulletins.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import parking

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("wall_link", "bulletin")


def upgrade() -> None:
    if not parking.take_back(TABLES):
        _create_links()
        _create_bulletins()


def downgrade() -> None:
    parking.park(TABLES)


def _create_links() -> None:
    op.create_table(
        "wall_link",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column(
            "views",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'"),
            nullable=False,
        ),
        sa.Column("seconds_per_view", sa.Integer(), server_default="30", nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "seconds_per_view BETWEEN 5 AND 3600", name=op.f("ck_wall_link_seconds_per_view")
        ),
        sa.CheckConstraint("jsonb_typeof(views) = 'array'", name=op.f("ck_wall_link_views")),
        sa.CheckConstraint("octet_length(key_hash) = 32", name=op.f("ck_wall_link_key_hash")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_link")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_wall_link_key_hash")),
    )


def _create_bulletins() -> None:
    op.create_table(
        "bulletin",
        sa.Column("run_id", sa.UUID(), nullable=False),
        sa.Column("week_start", sa.Date(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["job_run.id"],
            name=op.f("fk_bulletin_run_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_bulletin")),
    )
    op.create_index(op.f("ix_bulletin_week_start"), "bulletin", ["week_start"], unique=False)

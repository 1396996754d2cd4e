"""The planner's bench: grids, history, snapshots, comments and proposals of plans.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects.postgresql import JSONB

from migrations import parking

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = ("plan_event", "plan_grid", "plan_snapshot", "plan_comment", "plan_proposal")
# What this migration adds to plan; a downgrade keeps the values in a parked table.
KEPT = "plan_bench"
COLUMNS = (
    ("changed_at", sa.DateTime(timezone=True), "now()"),
    ("base_id", sa.BigInteger(), None),
    ("least_households", sa.Integer(), "300"),
    ("target_households", sa.Integer(), "400"),
    ("most_households", sa.Integer(), "500"),
    ("rehomed_at", sa.DateTime(timezone=True), None),
)


def upgrade() -> None:
    is_back = parking.take_back(TABLES)
    for name, kind, default in COLUMNS:
        value = sa.text(default) if default else None
        op.add_column("plan", sa.Column(name, kind, server_default=value, nullable=value is None))
    if is_back:
        _fill_from_kept()
    op.create_foreign_key(op.f("fk_plan_base_id"), "plan", "plan", ["base_id"], ["id"])
    op.create_index(op.f("ix_plan_base_id"), "plan", ["base_id"])
    op.create_check_constraint(
        op.f("ck_plan_bounds"),
        "plan",
        "0 <= least_households AND least_households <= target_households"
        " AND target_households <= most_households AND most_households > 0",
    )
    if not is_back:
        _create()
        op.execute(parking.sql_beside(__file__))
        _name_grids_of_published_plans()


def downgrade() -> None:
    parking.park(TABLES)
    names = ", ".join(name for name, _, _ in COLUMNS)
    op.execute(f"CREATE TABLE {parking.SCHEMA}.{KEPT} AS SELECT id, {names} FROM plan")
    for name, _, _ in reversed(COLUMNS):
        op.drop_column("plan", name)


def _fill_from_kept() -> None:
    values = ", ".join(f"{name} = kept.{name}" for name, _, _ in COLUMNS)
    op.execute(
        f"UPDATE plan SET {values} FROM {parking.SCHEMA}.{KEPT} kept WHERE kept.id = plan.id"
    )
    op.execute(f"DROP TABLE {parking.SCHEMA}.{KEPT}")


def _name_grids_of_published_plans() -> None:
    op.execute(
        """
        INSERT INTO plan_grid (plan_id, code, name, name_zh, grid_type)
        SELECT DISTINCT ON (plan.id, area.code)
            plan.id, area.code, area.name, area.name_zh, area.grid_type
        FROM plan JOIN assignment ON assignment.plan_id = plan.id
        JOIN area ON area.code = assignment.grid_code AND area.tier = 5
        WHERE plan.status = 'published'
        ORDER BY plan.id, area.code, area.valid_from DESC
        """
    )


def _create() -> None:
    op.create_table(
        "plan_comment",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("plan_id", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("grid_code", sa.Text(), nullable=True),
        sa.Column("geom", Geometry("POINT", srid=4326, spatial_index=False), nullable=True),
        sa.Column("done_by", sa.Text(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ST_X(geom) BETWEEN -180 AND 180 AND ST_Y(geom) BETWEEN -90 AND 90",
            name=op.f("ck_plan_comment_geom_in_range"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_comment_plan_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_comment")),
    )
    op.create_index(
        "idx_plan_comment_geom", "plan_comment", ["geom"], unique=False, postgresql_using="gist"
    )
    op.create_index(op.f("ix_plan_comment_plan_id"), "plan_comment", ["plan_id"], unique=False)
    op.create_table(
        "plan_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("plan_id", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        sa.Column("detail", JSONB(), server_default="{}", nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_event_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_event")),
        sa.UniqueConstraint("plan_id", "sequence", name=op.f("uq_plan_event_plan_id_sequence")),
        sa.UniqueConstraint("plan_id", "version", name=op.f("uq_plan_event_plan_id_version")),
    )
    op.create_table(
        "plan_grid",
        sa.Column("plan_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("grid_type", sa.Text(), server_default="base", nullable=False),
        sa.Column("is_locked", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("is_new", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint("code ~ '^[0-9]{15}$'", name=op.f("ck_plan_grid_code")),
        sa.CheckConstraint(
            "grid_type IN ('base', 'dedicated')", name=op.f("ck_plan_grid_grid_type")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_grid_plan_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("plan_id", "code", name=op.f("pk_plan_grid")),
    )
    op.create_table(
        "plan_proposal",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("plan_id", sa.BigInteger(), nullable=False),
        sa.Column("run_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("moves", JSONB(), nullable=False),
        sa.Column("report", JSONB(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_proposal_plan_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_proposal")),
    )
    op.create_index("ix_plan_proposal_plan_id", "plan_proposal", ["plan_id"], unique=False)
    op.create_table(
        "plan_snapshot",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("plan_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_snapshot_plan_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_snapshot")),
        sa.UniqueConstraint("plan_id", "name", name=op.f("uq_plan_snapshot_plan_id_name")),
    )

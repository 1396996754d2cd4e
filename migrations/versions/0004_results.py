"""Job runs and what they found.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

from migrations import parking

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("job_run", "hotspot", "finding")


def upgrade() -> None:
    if not parking.take_back(TABLES):
        _create()
        op.execute(parking.sql_beside(__file__))


def downgrade() -> None:
    parking.park(TABLES)


def _create() -> None:
    op.create_table(
        "job_run",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "parameters",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column("state", sa.Text(), server_default="queued", nullable=False),
        sa.Column("attempt", sa.Integer(), server_default="0", nullable=False),
        sa.Column("percent", sa.Double(), server_default="0", nullable=False),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), server_default="false", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("period_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("period_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("boundaries_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("data_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "summary", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')",
            name=op.f("ck_job_run_state"),
        ),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_job_run_percent")),
        sa.CheckConstraint("period_start < period_end", name=op.f("ck_job_run_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
    )
    op.create_index("ix_job_run_kind_finished_at", "job_run", ["kind", "finished_at"], unique=False)
    op.create_index(
        "uq_job_run_waiting",
        "job_run",
        ["kind", "parameters"],
        unique=True,
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_geospatial_table(
        "hotspot",
        sa.Column("run_id", sa.UUID(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("area_id", sa.BigInteger(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Double(), nullable=False),
        sa.Column("z", sa.Double(), nullable=True),
        sa.Column("p", sa.Double(), nullable=False),
        sa.Column("q", sa.Double(), nullable=False),
        sa.Column("bin", sa.SmallInteger(), nullable=False),
        sa.Column(
            "geom",
            Geometry(
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("bin BETWEEN -3 AND 3", name=op.f("ck_hotspot_bin")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_hotspot_area_id")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["job_run.id"], name=op.f("fk_hotspot_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "zone", name=op.f("pk_hotspot")),
    )
    op.create_geospatial_index(
        "idx_hotspot_geom",
        "hotspot",
        ["geom"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_geospatial_table(
        "finding",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("run_id", sa.UUID(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("tier", sa.SmallInteger(), nullable=True),
        sa.Column("area_codes", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("area_m2", sa.Double(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("message_zh", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column(
            "at",
            Geometry(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column(
            "geom",
            Geometry(
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "status IN ('open', 'accepted', 'fixed')", name=op.f("ck_finding_status")
        ),
        sa.CheckConstraint(
            "ST_X(at) BETWEEN -180 AND 180 AND ST_Y(at) BETWEEN -90 AND 90",
            name=op.f("ck_finding_at_in_range"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["job_run.id"], name=op.f("fk_finding_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_geospatial_index(
        "idx_finding_at",
        "finding",
        ["at"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_geospatial_index(
        "idx_finding_geom",
        "finding",
        ["geom"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(op.f("ix_finding_run_id"), "finding", ["run_id"], unique=False)

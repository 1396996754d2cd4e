"""Alerts with their rules and history, results of runs by zone, the parts of the index.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

from migrations import parking

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = (
    "alert_rule",
    "index_part",
    "watched_place",
    "alert",
    "run_zone",
    "alert_event",
    "incident_party",
)


def upgrade() -> None:
    figures = postgresql.JSONB(astext_type=sa.Text())
    op.add_column("hotspot", sa.Column("figures", figures, server_default="{}", nullable=False))
    if not parking.take_back(TABLES):
        _create()
        op.execute(parking.sql_beside(__file__))


def downgrade() -> None:
    parking.park(TABLES)
    # Made anew by the next run.
    op.drop_column("hotspot", "figures")


def _create() -> None:
    op.create_table(
        "alert_rule",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column(
            "parameters",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("changed_by", sa.Text(), server_default="wangge", nullable=False),
        sa.CheckConstraint(
            "kind IN ('own_year', 'scan', 'repeat_address', 'repeat_parties', 'watched_place', 'surge', 'overdue', 'area_limit')",
            name=op.f("ck_alert_rule_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_rule")),
        sa.UniqueConstraint("code", name=op.f("uq_alert_rule_code")),
    )
    op.create_table(
        "index_part",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "code IN ('timely', 'resolved', 'first_time', 'quiet', 'covered', 'balanced')",
            name=op.f("ck_index_part_code"),
        ),
        sa.CheckConstraint("weight >= 0 AND weight <= 1000", name=op.f("ck_index_part_weight")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_index_part")),
    )
    op.create_geospatial_table(
        "watched_place",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("list_code", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("radius_m", sa.Double(), server_default="25", nullable=False),
        sa.Column(
            "geom",
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
        sa.CheckConstraint(
            "ST_X(geom) BETWEEN -180 AND 180 AND ST_Y(geom) BETWEEN -90 AND 90",
            name=op.f("ck_watched_place_geom_in_range"),
        ),
        sa.CheckConstraint(
            "radius_m > 0 AND radius_m <= 1000", name=op.f("ck_watched_place_radius")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_place")),
        sa.UniqueConstraint("list_code", "code", name=op.f("uq_watched_place_list_code_code")),
    )
    op.create_geospatial_index(
        "idx_watched_place_geom",
        "watched_place",
        ["geom"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_geospatial_table(
        "alert",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("rule_id", sa.BigInteger(), nullable=False),
        sa.Column("run_id", sa.UUID(), nullable=True),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("area_id", sa.BigInteger(), nullable=True),
        sa.Column("category_code", sa.Text(), nullable=True),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("window_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("observed", sa.Double(), nullable=False),
        sa.Column("expected", sa.Double(), nullable=True),
        sa.Column("ratio", sa.Double(), nullable=True),
        sa.Column("p", sa.Double(), nullable=True),
        sa.Column("q", sa.Double(), nullable=True),
        sa.Column("recurrence_days", sa.Double(), nullable=True),
        sa.Column("raised_observed", sa.Double(), nullable=False),
        sa.Column("raised_count", sa.Integer(), server_default="1", nullable=False),
        sa.Column("first_raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_to", sa.Text(), nullable=True),
        sa.Column("incident_ids", postgresql.ARRAY(sa.UUID()), server_default="{}", nullable=False),
        sa.Column(
            "detail", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
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
        sa.CheckConstraint(
            "state IN ('open', 'acknowledged', 'assigned', 'dismissed', 'resolved')",
            name=op.f("ck_alert_state"),
        ),
        sa.CheckConstraint("observed >= 0 AND expected >= 0", name=op.f("ck_alert_counts")),
        sa.CheckConstraint("window_start < window_end", name=op.f("ck_alert_window")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_alert_area_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["alert_rule.id"], name=op.f("fk_alert_rule_id")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["job_run.id"], name=op.f("fk_alert_run_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("identity", name=op.f("uq_alert_identity")),
    )
    op.create_geospatial_index(
        "idx_alert_geom",
        "alert",
        ["geom"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(op.f("ix_alert_area_id"), "alert", ["area_id"], unique=False)
    op.create_index(op.f("ix_alert_rule_id"), "alert", ["rule_id"], unique=False)
    op.create_index(op.f("ix_alert_run_id"), "alert", ["run_id"], unique=False)
    op.create_index(
        "ix_alert_state_last_raised_at", "alert", ["state", "last_raised_at"], unique=False
    )
    op.create_geospatial_table(
        "run_zone",
        sa.Column("run_id", sa.UUID(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "figures", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
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
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_run_zone_area_id")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["job_run.id"], name=op.f("fk_run_zone_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "zone", name=op.f("pk_run_zone")),
    )
    op.create_geospatial_index(
        "idx_run_zone_geom",
        "run_zone",
        ["geom"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_table(
        "alert_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("alert_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column(
            "detail", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_alert_event_alert_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_event")),
    )
    op.create_index(op.f("ix_alert_event_alert_id"), "alert_event", ["alert_id"], unique=False)
    op.create_table(
        "incident_party",
        sa.Column("incident_id", sa.UUID(), nullable=False),
        sa.Column("pseudonym", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "pseudonym ~ '^[0-9a-f]{32}$'", name=op.f("ck_incident_party_pseudonym")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
            name=op.f("fk_incident_party_incident_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("incident_id", "pseudonym", name=op.f("pk_incident_party")),
    )
    op.create_index(
        op.f("ix_incident_party_pseudonym"), "incident_party", ["pseudonym"], unique=False
    )

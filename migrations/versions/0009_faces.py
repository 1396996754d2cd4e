"""Standard faces: sensitive categories, protected counts, subscriptions, views for a GIS.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

from migrations import parking

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("public_count", "subscription")


def upgrade() -> None:
    op.add_column(
        "category",
        sa.Column("is_sensitive", sa.Boolean(), server_default="false", nullable=False),
    )
    if parking.take_back(TABLES):
        op.execute(
            "UPDATE category SET is_sensitive = true"
            " WHERE id IN (SELECT id FROM parked.sensitive_category)"
        )
        op.execute("DROP TABLE parked.sensitive_category")
    else:
        _create()
    op.execute(parking.sql_beside(__file__))
    # Our own styles were put in anew; those that people added come back beside them.
    op.execute(
        "DO $$ BEGIN IF to_regclass('parked.layer_style') IS NOT NULL THEN"
        " INSERT INTO gis.layer_style SELECT * FROM parked.layer_style ON CONFLICT DO NOTHING;"
        " DROP TABLE parked.layer_style; END IF; END $$"
    )


def downgrade() -> None:
    parking.park(TABLES)
    op.execute("ALTER TABLE gis.layer_style SET SCHEMA parked")
    op.execute(
        "CREATE TABLE parked.sensitive_category AS SELECT id FROM category WHERE is_sensitive"
    )
    op.execute("DROP VIEW public.layer_styles")
    op.execute("DROP SCHEMA gis CASCADE")
    op.drop_column("category", "is_sensitive")


def _create() -> None:
    op.create_geospatial_table(
        "public_count",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("step_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("cell_m", sa.Integer(), nullable=False),
        sa.Column("cell_column", sa.Integer(), nullable=False),
        sa.Column("cell_row", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column(
            "published_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("step_start < step_end", name=op.f("ck_public_count_step")),
        sa.CheckConstraint("count >= 8", name=op.f("ck_public_count_protected")),
        sa.CheckConstraint("cell_m >= 0", name=op.f("ck_public_count_cell")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_count")),
        sa.UniqueConstraint(
            "step_start",
            "topic",
            "cell_m",
            "cell_column",
            "cell_row",
            name=op.f("uq_public_count_step_start_topic_cell_m_cell_column_cell_row"),
        ),
    )
    op.create_geospatial_index(
        "idx_public_count_geom",
        "public_count",
        ["geom"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_geospatial_table(
        "subscription",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="MULTIPOLYGON",
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
            "geom IS NULL OR (ST_IsValid(geom) AND NOT ST_IsEmpty(geom) AND ST_XMin(geom) BETWEEN -180 AND 180 AND ST_XMax(geom) BETWEEN -180 AND 180 AND ST_YMin(geom) BETWEEN -90 AND 90 AND ST_YMax(geom) BETWEEN -90 AND 90)",
            name=op.f("ck_subscription_geom_valid"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_subscription_key_hash")),
    )
    op.create_geospatial_index(
        "idx_subscription_geom",
        "subscription",
        ["geom"],
        unique=False,
        postgresql_using="gist",
        postgresql_ops={},
    )

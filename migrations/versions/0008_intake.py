"""Parts of addresses, imports with what they changed, and registers per grid.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import parking

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("locality", "import_source", "import_run", "import_change", "register_count")
PARTS = ("district", "township", "community", "road", "number_text", "compound", "building", "room")
# Columns that this revision adds to older tables: they are parked beside the tables.
ADDED = {
    "address": ("source", "source_id", *PARTS, "number", "locality_id", "compound_id"),
    "backdrop": ("source", "source_id"),
}


def upgrade() -> None:
    is_back = parking.take_back(TABLES)
    if not is_back:
        _create()
    _add_columns()
    if is_back:
        for table, columns in ADDED.items():
            _fill_again(table, columns)
    op.execute(parking.sql_beside(__file__))


def downgrade() -> None:
    for name in ("address", "locality"):
        op.execute(f"DROP TRIGGER raise_layer_version_of_addresses ON {name}")
    for table, columns in ADDED.items():
        names = ", ".join(columns)
        op.execute("CREATE SCHEMA IF NOT EXISTS parked")
        op.execute(f"CREATE TABLE parked.{table}_0012 AS SELECT id, {names} FROM {table}")
        for column in columns:
            op.drop_column(table, column)
    parking.park(TABLES)


def _fill_again(table: str, columns: tuple[str, ...]) -> None:
    values = ", ".join(f"{column} = kept.{column}" for column in columns)
    # Rows come back as they were: no layer has changed.
    op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    op.execute(
        f"UPDATE {table} SET {values} FROM parked.{table}_0012 kept WHERE kept.id = {table}.id"
    )
    op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    op.execute(f"DROP TABLE parked.{table}_0012")


def _add_columns() -> None:
    for name in PARTS:
        op.add_column("address", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column("address", sa.Column("number", sa.Integer(), nullable=True))
    for name in ("locality_id", "compound_id"):
        op.add_column("address", sa.Column(name, sa.BigInteger(), nullable=True))
        op.create_foreign_key(op.f(f"fk_address_{name}"), "address", "locality", [name], ["id"])
        op.create_index(f"ix_address_{name}_number", "address", [name, "number"], unique=False)
    for table in ADDED:
        for name in ("source", "source_id"):
            op.add_column(table, sa.Column(name, sa.Text(), nullable=True))
        op.create_unique_constraint(
            op.f(f"uq_{table}_source_source_id"), table, ["source", "source_id"]
        )


def _create() -> None:
    op.create_table(
        "locality",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), server_default="", nullable=False),
        sa.Column("township", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('road', 'compound', 'community')", name=op.f("ck_locality_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locality")),
        sa.UniqueConstraint(
            "kind",
            "district",
            "township",
            "key",
            name=op.f("uq_locality_kind_district_township_key"),
        ),
    )
    op.create_index(
        "ix_locality_key_trigram",
        "locality",
        ["key"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"key": "gin_trgm_ops"},
    )
    _create_imports()
    op.create_table(
        "register_count",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("area_id", sa.BigInteger(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("is_synthetic", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint(
            "measure IN ('households', 'registered_population', 'resident_population', 'rental_homes', 'enterprises', 'facilities')",
            name=op.f("ck_register_count_measure"),
        ),
        sa.CheckConstraint("value >= 0", name=op.f("ck_register_count_value")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_register_count_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_count")),
        sa.UniqueConstraint(
            "area_id",
            "measure",
            "counted_on",
            "source",
            name=op.f("uq_register_count_area_id_measure_counted_on_source"),
        ),
    )
    op.create_index(op.f("ix_register_count_area_id"), "register_count", ["area_id"], unique=False)


def _create_imports() -> None:
    kinds = "kind IN ('areas', 'units', 'backdrop', 'addresses', 'incidents', 'registers')"
    op.create_table(
        "import_source",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("settings", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(kinds, name=op.f("ck_import_source_kind")),
        sa.PrimaryKeyConstraint("name", "kind", name=op.f("pk_import_source")),
    )
    op.create_table(
        "import_run",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="uploaded", nullable=False),
        sa.Column("settings", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("preview", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("report", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("job_id", sa.UUID(), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rolled_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(kinds, name=op.f("ck_import_run_kind")),
        sa.CheckConstraint(
            "state IN ('uploaded', 'checked', 'imported', 'rolled_back')",
            name=op.f("ck_import_run_state"),
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job_run.id"], name=op.f("fk_import_run_job_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index("ix_import_run_created_at", "import_run", ["created_at"], unique=False)
    op.create_table(
        "import_change",
        sa.Column("import_id", sa.UUID(), nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("inserted", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("updated", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["import_run.id"],
            name=op.f("fk_import_change_import_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "part", name=op.f("pk_import_change")),
    )

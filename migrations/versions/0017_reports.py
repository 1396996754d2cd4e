"""What comes with a report: photos, contact, tracking code, followers.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

from migrations import parking

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = ("attachment", "incident_contact", "incident_tracking", "follower")


def upgrade() -> None:
    if not parking.take_back(TABLES):
        _create()


def downgrade() -> None:
    parking.park(TABLES)


def _create() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("incident_id", sa.UUID(), nullable=True),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("source_sha256", sa.Text(), nullable=False),
        sa.Column("byte_count", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        _created_at(),
        sa.CheckConstraint(
            "kind IN ('report', 'before', 'after', 'note')", name=op.f("ck_attachment_kind")
        ),
        sa.CheckConstraint(
            "length(sha256) = 64 AND length(source_sha256) = 64", name=op.f("ck_attachment_sha256")
        ),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_attachment_size")),
        sa.CheckConstraint(
            "lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90",
            name=op.f("ck_attachment_in_range"),
        ),
        _of_incident("attachment", None),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_attachment_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("name", name=op.f("uq_attachment_name")),
    )
    op.create_index(op.f("ix_attachment_incident_id"), "attachment", ["incident_id"])
    op.create_index(
        op.f("ix_attachment_unbound"),
        "attachment",
        ["created_at"],
        postgresql_where=sa.text("incident_id IS NULL"),
    )
    op.create_table(
        "incident_contact",
        sa.Column("incident_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        _created_at(),
        sa.CheckConstraint(
            "coalesce(name, phone, email) IS NOT NULL", name=op.f("ck_incident_contact_not_empty")
        ),
        _of_incident("incident_contact"),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_incident_contact")),
    )
    op.create_table(
        "incident_tracking",
        sa.Column("incident_id", sa.UUID(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        _created_at(),
        sa.CheckConstraint("length(code_hash) = 32", name=op.f("ck_incident_tracking_code_hash")),
        _of_incident("incident_tracking"),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_incident_tracking")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_incident_tracking_code_hash")),
    )
    op.create_table(
        "follower",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("incident_id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("locale", sa.Text(), server_default="zh", nullable=False),
        _created_at(),
        _of_incident("follower"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_follower_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follower")),
        sa.UniqueConstraint(
            "incident_id", "account_id", name=op.f("uq_follower_incident_id_account_id")
        ),
        sa.UniqueConstraint("incident_id", "email", name=op.f("uq_follower_incident_id_email")),
    )
    op.create_index(op.f("ix_follower_account_id"), "follower", ["account_id"])


def _created_at() -> sa.Column:
    return sa.Column(
        "created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _of_incident(table: str, ondelete: str | None = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["incident_id"],
        ["incident.id"],
        name=op.f(f"fk_{table}_incident_id"),
        ondelete=ondelete,
    )

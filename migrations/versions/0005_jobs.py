"""The queue of procrastinate, in a schema of its own.

Revision ID: 0005
Revises: 0004
"""

from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy import text

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    if connection.scalar(text("SELECT to_regnamespace('parked_procrastinate')")):
        op.execute("ALTER SCHEMA parked_procrastinate RENAME TO procrastinate")
        return
    op.execute("CREATE SCHEMA procrastinate")
    op.execute("SET LOCAL search_path TO procrastinate, public")
    # The driver's own call: the script is full of colons and percent signs.
    connection.connection.cursor().execute(SchemaManager.get_schema())
    op.execute("SET LOCAL search_path TO DEFAULT")


def downgrade() -> None:
    op.execute("ALTER SCHEMA procrastinate RENAME TO parked_procrastinate")

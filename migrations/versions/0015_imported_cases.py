"""The first event of an imported case leaves with the case when its import is rolled back.

Revision ID: 0015
Revises: 0014
"""

from alembic import op

from migrations import parking

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(parking.sql_beside(__file__))


def downgrade() -> None:
    op.execute("DROP TRIGGER history_is_not_truncated ON incident_event")
    op.execute("DROP TRIGGER history_is_appended ON incident_event")
    op.execute("DROP FUNCTION incident_history_is_appended()")
    op.execute(
        "CREATE TRIGGER history_is_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON incident_event"
        " FOR EACH STATEMENT EXECUTE FUNCTION history_is_appended()"
    )

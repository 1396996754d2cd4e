"""Downgrading never drops a filled table: it is parked, and the next upgrade takes it back.

A parked table sits in the schema ``parked`` with its rows, indexes, triggers and sequences.
"""

from collections.abc import Sequence
from pathlib import Path

from alembic import op
from sqlalchemy import text

SCHEMA = "parked"


def park(tables: Sequence[str]) -> None:
    """Move tables out of sight, with every row."""
    op.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    for table in tables:
        op.execute(f"ALTER TABLE {table} SET SCHEMA {SCHEMA}")


def take_back(tables: Sequence[str]) -> bool:
    """Move parked tables back; False when there are none and they must be created."""
    connection = op.get_bind()
    found = connection.scalar(text("SELECT to_regclass(:name)"), {"name": f"{SCHEMA}.{tables[0]}"})
    if found is None:
        return False
    for table in tables:
        op.execute(f"ALTER TABLE {SCHEMA}.{table} SET SCHEMA public")
    return True


def sql_beside(migration: str) -> str:
    """Return the triggers that stand in the .sql file beside a migration.

    Colons are escaped, for SQLAlchemy would read ``:name`` as a parameter.
    """
    return Path(migration).with_suffix(".sql").read_text(encoding="utf-8").replace(":", "\\:")

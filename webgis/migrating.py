"""Bringing the database to a revision."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

ROOT = Path(__file__).resolve().parent.parent
# Two programs that start at once must not migrate at once; any constant will do.
LOCK = 0x77616E67


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Upgrade to ``revision``."""
    _run(engine, "upgrade", revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Downgrade to ``revision``; tables are parked, never dropped."""
    _run(engine, "downgrade", revision)


def _run(engine: Engine, direction: str, revision: str) -> None:
    settings = Config(toml_file=str(ROOT / "pyproject.toml"))
    settings.set_main_option("script_location", str(ROOT / "migrations"))
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        connection.commit()
        try:
            settings.attributes["connection"] = connection
            getattr(command, direction)(settings, revision)
            connection.commit()
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
            connection.commit()

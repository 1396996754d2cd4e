"""Alembic migrations: the only way that a table comes to be."""

"""The databases of the embedded cluster: one per city."""

import re
from collections.abc import Callable

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection

from geodata.errors import InvalidInputError
from webgis.ops.passwords import OWNER

EXTENSIONS = ("postgis", "pg_trgm", "btree_gist")
VALID_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")

Dsn = Callable[[str], str]


def ensure(dsn: Dsn, name: str) -> bool:
    """Make the database and its extensions where missing; True if the database was made."""
    if not VALID_NAME.fullmatch(name):
        raise InvalidInputError(f"{name!r} is not a database name: a-z, 0-9 and _ only")
    is_new = name not in names(dsn)
    if is_new:
        _execute(
            dsn("postgres"),
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
                sql.Identifier(name), sql.Identifier(OWNER)
            ),
        )
    for extension in EXTENSIONS:
        _execute(
            dsn(name),
            sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)),
        )
    return is_new


def ensure_reader(dsn: Dsn, role: str, password: str) -> None:
    """Make the role that reads for a GIS, or give it this password; it may only log in."""
    there = query(
        dsn("postgres"),
        sql.SQL("SELECT 1 FROM pg_roles WHERE rolname = {}").format(sql.Literal(role)),
    )
    verb = sql.SQL("ALTER" if there else "CREATE")
    _execute(
        dsn("postgres"),
        sql.SQL("{} ROLE {} LOGIN CONNECTION LIMIT 20 PASSWORD {}").format(
            verb, sql.Identifier(role), sql.Literal(password)
        ),
    )
    for setting in ("default_transaction_read_only = on", "statement_timeout = '60s'"):
        _execute(
            dsn("postgres"),
            sql.SQL("ALTER ROLE {} SET " + setting).format(sql.Identifier(role)),
        )


def names(dsn: Dsn) -> list[str]:
    """All databases but the templates."""
    real = "SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY datname"
    rows = query(dsn("postgres"), real)
    return [name for (name,) in rows]


def renew_extensions(dsn: Dsn) -> list[str]:
    """Bring the extensions to the version of the installed packages; which ones changed."""
    changed = []
    for name in names(dsn):
        stale = query(
            dsn(name),
            "SELECT name FROM pg_available_extensions WHERE installed_version <> default_version",
        )
        for (extension,) in stale:
            _execute(
                dsn(name), sql.SQL("ALTER EXTENSION {} UPDATE").format(sql.Identifier(extension))
            )
            changed.append(f"{extension} in {name}")
    return changed


def row_counts(dsn: Dsn, database: str) -> dict[str, int]:
    """Rows of every ordinary table: what an upgrade compares before it lets go of the old data."""
    tables = query(
        dsn(database),
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') "
        "AND c.relpersistence <> 't' AND NOT EXISTS (SELECT FROM pg_depend d "
        "WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')",
    )
    counts = {}
    for schema, table in tables:
        count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
        counts[f"{schema}.{table}"] = query(dsn(database), count)[0][0]
    return counts


def query(address: str, statement: str | sql.Composed) -> list[tuple]:
    """Rows of one statement on a connection of its own."""
    session = _connect(address)
    try:
        with session.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()
    finally:
        session.close()


def _execute(address: str, statement: sql.Composed) -> None:
    session = _connect(address)
    try:
        with session.cursor() as cursor:
            cursor.execute(statement)
    finally:
        session.close()


def _connect(address: str) -> connection:
    session = psycopg2.connect(address)
    session.autocommit = True  # CREATE DATABASE refuses to run in a transaction
    return session

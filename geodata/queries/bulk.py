"""Writing many rows: fast with COPY, one program at a time, statistics afterwards."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from geodata.models.base import Base

_NULL = "\\N"
# Any constant will do, as long as every bulk load takes the same.
_LOAD_LOCK = 0x6C6F6164


def copy_rows(
    session: Session, model: type[Base], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """Append ``rows`` to the table of ``model`` within the session's transaction; return how many.

    None becomes NULL; geometries are given as WKB in hex. Names of columns are checked against
    the model, so that no outside word reaches the statement.
    """
    table = Base.metadata.tables[model.__tablename__]
    names = ", ".join(f'"{table.columns[column].name}"' for column in columns)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    count = 0
    for row in rows:
        writer.writerow([_NULL if value is None else value for value in row])
        count += 1
    buffer.seek(0)
    cursor = session.connection().connection.cursor()
    cursor.copy_expert(
        f"COPY \"{table.name}\" ({names}) FROM STDIN WITH (FORMAT csv, NULL '{_NULL}')", buffer
    )
    return count


def one_at_a_time(session: Session) -> None:
    """Wait until no other transaction loads in bulk; held until this one ends."""
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOAD_LOCK})


def gather_statistics(session: Session) -> None:
    """Let the planner know the new rows at once, and not when autovacuum comes by."""
    for table in Base.metadata.tables:
        session.execute(text(f'ANALYZE "{table}"'))

"""Fast writing of many rows with COPY."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from geodata.models.base import Base

_NULL = "\\N"


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

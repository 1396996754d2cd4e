"""Rows on their way: a temporary table of plain columns, filled with COPY, gone at the end."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, MetaData, Table, text
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

_NAME = re.compile(r"[a-z][a-z_0-9]{0,40}")
_NULL = "\\N"


def make(session: Session, name: str, columns: Mapping[str, TypeEngine[Any]]) -> Table:
    """Make an empty temporary table of this transaction; an older one of that name goes first."""
    for word in (name, *columns):
        if not _NAME.fullmatch(word):
            raise ValueError(f"{word!r} is no name of a table or column")
    stage = Table(
        name,
        MetaData(),
        *(Column(column, kind) for column, kind in columns.items()),
        prefixes=["TEMPORARY"],
        postgresql_on_commit="DROP",
    )
    connection = session.connection()
    stage.drop(connection, checkfirst=True)
    stage.create(connection)
    return stage


def fill(session: Session, stage: Table, rows: Iterable[Sequence[Any]]) -> int:
    """Append ``rows``, one value per column, None for NULL; return how many."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    count = 0
    for row in rows:
        writer.writerow([_NULL if value is None else value for value in row])
        count += 1
    copy(session, stage, buffer)
    return count


def copy(session: Session, stage: Table, buffer: io.StringIO) -> None:
    """Append rows that are written as CSV already."""
    buffer.seek(0)
    names = ", ".join(f'"{column.name}"' for column in stage.columns)
    cursor = session.connection().connection.cursor()
    cursor.copy_expert(
        f"COPY \"{stage.name}\" ({names}) FROM STDIN WITH (FORMAT csv, NULL '{_NULL}')", buffer
    )


def analyse(session: Session, stage: Table) -> None:
    """Let the planner know how many rows the table holds."""
    session.execute(text(f'ANALYZE "{stage.name}"'))

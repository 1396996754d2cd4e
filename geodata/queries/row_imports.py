"""Rows of a file beside the rows of a table: compared, written where they differ, taken back."""

# ruff: noqa: S608  every name in a statement is one of our own words

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, text
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from geodata.queries import staging

FATES = ("inserted", "updated", "unchanged")


@dataclass(frozen=True)
class Target:
    """A table that a file's rows go to; every name is one of our own words.

    ``keys`` tell which rows are the same; ``columns`` are what a file brings, with their types;
    of those ``compared`` decide whether a row has changed. ``reset`` are columns that a change
    empties and the values that they get; ``free`` is the test (on the alias t) that nothing
    refers to a row, so that it may go again. Shapes come as WKB in hex in the column ``geom``.
    """

    table: str
    keys: tuple[str, ...]
    columns: Mapping[str, TypeEngine[Any]]
    compared: tuple[str, ...]
    reset: Mapping[str, str]
    free: str = "TRUE"

    @property
    def stage(self) -> str:
        """The name of the table in which the file's rows wait."""
        return f"{self.table}_rows"


def stage(session: Session, target: Target, rows: Iterable[Sequence[Any]]) -> None:
    """Put rows (row number, then the columns of the target in their order) beside the table."""
    made = staging.make(
        session, target.stage, {"line": Integer(), "row": Integer(), **target.columns}
    )
    # One row of a file may become several of a table: each has a number of its own.
    staging.fill(session, made, ((line, *row) for line, row in enumerate(rows)))
    staging.analyse(session, made)


def drop_repeated(session: Session, target: Target) -> list[int]:
    """Remove rows whose key stands in an earlier row; return their numbers."""
    same = " AND ".join(f"late.{key} = early.{key}" for key in target.keys)
    gone = session.execute(
        text(
            f"DELETE FROM {target.stage} late USING {target.stage} early "
            f"WHERE {same} AND late.line > early.line RETURNING late.row"
        )
    )
    return sorted({int(row[0]) for row in gone})


def sort_out(session: Session, target: Target) -> dict[str, int]:
    """Note what each waiting row means; return how many are inserted, updated, unchanged."""
    on = " AND ".join(f"t.{key} = s.{key}" for key in target.keys)
    differs = " OR ".join(_differs(name) for name in target.compared) or "FALSE"
    session.execute(text(f"DROP TABLE IF EXISTS pg_temp.{target.stage}_fate"))
    session.execute(
        text(
            f"CREATE TEMPORARY TABLE {target.stage}_fate ON COMMIT DROP AS "
            "SELECT s.line, t.id AS there, CASE WHEN t.id IS NULL THEN 'inserted' "
            f"WHEN {differs} THEN 'updated' ELSE 'unchanged' END AS fate "
            f"FROM {target.stage} s LEFT JOIN {target.table} t ON {on}"
        )
    )
    found = session.execute(text(f"SELECT fate, count(*) FROM {target.stage}_fate GROUP BY fate"))
    counts = dict.fromkeys(FATES, 0)
    return counts | {fate: int(count) for fate, count in found}


def write(session: Session, target: Target, import_id: UUID) -> None:
    """Write the new and changed rows, and what is needed to take them back."""
    key = {"import_id": import_id}
    fate = f"{target.stage}_fate"
    before = "to_jsonb(t)" + (" || jsonb_build_object('geom', t.geom::text)" * _has_shape(target))
    session.execute(
        text(
            "INSERT INTO import_change (import_id, part, inserted, updated) "
            f"SELECT :import_id, 0, '{{}}', coalesce(jsonb_agg({before}), '[]') "
            f"FROM {target.table} t JOIN {fate} f ON f.there = t.id AND f.fate = 'updated'"
        ),
        key,
    )
    changes = [f"{name} = {_staged(name)}" for name in target.compared]
    changes += [f"{name} = {value}" for name, value in target.reset.items()]
    session.execute(
        text(
            f"UPDATE {target.table} t SET {', '.join(changes)} FROM {target.stage} s "
            f"JOIN {fate} f USING (line) WHERE f.fate = 'updated' AND t.id = f.there"
        )
    )
    names = ", ".join(target.columns)
    values = ", ".join(_staged(name) for name in target.columns)
    session.execute(
        text(
            f"WITH fresh AS (INSERT INTO {target.table} ({names}) SELECT {values} "
            f"FROM {target.stage} s JOIN {fate} f USING (line) WHERE f.fate = 'inserted' "
            "ORDER BY line RETURNING id) UPDATE import_change SET inserted = "
            "(SELECT coalesce(array_agg(id::text), '{}') FROM fresh) "
            "WHERE import_id = :import_id AND part = 0"
        ),
        key,
    )


def take_back(session: Session, target: Target, import_id: UUID) -> dict[str, int]:
    """Undo an import; return how many rows are deleted, restored, and kept as they are."""
    key = {"import_id": import_id}
    deleted = _count(
        session,
        f"WITH gone AS (DELETE FROM {target.table} t USING ("
        "SELECT unnest(inserted)::bigint AS id FROM import_change WHERE import_id = :import_id"
        f") fresh WHERE t.id = fresh.id AND ({target.free}) RETURNING 1) SELECT count(*) FROM gone",
        key,
    )
    restored_names = (*target.compared, *target.reset)
    back = ", ".join(f"{name} = before.{name}" for name in dict.fromkeys(restored_names))
    restored = _count(
        session,
        f"WITH back AS (UPDATE {target.table} t SET {back} FROM import_change "
        "CROSS JOIN jsonb_array_elements(updated) AS kept (content) "
        f"CROSS JOIN jsonb_populate_record(NULL::{target.table}, kept.content) AS before "
        "WHERE import_change.import_id = :import_id AND t.id = before.id RETURNING 1) "
        "SELECT count(*) FROM back",
        key,
    )
    total = _count(
        session,
        "SELECT sum(cardinality(inserted) + jsonb_array_length(updated)) "
        "FROM import_change WHERE import_id = :import_id",
        key,
    )
    return {"deleted": deleted, "restored": restored, "kept": total - deleted - restored}


def _count(session: Session, statement: str, key: Mapping[str, Any]) -> int:
    return int(session.scalar(text(statement), key) or 0)


def _differs(name: str) -> str:
    if name != "geom":
        return f"t.{name} IS DISTINCT FROM s.{name}"
    # Equal point by point is cheap; equal ground drawn from another corner is asked last.
    same = "s.geom::geometry"
    return f"CASE WHEN t.geom = {same} THEN FALSE ELSE NOT ST_Equals(t.geom, {same}) END"


def _staged(name: str) -> str:
    return "s.geom::geometry" if name == "geom" else f"s.{name}"


def _has_shape(target: Target) -> bool:
    return "geom" in target.columns

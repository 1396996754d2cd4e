"""Incidents of a file: staged, compared with what is there, written, and taken back whole."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Double, Integer, Table, Text, select, text
from sqlalchemy.orm import Session
from sqlalchemy.types import DateTime, TypeEngine

from geodata.errors import NotFoundError
from geodata.models import Incident
from geodata.models.incident import FINAL_STATUSES
from geodata.queries import staging

STAGE_COLUMNS: dict[str, TypeEngine[Any]] = {
    "row": Integer(),
    "id": Text(),
    "source_id": Text(),
    "category_id": BigInteger(),
    "department_id": BigInteger(),
    "status": Text(),
    "description": Text(),
    "address": Text(),
    "lon": Double(),
    "lat": Double(),
    "raw_lon": Double(),
    "raw_lat": Double(),
    "datum": Text(),
    "reported_at": DateTime(timezone=True),
    "due_at": DateTime(timezone=True),
    "resolved_at": DateTime(timezone=True),
    "grid_id": BigInteger(),
}
# What a file may change of an incident that is there; its grid follows from the place.
_COMPARED = (
    "category_id",
    "department_id",
    "status",
    "description",
    "address",
    "raw_lon",
    "raw_lat",
    "datum",
    "reported_at",
    "due_at",
    "resolved_at",
)
PART_ROWS = 50_000
AT_A_DESK = ("reported", "verified", "filed", "returned")


def make_stage(session: Session) -> Table:
    """Return the empty table that the rows of a file are compared in."""
    return staging.make(session, "incident_stage", STAGE_COLUMNS)


def drop_repeated(session: Session) -> list[tuple[int, str]]:
    """Remove rows whose source id stands in an earlier row; return row and id of each."""
    rows = session.execute(text(_DROP_REPEATED)).all()
    return sorted((int(row[0]), str(row[1])) for row in rows)


def sort_out(session: Session, source: str) -> dict[str, int]:
    """Mark what each staged row means; return how many are inserted, updated, unchanged, kept.

    Kept are incidents that somebody has acted upon since: their own history wins.
    """
    session.execute(text("DROP TABLE IF EXISTS pg_temp.incident_fate"))
    session.execute(text(_SORT_OUT), {"source": source})
    session.execute(text('ANALYZE "incident_fate"'))
    counts = {"inserted": 0, "updated": 0, "unchanged": 0, "kept": 0}
    for fate, count in session.execute(text(_COUNT_FATES)):
        counts[fate] = int(count)
    return counts


def write(session: Session, source: str, import_id: UUID) -> None:
    """Write the new and changed rows, and what is needed to take them back."""
    key = {
        "source": source,
        "import_id": import_id,
        "part_rows": PART_ROWS,
        "final": list(FINAL_STATUSES),
        "desk": list(AT_A_DESK),
    }
    session.execute(text(_KEEP_BEFORE), key)
    session.execute(text(_UPDATE), key)
    session.execute(text(_INSERT), key)
    session.execute(text(_KEEP_INSERTED), key)


def id_of(session: Session, source: str, source_id: str) -> UUID:
    """Return the key of the incident of a source; raises NotFoundError."""
    found = session.scalar(
        select(Incident.id).where(Incident.source == source, Incident.source_id == source_id)
    )
    if found is None:
        raise NotFoundError(f"there is no incident {source_id!r} of {source!r}")
    return found


def take_back(session: Session, import_id: UUID) -> dict[str, int]:
    """Undo an import; return how many incidents are deleted, restored, and kept as they are."""
    key = {"import_id": import_id}
    deleted = int(session.scalar(text(_DELETE_INSERTED), key) or 0)
    restored = int(session.scalar(text(_RESTORE), key) or 0)
    total = int(session.scalar(text(_COUNT_CHANGES), key) or 0)
    return {"deleted": deleted, "restored": restored, "kept": total - deleted - restored}


_DROP_REPEATED = """
DELETE FROM incident_stage late USING (
    SELECT source_id, min(row) AS first FROM incident_stage GROUP BY source_id HAVING count(*) > 1
) early
WHERE late.source_id = early.source_id AND late.row > early.first
RETURNING late.row, late.source_id
"""

_DIFFERS = " OR ".join(
    f"incident.{name} IS DISTINCT FROM incident_stage.{name}" for name in _COMPARED[:-2]
)
# A due time that the file does not tell may have been set by a clock.
_DIFFERS += " OR incident_stage.due_at IS NOT NULL AND incident.due_at <> incident_stage.due_at"
_DIFFERS += " OR incident.resolved_at IS DISTINCT FROM incident_stage.resolved_at"
# Somebody has worked on it: more has happened than that files brought it.
_ACTED = (
    "EXISTS (SELECT 1 FROM incident_event e "
    "WHERE e.incident_id = incident.id AND e.action <> 'imported')"
)
_SORT_OUT = f"""
CREATE TEMPORARY TABLE incident_fate ON COMMIT DROP AS
SELECT incident_stage.row, incident.id AS there, incident.status AS was,
    CASE WHEN incident.id IS NULL THEN 'inserted'
         WHEN NOT ({_DIFFERS}) THEN 'unchanged'
         WHEN {_ACTED} THEN 'kept'
         ELSE 'updated' END AS fate
FROM incident_stage
LEFT JOIN incident ON incident.source = :source AND incident.source_id = incident_stage.source_id
"""  # noqa: S608  the columns are our own words
_COUNT_FATES = "SELECT fate, count(*) FROM incident_fate GROUP BY fate"
_KEEP_BEFORE = """
INSERT INTO import_change (import_id, part, inserted, updated)
SELECT :import_id, -1 - (number / :part_rows), '{}', jsonb_agg(to_jsonb(before) - 'number')
FROM (
    SELECT incident AS before, (row_number() OVER ())::int AS number
    FROM incident JOIN incident_fate ON there = incident.id AND fate = 'updated'
) changed
GROUP BY number / :part_rows
"""
_UPDATE = f"""
UPDATE incident SET
    {", ".join(f"{name} = incident_stage.{name}" for name in _COMPARED if name != "due_at")},
    due_at = coalesce(incident_stage.due_at, incident.due_at),
    geom = ST_SetSRID(ST_MakePoint(incident_stage.lon, incident_stage.lat), 4326),
    grid_id = coalesce(incident_stage.grid_id, grid_at(
        ST_SetSRID(ST_MakePoint(incident_stage.lon, incident_stage.lat), 4326),
        incident_stage.reported_at))
FROM incident_stage JOIN incident_fate USING (row)
WHERE fate = 'updated' AND incident.id = there
"""  # noqa: S608
# The owner as incident_own would find it, for all rows at once and not row by row.
_INSERT = """
INSERT INTO incident (id, source, source_id, category_id, department_id, status, description,
    address, geom, raw_lon, raw_lat, datum, reported_at, due_at, resolved_at, grid_id, closed_at,
    owner_department_id, owner_area_id)
SELECT s.id::uuid, :source, source_id, category_id, department_id, status, description,
    address, ST_SetSRID(ST_MakePoint(lon, lat), 4326), raw_lon, raw_lat, datum, reported_at,
    due_at, resolved_at, grid_id,
    CASE WHEN status = ANY(:final) THEN coalesce(resolved_at, reported_at) END,
    CASE WHEN status <> ALL(:desk) THEN department_id END,
    CASE WHEN status = ANY(:desk) OR department_id IS NULL
        THEN coalesce(grid.parent_id, (SELECT id FROM area WHERE tier = 1
            ORDER BY valid_from DESC LIMIT 1)) END
FROM incident_stage s JOIN incident_fate USING (row) LEFT JOIN area grid ON grid.id = s.grid_id
WHERE fate = 'inserted' ORDER BY row
"""
_KEEP_INSERTED = """
INSERT INTO import_change (import_id, part, inserted)
SELECT :import_id, number / :part_rows, array_agg(id)
FROM (
    SELECT id, (row_number() OVER (ORDER BY row))::int AS number
    FROM incident_stage JOIN incident_fate USING (row) WHERE fate = 'inserted'
) fresh
GROUP BY number / :part_rows
"""
_DELETE_INSERTED = f"""
WITH gone AS (DELETE FROM incident USING (
    SELECT unnest(inserted)::uuid AS id FROM import_change WHERE import_id = :import_id
) fresh
WHERE incident.id = fresh.id AND NOT {_ACTED}
RETURNING 1) SELECT count(*) FROM gone
"""  # noqa: S608
_RESTORE = f"""
WITH back AS (UPDATE incident SET
    {", ".join(f"{name} = before.{name}" for name in _COMPARED)},
    geom = before.geom, grid_id = before.grid_id, closed_at = before.closed_at,
    owner_department_id = before.owner_department_id, version = before.version,
    owner_area_id = before.owner_area_id, owner_officer_id = before.owner_officer_id
FROM import_change CROSS JOIN jsonb_array_elements(updated) AS kept (content)
CROSS JOIN jsonb_populate_record(NULL::incident, kept.content) AS before
WHERE import_change.import_id = :import_id AND incident.id = before.id AND NOT {_ACTED}
RETURNING 1) SELECT count(*) FROM back
"""  # noqa: S608
_COUNT_CHANGES = """
SELECT sum(cardinality(inserted) + jsonb_array_length(updated))
FROM import_change WHERE import_id = :import_id
"""

"""Running cases that a file brings: their department, owner, history and clocks, many at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from geodata.models.incident import FINAL_STATUSES, OPEN_STATUSES
from geodata.queries.incident_imports import AT_A_DESK

ACTION = "imported"
WITH_A_DEPARTMENT = ("dispatched", "processing", "extended", "suspended", "rework")


class Timing(NamedTuple):
    """What a clock of a stage shows that starts now for a category."""

    category_id: int
    status: str
    stage: str
    limit_amount: float
    limit_unit: str
    near_due_at: datetime
    due_at: datetime


def suggest_departments(session: Session) -> None:
    """Give waiting rows of running cases the department that is responsible at their place."""
    session.execute(text(_SUGGEST), {"open": list(OPEN_STATUSES)})


def without_department(session: Session) -> list[int]:
    """Bring cases that no department answers for back to the desk; return their rows."""
    rows = session.execute(text(_TO_DESK), {"with_one": list(WITH_A_DEPARTMENT)})
    return sorted(int(row[0]) for row in rows)


def own_again(session: Session) -> None:
    """Give changed cases the owner that their state and department ask for."""
    session.execute(text(_OWN), {"desk": list(AT_A_DESK), "final": list(FINAL_STATUSES)})


def gather(session: Session) -> None:
    """Keep which cases of the file run or have changed their state: few of many, asked often."""
    session.execute(text("DROP TABLE IF EXISTS pg_temp.running_case"))
    session.execute(text(_GATHER), {"open": list(OPEN_STATUSES)})
    session.execute(text('ANALYZE "running_case"'))


def tell_history(session: Session, import_id: UUID, source: str, actor: str) -> None:
    """Append to each running case, and to each whose state has changed, who brought it."""
    key = {"import_id": str(import_id), "source": source, "actor": actor, "action": ACTION}
    session.execute(text(_TELL), key)


def stop_clocks(session: Session, now: datetime) -> None:
    """Stop the clocks of cases whose state the file has changed."""
    session.execute(text(_STOP), {"now": now})


def waiting_for_clocks(session: Session) -> list[tuple[int, str]]:
    """Return category and state of the running cases of the file."""
    rows = session.execute(text(_WAITING), {"open": list(OPEN_STATUSES)})
    return [(int(row[0]), str(row[1])) for row in rows]


def start_clocks(session: Session, timings: Iterable[Timing], now: datetime) -> None:
    """Start clocks: a department's runs to the due time that the file tells, others as limited."""
    for timing in timings:
        session.execute(text(_START), {**timing._asdict(), "now": now})


def take_back(session: Session, import_id: UUID) -> None:
    """Remove what an import told of cases that nobody has touched since, and their clocks."""
    key = {"import_id": str(import_id), "action": ACTION}
    for statement in (_FORGET_CLOCKS, _REOPEN_CLOCKS, _FORGET_EVENTS):
        session.execute(text(statement), key)


_SUGGEST = """
WITH RECURSIVE asked AS (
    SELECT DISTINCT s.grid_id, s.category_id FROM incident_stage s
    WHERE s.department_id IS NULL AND s.grid_id IS NOT NULL AND s.status = ANY(:open)
), chain AS (
    SELECT a.id AS grid_id, a.parent_id, a.tier, a.code FROM area a
    WHERE a.id IN (SELECT grid_id FROM asked)
    UNION ALL
    SELECT chain.grid_id, a.parent_id, a.tier, a.code
    FROM chain JOIN area a ON a.id = chain.parent_id
), best AS (
    SELECT DISTINCT ON (asked.grid_id, asked.category_id)
        asked.grid_id, asked.category_id, r.department_id
    FROM asked JOIN chain USING (grid_id)
    JOIN category c ON c.id = asked.category_id
    JOIN responsibility r ON r.area_code = chain.code AND r.category_id IN (c.id, c.parent_id)
    JOIN category rc ON rc.id = r.category_id
    ORDER BY asked.grid_id, asked.category_id, chain.tier DESC, rc.level DESC
)
UPDATE incident_stage s SET department_id = best.department_id FROM best
WHERE s.grid_id = best.grid_id AND s.category_id = best.category_id
    AND s.department_id IS NULL AND s.status = ANY(:open)
"""
_TO_DESK = """
UPDATE incident_stage SET status = 'filed'
WHERE department_id IS NULL AND status = ANY(:with_one) RETURNING row
"""
_OWN = """
UPDATE incident SET
    owner_officer_id = NULL,
    owner_department_id = CASE WHEN department_id IS NOT NULL AND status <> ALL(:desk)
        THEN department_id END,
    owner_area_id = CASE WHEN department_id IS NULL OR status = ANY(:desk)
        THEN coalesce((SELECT parent_id FROM area WHERE id = grid_id),
            (SELECT id FROM area WHERE tier = 1 ORDER BY valid_from DESC LIMIT 1)) END,
    closed_at = CASE WHEN status = ANY(:final)
        THEN coalesce(closed_at, resolved_at, reported_at) END,
    version = version + 1
FROM incident_fate WHERE incident.id = there AND fate = 'updated'
"""
_TELL = """
INSERT INTO incident_event
    (incident_id, sequence, actor, action, from_status, to_status, detail, hash)
SELECT id, 0, :actor, :action, was, status, jsonb_build_object(
    'import_id', cast(:import_id AS text), 'source', cast(:source AS text), 'row', row), ''
FROM running_case ORDER BY row
"""
_STOP = """
UPDATE case_clock SET stopped_at = greatest(:now, started_at) FROM running_case
WHERE case_clock.incident_id = running_case.id AND stopped_at IS NULL
"""
_GATHER = """
CREATE TEMPORARY TABLE running_case ON COMMIT DROP AS
SELECT s.row, f.was, i.id, i.category_id, i.status, i.reported_at, i.due_at
FROM incident_stage s JOIN incident_fate f USING (row)
JOIN incident i ON i.id = coalesce(f.there, s.id::uuid)
WHERE (f.fate = 'inserted' AND s.status = ANY(:open))
    OR (f.fate = 'updated' AND f.was IS DISTINCT FROM s.status)
"""
_WAITING = "SELECT DISTINCT category_id, status FROM running_case WHERE status = ANY(:open)"
_START = """
INSERT INTO case_clock (incident_id, stage, limit_amount, limit_unit, started_at, near_due_at,
    due_at, paused_at)
SELECT id, :stage, CASE WHEN known THEN NULL ELSE :limit_amount END,
    CASE WHEN known THEN NULL ELSE :limit_unit END,
    CASE WHEN known THEN reported_at ELSE :now END,
    CASE WHEN known THEN reported_at + (told - reported_at) * 0.8 ELSE :near_due_at END,
    CASE WHEN known THEN told ELSE :due_at END,
    CASE WHEN status = 'suspended' THEN CASE WHEN known THEN reported_at ELSE :now END END
FROM (
    SELECT id, status, reported_at, due_at AS told,
        :stage = 'handle' AND due_at IS NOT NULL AND due_at >= reported_at AS known
    FROM running_case WHERE category_id = :category_id AND status = :status
) one
"""
_TOUCHED = """
SELECT unnest(inserted)::uuid AS id, TRUE AS is_new FROM import_change
WHERE import_id = cast(:import_id AS uuid)
UNION ALL
SELECT (kept ->> 'id')::uuid, FALSE FROM import_change, jsonb_array_elements(updated) kept
WHERE import_id = cast(:import_id AS uuid)
"""
# The cases of which the last that happened is that this import brought them.
_MINE = f"""
SELECT e.id AS event_id, e.incident_id, e.at, touched.is_new
FROM ({_TOUCHED}) touched JOIN incident_event e ON e.incident_id = touched.id
WHERE e.action = :action AND e.detail ->> 'import_id' = :import_id
    AND NOT EXISTS (SELECT 1 FROM incident_event later
        WHERE later.incident_id = e.incident_id AND later.sequence > e.sequence)
"""  # noqa: S608
_FORGET_CLOCKS = f"""
DELETE FROM case_clock USING ({_MINE}) mine
WHERE case_clock.incident_id = mine.incident_id AND (mine.is_new OR stopped_at IS NULL)
"""  # noqa: S608
_REOPEN_CLOCKS = f"""
UPDATE case_clock SET stopped_at = NULL FROM ({_MINE}) mine
WHERE case_clock.incident_id = mine.incident_id AND stopped_at >= mine.at
"""  # noqa: S608
_FORGET_EVENTS = f"""
DELETE FROM incident_event WHERE id IN (SELECT event_id FROM ({_MINE}) mine)
"""  # noqa: S608

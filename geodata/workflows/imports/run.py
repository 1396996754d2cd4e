"""One import from file to database: checked (a dry run), written, taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from geodata.errors import ConflictError
from geodata.models import ImportRun
from geodata.queries import import_runs, imported_cases, incident_imports, row_imports
from geodata.workflows.imports import (
    addresses,
    area_writing,
    areas,
    backdrop,
    incidents,
    registers,
    shift,
    units,
)
from geodata.workflows.imports.reading import Prepared, Reading
from geodata.workflows.imports.row_findings import RowFindings
from geodata.workflows.progress import Progress, silent

Prepare = Callable[[Session, Reading, RowFindings, Progress], Prepared]
PREPARE: dict[str, Prepare] = {
    "areas": areas.prepare,
    "units": units.prepare,
    "backdrop": backdrop.prepare,
    "addresses": addresses.prepare,
    "registers": registers.prepare,
    "incidents": incidents.prepare,
}
TARGETS = {
    "units": units.TARGET,
    "backdrop": backdrop.TARGET,
    "addresses": addresses.TARGET,
    "registers": registers.TARGET,
}


def remembered(
    session: Session, path: Path, kind: str, source: str, told: Mapping[str, Any]
) -> Reading:
    """Return how a file is read: as told, else as the last file of its source was."""
    return Reading.of(path, kind, source, told, import_runs.remembered(session, source, kind))


def run(
    session: Session,
    reading: Reading,
    actor: str,
    *,
    dry_run: bool = False,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Import a file at once; return its report. The caller commits.

    A row with a finding is not written; areas are written whole or not at all. Raises
    InvalidInputError for a file that cannot be read, ConflictError for areas with findings.
    """
    reading = replace(reading, actor=actor)
    prepared, report = _prepare(session, reading, progress)
    if dry_run:
        return report | {"dry_run": True}
    run_id = uuid4()
    import_runs.add(
        session,
        id=run_id,
        kind=reading.kind,
        source=reading.source,
        file_name=reading.path.name,
        **identity(reading.path),
        created_by=actor,
    )
    return _write(
        session, run_id, reading=reading, prepared=prepared, report=report, progress=progress
    )


def check(session: Session, import_id: UUID, reading: Reading, progress: Progress) -> ImportRun:
    """Do everything but write, and keep the report with the import. The caller commits."""
    found = _in_state(session, import_id, "uploaded", "checked")
    prepared, report = _prepare(session, reading, progress)
    found.report = report | {"dry_run": True}
    found.settings = reading.settings(prepared.columns)
    found.state = "checked"
    session.flush()
    return found


def write(session: Session, import_id: UUID, reading: Reading, progress: Progress) -> ImportRun:
    """Write what was checked. Raises ConflictError when it was not, or has findings that block."""
    found = _in_state(session, import_id, "checked")
    reading = replace(reading, actor=found.created_by)
    prepared, report = _prepare(session, reading, progress)
    _write(session, import_id, reading=reading, prepared=prepared, report=report, progress=progress)
    return found


def roll_back(session: Session, import_id: UUID) -> dict[str, int]:
    """Undo a whole import; what somebody has worked on since is kept. The caller commits.

    Raises NotFoundError, and ConflictError when it was rolled back before or when a later import
    changed the same kind of thing since: the later one goes first.
    """
    found = _in_state(session, import_id, "imported")
    later = import_runs.written_since(session, found)
    if later is not None:
        raise ConflictError(f"import {later.id} ({later.file_name}) came later; roll it back first")
    found.state, found.rolled_back_at = "rolled_back", datetime.now(UTC)
    session.flush()
    if found.kind == "incidents":
        imported_cases.take_back(session, import_id)
        counts = incident_imports.take_back(session, import_id)
    elif found.kind == "areas":
        moment = datetime.fromisoformat(found.report["valid_from"])
        counts = area_writing.take_back(session, import_id, moment)
    else:
        counts = row_imports.take_back(session, TARGETS[found.kind], import_id)
    return counts


def identity(path: Path) -> dict[str, Any]:
    """Return the size of a file and what its content is known by."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"file_bytes": path.stat().st_size, "sha256": digest}


def _prepare(
    session: Session, reading: Reading, progress: Progress
) -> tuple[Prepared, dict[str, Any]]:
    findings = RowFindings()
    prepared = PREPARE[reading.kind](session, reading, findings, progress)
    report = {
        "rows": prepared.rows,
        **prepared.counts,
        "finding_counts": dict(findings.counts),
        "warning_counts": dict(findings.warnings),
        "findings": findings.first,
        "is_blocked": prepared.is_blocked,
        "datum_shift": shift.verdict(session, reading.kind, prepared.drawn, reading.datum),
        "settings": reading.settings(prepared.columns),
        "dry_run": False,
    }
    return prepared, report


def _write(
    session: Session,
    import_id: UUID,
    *,
    reading: Reading,
    prepared: Prepared,
    report: dict[str, Any],
    progress: Progress,
) -> dict[str, Any]:
    if prepared.is_blocked:
        count = sum(report["finding_counts"].values())
        raise ConflictError(
            f"these boundaries have {count} findings; areas are imported whole or not at all"
        )
    progress(60, "writing")
    prepared.write(import_id)
    found = import_runs.get(session, import_id)
    report |= {"import_id": str(import_id)}
    if reading.valid_from is not None:
        report["valid_from"] = reading.valid_from.isoformat()
    found.state, found.imported_at = "imported", datetime.now(UTC)
    found.report, found.settings = report, report["settings"]
    import_runs.remember(session, reading.source, reading.kind, report["settings"])
    session.flush()
    return report


def _in_state(session: Session, import_id: UUID, *states: str) -> ImportRun:
    found = import_runs.get(session, import_id)
    if found.state not in states:
        raise ConflictError(f"import {import_id} is {found.state.replace('_', ' ')}")
    return found

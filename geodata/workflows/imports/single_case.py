"""One running case of another system, sent again and again as it changes there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pandas as pd
from sqlalchemy.orm import Session

from geodata.errors import ConflictError, InvalidInputError
from geodata.importers.field_names import FIELDS
from geodata.queries import import_runs, incident_imports
from geodata.workflows.imports import incidents
from geodata.workflows.imports.reading import Prepared, Reading
from geodata.workflows.imports.row_findings import RowFindings
from geodata.workflows.progress import silent

KIND = "incidents"


def receive(
    session: Session, source: str, values: dict[str, str], datum: str, actor: str
) -> tuple[UUID, str]:
    """Write a case, or what has changed of it; return its key and inserted, updated, unchanged.

    ``values`` are texts by field; source and ``source_id`` are its key, so that sending it twice
    changes nothing. The caller commits. Raises InvalidInputError with the field that is wrong,
    ConflictError when somebody has worked on the case here since.
    """
    table = pd.DataFrame({name: pd.array([values.get(name, "")], dtype="str") for name in values})
    columns = {name: name for name in values}
    unused = {name: "" for name in FIELDS[KIND].names if name not in values}
    reading = Reading(
        Path("case"), KIND, source, columns={**unused, **columns}, datum=datum, actor=actor
    )
    findings = RowFindings()
    prepared = incidents.prepare_tables(session, reading, [table], findings, silent)
    refused = [one for one in findings.first if one["level"] == "error"]
    if refused:
        raise InvalidInputError(refused[0]["detail"], field=refused[0]["cause"])
    fate = next(name for name, count in prepared.counts.items() if count)
    if fate == "kept":
        raise ConflictError(
            f"case {values['source_id']!r} of {source!r} was worked on here; its history wins"
        )
    if fate != "unchanged":
        _write(session, reading, prepared, actor)
    return incident_imports.id_of(session, source, values["source_id"].strip()), fate


def _write(session: Session, reading: Reading, prepared: Prepared, actor: str) -> None:
    run_id = uuid4()
    import_runs.add(
        session,
        id=run_id,
        kind=KIND,
        source=reading.source,
        file_name="",
        file_bytes=0,
        sha256="",
        state="imported",
        imported_at=datetime.now(UTC),
        report={"rows": 1, **prepared.counts},
        created_by=actor,
    )
    prepared.write(run_id)

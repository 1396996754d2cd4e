"""The three steps of an import that a worker does: check, write, roll back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from geodata.errors import InvalidInputError
from geodata.queries import import_runs
from geodata.workflows import imports
from geodata.workflows.progress import Progress
from webgis import config, uploads

KIND = "import"
STEPS = ("check", "write", "roll_back")


def run(
    session: Session, run_id: UUID, parameters: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    """Do one step of an import; its report stands with the import."""
    step, import_id = parameters["step"], UUID(parameters["import_id"])
    found = import_runs.get(session, import_id)
    found.job_id = run_id
    if step == "roll_back":
        progress(10, "rolling back")
        counts = imports.roll_back(session, import_id)
        return {"method": step, "n": sum(counts.values()), "summary": counts}
    path = uploads.path(config.from_environment().home, import_id, found.file_name)
    if not path.exists():
        raise InvalidInputError("the uploaded file is gone; upload it again")
    reading = imports.Reading.of(path, found.kind, found.source, found.settings, {})
    done = (imports.check if step == "check" else imports.write)(
        session, import_id, reading, progress
    )
    counts = {name: value for name, value in done.report.items() if isinstance(value, int)}
    return {"method": step, "n": done.report["rows"], "summary": counts}

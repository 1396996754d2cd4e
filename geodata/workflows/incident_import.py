"""A file of incidents into the database: read in pieces, judged row by row, written once."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from geodata.errors import ConflictError, InvalidInputError
from geodata.importers import csv, excel, incident_columns, source_file
from geodata.importers.layers import ending_of
from geodata.queries import import_runs, incident_imports, staging
from geodata.workflows.incident_rows import RowJudge
from geodata.workflows.progress import Progress, silent

KIND = "incidents"
CHUNK_ROWS = 50_000
# So many findings are told one by one; the rest are counted.
MAX_FINDINGS = 1_000
TABLE_ENDINGS = (".csv", ".csv.gz", ".xlsx")


@dataclass
class Findings:
    """What is wrong with which row."""

    first: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, row: int, cause: str, detail: str) -> None:
        """Note one row (1-based, without the header)."""
        self.counts[cause] += 1
        if len(self.first) < MAX_FINDINGS:
            self.first.append({"row": row, "cause": cause, "detail": detail})


def run(
    session: Session,
    path: Path,
    source: str,
    actor: str,
    *,
    columns: dict[str, str] | None = None,
    datum: str | None = None,
    dry_run: bool = False,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Import a CSV or Excel file of incidents; return its report. The caller commits.

    Rows are matched by ``source`` and source id: new ones are inserted, changed ones updated,
    equal ones left alone, and those that somebody has acted upon are kept. A row with a finding
    is not written. ``columns`` and ``datum`` default to what the last file of this source had.
    Raises InvalidInputError for a file that cannot be read at all.
    """
    remembered = import_runs.remembered(session, source, KIND)
    settings: dict[str, Any] = {
        "columns": {**remembered.get("columns", {}), **(columns or {})},
        "datum": datum or remembered.get("datum", "wgs84"),
    }
    findings, rows = Findings(), 0
    stage = incident_imports.make_stage(session)
    judge: RowJudge | None = None
    for table in _tables(path):
        if judge is None:
            settings["columns"] = incident_columns.choose(list(table.columns), settings["columns"])
            judge = RowJudge.prepare(session, source, settings["columns"], settings["datum"])
        staging.fill(session, stage, judge.judge(table, findings.add))
        rows += len(table)
        progress(min(50.0, rows / 20_000), f"{rows:,} rows read")
    staging.analyse(session, stage)
    for row, source_id in incident_imports.drop_repeated(session):
        findings.add(row, "repeated", f"the id {source_id!r} stands in an earlier row")
    progress(55, "comparing")
    counts = incident_imports.sort_out(session, source)
    report = {
        "rows": rows,
        **counts,
        "refused": rows - sum(counts.values()),
        "finding_counts": dict(findings.counts),
        "findings": findings.first,
        "settings": settings,
        "dry_run": dry_run,
    }
    if not dry_run:
        progress(60, "writing")
        about = {"source": source, "created_by": actor, "settings": settings}
        report["import_id"] = str(_write(session, path, report, about))
        import_runs.remember(session, source, KIND, settings)
    return report


def _write(session: Session, path: Path, report: dict[str, Any], about: dict[str, Any]) -> UUID:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    run_id = uuid4()
    import_runs.add(
        session,
        id=run_id,
        kind=KIND,
        file_name=path.name,
        file_bytes=path.stat().st_size,
        sha256=digest,
        state="imported",
        report=report,
        **about,
        imported_at=datetime.now(UTC),
    )
    incident_imports.write(session, about["source"], run_id)
    return run_id


def roll_back(session: Session, import_id: UUID) -> dict[str, int]:
    """Undo a whole import; incidents that were acted upon since are kept. The caller commits.

    Raises NotFoundError, and ConflictError when it was rolled back before.
    """
    found = import_runs.get(session, import_id)
    if found.state != "imported":
        raise ConflictError(f"import {import_id} is {found.state.replace('_', ' ')} already")
    counts = incident_imports.take_back(session, import_id)
    found.state, found.rolled_back_at = "rolled_back", datetime.now(UTC)
    session.flush()
    return counts


def _tables(path: Path) -> Any:
    source_file.check_file(path)
    ending = ending_of(path)
    if ending not in TABLE_ENDINGS:
        raise InvalidInputError(f"{path.name}: incidents come as {', '.join(TABLE_ENDINGS)}")
    return [excel.read_table(path)] if ending == ".xlsx" else csv.read_tables(path, CHUNK_ROWS)

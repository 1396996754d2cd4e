"""A file of incidents: read in pieces, judged row by row, compared with what is there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

import pandas as pd
from sqlalchemy.orm import Session

from geodata.errors import InvalidInputError
from geodata.importers import field_names
from geodata.queries import incident_imports, staging
from geodata.workflows.imports import running_cases, source_table
from geodata.workflows.imports.incident_rows import RowJudge
from geodata.workflows.imports.reading import Prepared, Reading
from geodata.workflows.imports.row_findings import RowFindings
from geodata.workflows.progress import Progress


def prepare(
    session: Session, reading: Reading, findings: RowFindings, progress: Progress
) -> Prepared:
    """Judge and compare incidents, matched by source and source id.

    Those that somebody has acted upon are kept as they are.
    """
    tables = source_table.read_tables(reading.path, crs=reading.crs, layer=reading.layer)
    return prepare_tables(session, reading, tables, findings, progress)


def prepare_tables(
    session: Session,
    reading: Reading,
    tables: Iterable[pd.DataFrame],
    findings: RowFindings,
    progress: Progress,
) -> Prepared:
    """Judge and compare incidents that come as tables of texts."""
    stage = incident_imports.make_stage(session)
    judge: RowJudge | None = None
    rows = 0
    columns: dict[str, str] = {}
    for table in tables:
        if judge is None:
            columns = field_names.choose(
                reading.kind, list(table.columns), reading.columns, reading.constants
            )
            judge = RowJudge.prepare(
                session, reading.source, columns, dict(reading.constants), reading.datum
            )
        staging.fill(session, stage, judge.judge(table, findings.add))
        rows += len(table)
        progress(min(50.0, rows / 20_000), f"{rows:,} rows read")
    if judge is None:
        raise InvalidInputError("the file holds no rows")
    staging.analyse(session, stage)
    for row, source_id in incident_imports.drop_repeated(session):
        findings.add(row, "repeated", f"the id {source_id!r} stands in an earlier row")
    running_cases.route(session, findings)
    progress(55, "comparing")
    counts = incident_imports.sort_out(session, reading.source)

    def write(import_id: UUID) -> None:
        incident_imports.write(session, reading.source, import_id)
        running_cases.begin(session, import_id, reading.source, reading.actor, datetime.now(UTC))

    return Prepared(
        rows,
        {**counts, "refused": rows - sum(counts.values())},
        columns,
        write,
    )

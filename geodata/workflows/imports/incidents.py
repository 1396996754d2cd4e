"""A file of incidents: read in pieces, judged row by row, compared with what is there."""

from __future__ import annotations

from sqlalchemy.orm import Session

from geodata.errors import InvalidInputError
from geodata.importers import field_names
from geodata.queries import incident_imports, staging
from geodata.workflows.imports import source_table
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
    stage = incident_imports.make_stage(session)
    judge: RowJudge | None = None
    rows = 0
    columns: dict[str, str] = {}
    for table in source_table.read_tables(reading.path, crs=reading.crs, layer=reading.layer):
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
    progress(55, "comparing")
    counts = incident_imports.sort_out(session, reading.source)
    return Prepared(
        rows,
        {**counts, "refused": rows - sum(counts.values())},
        columns,
        lambda import_id: incident_imports.write(session, reading.source, import_id),
    )

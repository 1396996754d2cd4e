"""What the imports into plain tables share: read, judge, stage, compare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from sqlalchemy.orm import Session

from geodata.crs import STORAGE_EPSG
from geodata.importers import field_names
from geodata.importers.request import Kind
from geodata.queries import row_imports
from geodata.queries.row_imports import Target
from geodata.workflows.imports import source_table
from geodata.workflows.imports.reading import Prepared, Reading
from geodata.workflows.imports.row_findings import RowFindings
from geodata.workflows.imports.table_judge import TableJudge


def judge(reading: Reading, kind: Kind | None, findings: RowFindings) -> TableJudge:
    """Read the file of a reading and choose its columns. Raises InvalidInputError."""
    table = source_table.read(
        reading.path, kind, crs=reading.crs, layer=reading.layer, place=reading.place
    )
    columns = field_names.choose(
        reading.kind, list(table.texts.columns), reading.columns, reading.constants
    )
    return TableJudge(table.in_wgs84(reading.datum), columns, dict(reading.constants), findings)


def staged(
    judge: TableJudge, columns: dict[str, Any], shapes: npt.NDArray[np.object_] | None = None
) -> Iterator[tuple[Any, ...]]:
    """Yield the good rows: number, the columns, and the shape as WKB in hex."""
    values: list[Sequence[Any]] = [np.arange(1, len(judge) + 1)[judge.good].tolist()]
    for column in columns.values():
        if isinstance(column, pd.Series):
            kept = column[judge.good]
            values.append(kept.astype(object).where(kept.notna(), None).to_list())
        else:
            values.append([column] * int(judge.good.sum()))
    if shapes is not None:
        placed = shapely.set_srid(shapes[judge.good], STORAGE_EPSG)
        values.append(shapely.to_wkb(placed, hex=True, include_srid=True).tolist())
    return zip(*values, strict=True)


def prepare(
    session: Session,
    target: Target,
    judge: TableJudge,
    columns: dict[str, Any],
    shapes: npt.NDArray[np.object_] | None = None,
) -> Prepared:
    """Stage the good rows and compare them with the table."""
    row_imports.stage(session, target, staged(judge, columns, shapes))
    for row in row_imports.drop_repeated(session, target):
        judge.findings.add(row, "repeated", "the same key stands in an earlier row")
    counts = row_imports.sort_out(session, target)
    refused = len(judge) - sum(counts.values())
    return Prepared(
        len(judge),
        {**counts, "refused": refused},
        judge.columns,
        lambda import_id: row_imports.write(session, target, import_id),
        drawn=judge.table.drawn,
    )

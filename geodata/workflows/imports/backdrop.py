"""What the base map is drawn from and what grids should not cross: roads, water, rail, parks."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Text
from sqlalchemy.orm import Session

from geodata.models.backdrop import BACKDROP_KINDS
from geodata.queries.row_imports import Target
from geodata.workflows.imports import rows
from geodata.workflows.imports.reading import Prepared, Reading
from geodata.workflows.imports.row_findings import RowFindings
from geodata.workflows.progress import Progress

TARGET = Target(
    "backdrop",
    ("source", "source_id"),
    {
        **dict.fromkeys(("source", "source_id", "kind", "feature_class", "name"), Text()),
        "geom": Text(),
    },
    ("kind", "feature_class", "name", "geom"),
    {},
)


def prepare(
    session: Session, reading: Reading, findings: RowFindings, progress: Progress
) -> Prepared:
    """Judge and compare features of the base map."""
    judge = rows.judge(reading, "any", findings)
    progress(30, f"{len(judge):,} rows read")
    source_id = judge.filled("source_id", "no_id")
    kind = judge.texts("kind").str.lower()
    judge.refuse(~kind.isin(BACKDROP_KINDS), "unknown_kind", "kind")
    shapes = judge.shapes()
    columns = {
        "source": reading.source,
        "source_id": source_id,
        "kind": kind,
        "feature_class": _or_none(judge.texts("feature_class")),
        "name": _or_none(judge.texts("name")),
    }
    return rows.prepare(session, TARGET, judge, columns, shapes)


def _or_none(texts: pd.Series) -> pd.Series:
    return texts.where(texts != "")

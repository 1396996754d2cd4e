"""Units of a file, each inside one community."""

from __future__ import annotations

from datetime import UTC, datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from sqlalchemy import BigInteger, Integer, Text
from sqlalchemy.orm import Session

from geodata.analyses.area_lookup import AreaLookup
from geodata.queries import areas
from geodata.queries.row_imports import Target
from geodata.workflows.imports import rows
from geodata.workflows.imports.reading import Prepared, Reading
from geodata.workflows.imports.row_findings import RowFindings
from geodata.workflows.imports.table_judge import TableJudge
from geodata.workflows.progress import Progress

COMMUNITY_TIER = 4
TARGET = Target(
    "unit",
    ("code",),
    {
        "code": Text(),
        "community_id": BigInteger(),
        "households": Integer(),
        "population": Integer(),
        "geom": Text(),
    },
    ("community_id", "households", "population", "geom"),
    {},
    "NOT EXISTS (SELECT 1 FROM assignment WHERE unit_id = t.id)",
)


def prepare(
    session: Session, reading: Reading, findings: RowFindings, progress: Progress
) -> Prepared:
    """Judge and compare units; a community that is not named is the one that holds the unit."""
    judge = rows.judge(reading, "polygons", findings)
    progress(30, f"{len(judge):,} rows read")
    code = judge.filled("code", "no_id")
    households, population = judge.counted("households"), judge.counted("population")
    shapes = judge.polygons()
    community = _communities(session, judge, shapes)
    columns = {
        "code": code,
        "community_id": community,
        "households": households,
        "population": population,
    }
    return rows.prepare(session, TARGET, judge, columns, shapes)


def _communities(session: Session, judge: TableJudge, shapes: np.ndarray) -> pd.Series:
    known = areas.frame(session, COMMUNITY_TIER, datetime.now(UTC))
    named = judge.texts("community_code")
    found = named.map(dict(zip(known["code"], known["id"], strict=True))).astype("Int64")
    judge.refuse(found.isna() & (named != ""), "unknown_area", "community_code")
    silent = found.isna().to_numpy() & judge.good
    if silent.any():
        found[silent] = _holders(known, shapes[silent])
        judge.refuse(found.isna(), "outside", "community_code")
    return found


def _holders(known: gpd.GeoDataFrame, shapes: np.ndarray) -> pd.Series:
    points = shapely.point_on_surface(shapes)
    lookup = AreaLookup.build(known, known["code"].to_list())
    places = lookup.find(shapely.get_x(points), shapely.get_y(points))
    ids = np.append(known["id"].to_numpy(dtype=np.int64), -1)[places]
    return pd.array([int(i) if i >= 0 else None for i in ids], dtype="Int64")

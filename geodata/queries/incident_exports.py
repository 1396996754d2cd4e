"""Incidents on their way out, in pieces: what a desk may hand on, never a reporter."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy import ColumnElement, Text, cast, func, select
from sqlalchemy.orm import Session

from geodata.crs import STORAGE_EPSG
from geodata.models import Area, Category, Department, Incident
from geodata.queries import areas
from geodata.queries._rows import AnySelect
from geodata.queries.incident_filter import is_late

PIECE_ROWS = 20_000
TIMES = ("reported_at", "due_at", "resolved_at")


def pieces(session: Session, where: Sequence[ColumnElement[bool]]) -> Iterator[gpd.GeoDataFrame]:
    """Yield incidents in EPSG:4326, by number, a piece at a time; the index counts on."""
    result = session.execute(
        _statement().where(*where).execution_options(yield_per=PIECE_ROWS, stream_results=True)
    )
    start = 0
    for rows in result.partitions():
        columns = {name: [row[i] for row in rows] for i, name in enumerate(result.keys())}
        shapes = shapely.points(columns.pop("lon"), columns.pop("lat"))
        for name in TIMES:
            columns[name] = pd.to_datetime(pd.Series(columns[name]), utc=True).to_list()
        index = pd.RangeIndex(start, start + len(rows))
        yield gpd.GeoDataFrame(columns, index=index, geometry=shapes, crs=STORAGE_EPSG)
        start += len(rows)


def within(codes: Collection[str]) -> ColumnElement[bool]:
    """Return the test that an incident lies in one of these areas, whatever their version."""
    return Incident.grid_id.in_(areas.below(select(Area.id).where(Area.code.in_(codes))))


def not_sensitive() -> ColumnElement[bool]:
    """Return the test that an incident's category may be shown to everybody who exports."""
    return Incident.category_id.in_(select(Category.id).where(~Category.is_sensitive))


def _statement() -> AnySelect:
    return (
        select(
            cast(Incident.id, Text).label("id"),
            Incident.number,
            Incident.source,
            Incident.source_id,
            Category.code.label("category_code"),
            Category.name.label("category_name"),
            Category.name_zh.label("category_name_zh"),
            Department.code.label("department_code"),
            Incident.status,
            Incident.priority,
            Incident.reported_at,
            Incident.due_at,
            Incident.resolved_at,
            is_late().label("is_late"),
            Area.code.label("grid_code"),
            Incident.address,
            Incident.description,
            Incident.is_synthetic,
            func.ST_X(Incident.geom).label("lon"),
            func.ST_Y(Incident.geom).label("lat"),
        )
        .join(Category, Category.id == Incident.category_id)
        .outerjoin(Department, Department.id == Incident.department_id)
        .outerjoin(Area, Area.id == Incident.grid_id)
        .order_by(Incident.number)
    )

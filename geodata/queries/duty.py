"""Officers on duty: who answers for which grids now, where they are, and what they have to do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Double, Subquery, func, null, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from geodata.crs import STORAGE_EPSG
from geodata.models import Area, Incident, Officer, OfficerGrid
from geodata.models.incident import OPEN_STATUSES
from geodata.queries import areas
from geodata.queries._rows import Rows


def on_duty(
    session: Session,
    at: datetime,
    *,
    area: str | None = None,
    near: tuple[float, float] | None = None,
    limit: int = 1_000,
) -> Rows:
    """Return officers with grids at ``at``, the nearest first where ``near`` (lon, lat) is given.

    code, name, is_synthetic, grid_codes, lon and lat (inside one of the grids), open_count (open
    incidents of the grids), distance_m (to the nearest grid, 0 inside it; None without ``near``).
    """
    grids = _grids(session, at, area, near)
    open_counts = _open_counts()
    distance = func.min(grids.c.distance_m)
    order = (distance.asc(), Officer.code) if near else (Officer.code,)
    return session.execute(
        select(
            Officer.code,
            Officer.name,
            Officer.is_synthetic,
            _nearest_first(grids.c.code, grids).label("grid_codes"),
            _nearest_first(grids.c.lon, grids)[1].label("lon"),
            _nearest_first(grids.c.lat, grids)[1].label("lat"),
            func.coalesce(func.sum(open_counts.c.count), 0).cast(BigInteger).label("open_count"),
            distance.label("distance_m"),
        )
        .join(grids, grids.c.officer_id == Officer.id)
        .outerjoin(open_counts, open_counts.c.grid_id == grids.c.id)
        .group_by(Officer.id)
        .order_by(*order)
        .limit(limit)
    ).all()


def _nearest_first(column: Any, grids: Subquery) -> Any:
    return func.array_agg(
        aggregate_order_by(column, grids.c.distance_m, grids.c.code), type_=ARRAY(column.type)
    )


def _grids(
    session: Session, at: datetime, area: str | None, near: tuple[float, float] | None
) -> Subquery:
    statement = (
        select(
            OfficerGrid.officer_id,
            Area.id,
            Area.code,
            func.ST_X(func.ST_PointOnSurface(Area.geom), type_=Double).label("lon"),
            func.ST_Y(func.ST_PointOnSurface(Area.geom), type_=Double).label("lat"),
            _distance_m(near).label("distance_m"),
        )
        .join(Area, Area.id == OfficerGrid.grid_id)
        .where(
            OfficerGrid.valid_from <= at,
            or_(OfficerGrid.valid_to.is_(None), OfficerGrid.valid_to > at),
            areas.valid_at(at),
        )
    )
    if area is not None:
        statement = statement.where(Area.id.in_(areas.subtree_ids(areas.get_id(session, area, at))))
    return statement.subquery()


def _distance_m(near: tuple[float, float] | None) -> ColumnElement[Any]:
    if near is None:
        return null().cast(Double)
    point = func.ST_SetSRID(func.ST_MakePoint(*near), STORAGE_EPSG)
    return func.ST_Distance(func.geography(Area.geom), func.geography(point))


def _open_counts() -> Subquery:
    return (
        select(Incident.grid_id, func.count().label("count"))
        .where(Incident.status.in_(OPEN_STATUSES))
        .group_by(Incident.grid_id)
        .subquery()
    )

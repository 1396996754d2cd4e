"""Standard addresses: all of them, and those near a point."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import geopandas as gpd
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from geodata.crs import STORAGE_EPSG
from geodata.errors import NotFoundError
from geodata.models import Address, Area, Unit
from geodata.queries._rows import AnyRow, AnySelect, Rows
from geodata.queries._spatial import read_frame

# Nearest by degrees first, for the index; the answer is sorted by metres.
NEAR_MARGIN = 4


def frame(session: Session) -> gpd.GeoDataFrame:
    """Return all addresses in EPSG:4326: id, code, text, point."""
    return read_frame(
        session,
        select(
            Address.id, Address.code, Address.text, func.ST_AsBinary(Address.geom).label("geom")
        ).order_by(Address.code),
    )


def with_places(session: Session, ids: Sequence[int], at: datetime) -> Rows:
    """Return addresses with the grid and the unit that hold them at a moment, in any order."""
    return session.execute(_with_places(at).where(Address.id.in_(ids))).all()


def get(session: Session, code: str, at: datetime) -> AnyRow:
    """Return one address with its grid and unit at a moment; raises NotFoundError."""
    row = session.execute(_with_places(at).where(Address.code == code)).one_or_none()
    if row is None:
        raise NotFoundError(f"there is no address {code!r}")
    return row


def nearest(
    session: Session, lon: float, lat: float, at: datetime, *, limit: int, within_m: float
) -> Rows:
    """Return the addresses nearest to a point within a radius, with ``distance_m``."""
    point = func.ST_SetSRID(func.ST_MakePoint(lon, lat), STORAGE_EPSG)
    near = (
        select(Address.id, _metres(Address.geom, point).label("distance_m"))
        .order_by(Address.geom.op("<->")(point))
        .limit(limit * NEAR_MARGIN)
        .subquery("near")
    )
    statement = (
        _with_places(at)
        .add_columns(near.c.distance_m)
        .join(near, near.c.id == Address.id)
        .where(near.c.distance_m <= within_m)
        .order_by(near.c.distance_m, Address.code)
        .limit(limit)
    )
    return session.execute(statement).all()


def _metres(one: Any, other: Any) -> ColumnElement[float]:
    return func.ST_DistanceSphere(one, other)


def _with_places(at: datetime) -> AnySelect:
    unit = (
        select(Unit.code)
        .where(func.ST_Intersects(Unit.geom, Address.geom))
        .order_by(Unit.code)
        .limit(1)
        .correlate(Address)
        .scalar_subquery()
    )
    return select(
        Address.id,
        Address.code,
        Address.text,
        Address.district,
        Address.township,
        Address.community,
        Address.road,
        Address.number_text.label("number"),
        Address.compound,
        Address.building,
        Address.room,
        Address.is_synthetic,
        func.ST_X(Address.geom).label("lon"),
        func.ST_Y(Address.geom).label("lat"),
        Area.code.label("grid_code"),
        Area.name.label("grid_name"),
        Area.name_zh.label("grid_name_zh"),
        unit.label("unit_code"),
    ).outerjoin(Area, Area.id == func.grid_at(Address.geom, at))

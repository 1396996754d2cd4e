"""Registers: how many of something an area held on a day. Counts only, never a person."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
from sqlalchemy import and_, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from geodata.models import Area, RegisterCount
from geodata.queries._rows import Rows
from geodata.queries._spatial import read_frame


def of_area(session: Session, code: str, until: date | None = None) -> Rows:
    """Return every count of an area, newest first: measure, value, counted_on, source."""
    statement = (
        select(
            RegisterCount.measure,
            RegisterCount.value,
            RegisterCount.counted_on,
            RegisterCount.source,
            RegisterCount.is_synthetic,
        )
        .join(Area, Area.id == RegisterCount.area_id)
        .where(Area.code == code)
    )
    if until is not None:
        statement = statement.where(RegisterCount.counted_on <= until)
    return session.execute(
        statement.order_by(
            RegisterCount.counted_on.desc(), RegisterCount.measure, RegisterCount.source
        )
    ).all()


def latest(session: Session, tier: int, until: date | None = None) -> Rows:
    """Return the newest count of each area of a tier and measure; of one day the first source."""
    wanted = [Area.tier == tier]
    if until is not None:
        wanted.append(RegisterCount.counted_on <= until)
    return session.execute(
        select(
            Area.code.label("area_code"),
            RegisterCount.measure,
            RegisterCount.value,
            RegisterCount.counted_on,
            RegisterCount.source,
            RegisterCount.is_synthetic,
        )
        .ext(distinct_on(Area.code, RegisterCount.measure))
        .join(Area, Area.id == RegisterCount.area_id)
        .where(and_(*wanted))
        .order_by(
            Area.code,
            RegisterCount.measure,
            RegisterCount.counted_on.desc(),
            RegisterCount.source,
        )
    ).all()


def frame(session: Session) -> gpd.GeoDataFrame:
    """Return all counts in EPSG:4326, each with the ground of its area."""
    return read_frame(
        session,
        select(
            Area.code.label("area_code"),
            RegisterCount.measure,
            RegisterCount.value,
            RegisterCount.counted_on,
            RegisterCount.source,
            RegisterCount.is_synthetic,
            func.ST_AsBinary(Area.geom).label("geom"),
        )
        .join(Area, Area.id == RegisterCount.area_id)
        .order_by(Area.code, RegisterCount.counted_on, RegisterCount.measure, RegisterCount.source),
    )

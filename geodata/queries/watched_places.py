"""Lists of places that rules watch, such as rental addresses (出租房)."""

from __future__ import annotations

import geopandas as gpd
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from geodata.models import WatchedPlace
from geodata.queries._rows import Rows
from geodata.queries._spatial import read_frame


def frame(session: Session, list_code: str) -> gpd.GeoDataFrame:
    """Return a list as points in EPSG:4326: code, name, radius_m; empty when there is none."""
    return read_frame(
        session,
        select(
            WatchedPlace.code,
            WatchedPlace.name,
            WatchedPlace.radius_m,
            func.ST_AsBinary(WatchedPlace.geom).label("geom"),
        )
        .where(WatchedPlace.list_code == list_code)
        .order_by(WatchedPlace.code),
    )


def replace(session: Session, list_code: str, places: gpd.GeoDataFrame) -> int:
    """Put ``places`` (points in EPSG:4326: code, name, radius_m) in the stead of a list."""
    session.execute(delete(WatchedPlace).where(WatchedPlace.list_code == list_code))
    session.add_all(
        WatchedPlace(
            list_code=list_code,
            code=row.code,
            name=row.name,
            radius_m=row.radius_m,
            geom=f"SRID=4326;{row.geometry.wkt}",
        )
        for row in places.itertuples(index=False)
    )
    session.flush()
    return len(places)


def lists(session: Session) -> Rows:
    """Return the codes of the lists with how many places each holds."""
    return session.execute(
        select(WatchedPlace.list_code, func.count().label("count"))
        .group_by(WatchedPlace.list_code)
        .order_by(WatchedPlace.list_code)
    ).all()

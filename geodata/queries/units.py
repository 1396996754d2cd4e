"""Units with their households, population and incidents."""

from __future__ import annotations

import geopandas as gpd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.models import Area, Unit
from geodata.queries._spatial import read_frame


def frame(session: Session) -> gpd.GeoDataFrame:
    """Return all units in EPSG:4326: id, code, community_code, households, population."""
    return read_frame(
        session,
        select(
            Unit.id,
            Unit.code,
            Area.code.label("community_code"),
            Unit.households,
            Unit.population,
            func.ST_AsBinary(Unit.geom).label("geom"),
        )
        .join(Area, Area.id == Unit.community_id)
        .order_by(Unit.code),
    )

"""Standard addresses."""

from __future__ import annotations

import geopandas as gpd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.models import Address
from geodata.queries._spatial import read_frame


def frame(session: Session) -> gpd.GeoDataFrame:
    """Return all addresses in EPSG:4326: id, code, text, point."""
    return read_frame(
        session,
        select(
            Address.id, Address.code, Address.text, func.ST_AsBinary(Address.geom).label("geom")
        ).order_by(Address.code),
    )

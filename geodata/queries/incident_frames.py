"""Incidents as a frame, for the analyses."""

from __future__ import annotations

import geopandas as gpd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.models import Category, Incident
from geodata.queries._spatial import read_frame
from geodata.queries.incidents import Conditions


def frame(session: Session, where: Conditions) -> gpd.GeoDataFrame:
    """Return points in EPSG:4326: id, category_code, status, reported_at, grid_id."""
    return read_frame(
        session,
        select(
            Incident.id,
            Category.code.label("category_code"),
            Incident.status,
            Incident.reported_at,
            Incident.grid_id,
            func.ST_AsBinary(Incident.geom).label("geom"),
        )
        .join(Category, Category.id == Incident.category_id)
        .where(*where)
        .order_by(Incident.number),
    )

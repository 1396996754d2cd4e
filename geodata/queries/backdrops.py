"""Roads, water, rail, parks and bridges, for the analyses."""

from __future__ import annotations

import geopandas as gpd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.models import Backdrop
from geodata.queries._spatial import read_frame


def frame(session: Session, kind: str) -> gpd.GeoDataFrame:
    """Return the features of a kind in EPSG:4326: feature_class, name, geometry."""
    return read_frame(
        session,
        select(Backdrop.feature_class, Backdrop.name, func.ST_AsBinary(Backdrop.geom).label("geom"))
        .where(Backdrop.kind == kind)
        .order_by(Backdrop.id),
    )


def everything(session: Session) -> gpd.GeoDataFrame:
    """Return all features in EPSG:4326: kind, feature_class, name, source, source_id, geometry."""
    names = ("kind", "feature_class", "name", "source", "source_id")
    return read_frame(
        session,
        select(
            *(getattr(Backdrop, name) for name in names),
            func.ST_AsBinary(Backdrop.geom).label("geom"),
        ).order_by(Backdrop.id),
    )

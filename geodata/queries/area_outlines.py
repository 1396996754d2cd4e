"""Outlines of areas for small scales."""

from __future__ import annotations

from collections.abc import Iterable

from shapely.geometry.base import BaseGeometry
from sqlalchemy import delete
from sqlalchemy.orm import Session

from geodata.geometry import as_multipolygon
from geodata.models import AreaOutline
from geodata.queries.bulk import copy_rows


def replace_all(session: Session, outlines: Iterable[tuple[int, int, BaseGeometry]]) -> int:
    """Write (area key, zoom, geometry in EPSG:4326) anew; return how many."""
    session.execute(delete(AreaOutline))
    rows = (
        (area_id, zoom, f"SRID=4326;{as_multipolygon(geom).wkt}")
        for area_id, zoom, geom in outlines
    )
    return copy_rows(session, AreaOutline, ("area_id", "zoom", "geom"), rows)

"""Outlines of areas for small scales, written with the boundaries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import Session

from geodata import crs
from geodata.models.area_outline import OUTLINE_ZOOMS
from geodata.queries import area_outlines, areas, cities

# One pixel of a web map at the equator and zoom 0, in metres.
PIXEL_M = 156_543.03


def redraw(session: Session, at: datetime) -> int:
    """Simplify every tier for every outline zoom, neighbours still edge to edge; return how many.

    Visvalingam-Whyatt on the whole coverage (shapely.coverage_simplify), so that an edge shared
    by two areas stays shared: no sliver opens and none overlaps.
    """
    epsg = cities.get(session).metric_epsg
    return area_outlines.replace_all(session, _outlines(session, at, epsg))


def _outlines(session: Session, at: datetime, epsg: int) -> Iterator[tuple[int, int, BaseGeometry]]:
    for tier in cities.tiers(session):
        frame = areas.frame(session, tier.level, at)
        if frame.empty:
            continue
        metric = crs.to_metric(frame, epsg)
        for zoom in OUTLINE_ZOOMS:
            tolerance_m = PIXEL_M / 2**zoom / 2
            simple = shapely.coverage_simplify(metric.geometry.to_numpy(), tolerance_m)
            drawn = crs.to_storage(metric.set_geometry(simple, crs=metric.crs))
            for area_id, shape in zip(drawn["id"], drawn.geometry, strict=True):
                # An area smaller than the tolerance may vanish: then its full shape is drawn.
                if not shape.is_empty and shape.is_valid:
                    yield int(area_id), zoom, shape

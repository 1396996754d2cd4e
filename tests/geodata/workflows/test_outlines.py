"""Outlines at small scales stay edge to edge."""

import shapely
from sqlalchemy import func, select

from geodata.models import AreaOutline
from geodata.workflows import outlines
from tests.worlds import market


def test_every_area_has_an_outline_per_zoom_and_neighbours_still_touch(session, town):
    assert outlines.redraw(session, market.NOON) == 6 * 3
    shapes = [
        shapely.from_wkb(bytes(wkb))
        for wkb in session.scalars(
            select(func.ST_AsBinary(AreaOutline.geom)).where(
                AreaOutline.area_id.in_([town.market.id, town.river.id]), AreaOutline.zoom == 9
            )
        )
    ]
    assert len(shapes) == 2
    assert shapely.coverage_is_valid(shapes)
    assert shapes[0].touches(shapes[1])

"""What strangers may see of single incidents: no sensitive category, no exact place.

A filter works on what is shown and never on what is hidden behind it: a box is tested on the
snapped place, or the exact one could be found by asking for ever smaller boxes.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from geodata.models import Category, Incident
from geodata.queries._spatial import Box, in_box
from geodata.queries.categories import Parent

# About 100 m: a place stands for every door of its square.
SNAP_DEG = 0.001


def sensitive_ids() -> Any:
    """Return a selection of the keys of sensitive categories and of those below them."""
    return (
        select(Category.id)
        .outerjoin(Parent, Parent.id == Category.parent_id)
        .where(or_(Category.is_sensitive, Parent.is_sensitive))
    )


def is_public() -> ColumnElement[bool]:
    """Return the test that an incident's category is not sensitive."""
    return Incident.category_id.not_in(sensitive_ids())


def place(*, is_exact: bool) -> Any:
    """Return the place of an incident as it is shown: exact, or snapped."""
    return Incident.geom if is_exact else func.ST_SnapToGrid(Incident.geom, SNAP_DEG)


def in_public_box(box: Box) -> ColumnElement[bool]:
    """Return the test that the place that is shown lies in a box (degrees)."""
    west, south, east, north = box
    # The index knows the exact places: ask it for a little more, then look at what is shown.
    wide = (west - SNAP_DEG, south - SNAP_DEG, east + SNAP_DEG, north + SNAP_DEG)
    shown = place(is_exact=False)
    x, y = func.ST_X(shown), func.ST_Y(shown)
    return and_(in_box(Incident.geom, wide), x.between(west, east), y.between(south, north))

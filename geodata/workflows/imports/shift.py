"""The shift test of a file: do its lines follow the known borders in the declared datum?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from sqlalchemy.orm import Session

from geodata.analyses import datum_shift
from geodata.crs import STORAGE_EPSG, to_metric
from geodata.queries import areas, cities

TESTED = ("areas", "units", "backdrop")
# The tiers whose borders are surveyed; grids are drawn by the city itself.
BORDER_TIERS = (2, 3, 4)


def verdict(
    session: Session, kind: str, shapes: npt.NDArray[np.object_] | None, declared: str
) -> dict[str, Any] | None:
    """Return what shapes (degrees, in the datum ``declared``) look like beside known borders.

    None where the test says nothing: points, tables, a city without borders.
    """
    if kind not in TESTED or shapes is None:
        return None
    drawn = shapes[shapely.get_dimensions(shapes) > 0]
    borders = _borders(session)
    if len(drawn) == 0 or borders is None:
        return None
    layer = gpd.GeoDataFrame(geometry=drawn, crs=STORAGE_EPSG)
    found = datum_shift.find(layer, borders, declared)
    return {
        "declared": found.declared,
        "looks_like": found.looks_like,
        "is_suspect": found.is_suspect,
        "shift_m": round(found.shift_m, 1),
        "distance_m": {name: round(value, 1) for name, value in found.distance_m.items()},
    }


def _borders(session: Session) -> gpd.GeoDataFrame | None:
    now, epsg = datetime.now(UTC), cities.get(session).metric_epsg
    frames = [areas.frame(session, tier, now) for tier in BORDER_TIERS]
    frames = [frame for frame in frames if not frame.empty]
    if not frames:
        return None
    known = gpd.GeoDataFrame(pd.concat(frames)[["geometry"]], crs=STORAGE_EPSG)
    return to_metric(known, epsg)

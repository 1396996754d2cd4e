"""People or households of units, shared out to the zones that they lie in."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geodata.analyses.layer import mended
from geodata.crs import FloatArray, require_metric
from geodata.errors import InvalidInputError


def share_out(zones: gpd.GeoDataFrame, units: gpd.GeoDataFrame, *, column: str) -> FloatArray:
    """Return how much of ``column`` lies in each zone, as if people lived evenly over their unit.

    Parameters
    ----------
    zones : n polygons in a metric CRS that do not overlap.
    units : polygons in the same CRS with a count; missing counts are 0.

    Returns
    -------
    Array (n,); what lies in no zone is in none.

    Raises
    ------
    InvalidInputError : another CRS, not metric, or no such column.

    >>> box = shapely.box(0, 0, 200, 100)
    >>> blocks = gpd.GeoDataFrame({"people": [60]}, geometry=[box], crs=26985)
    >>> cells = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 50, 100)], crs=26985)
    >>> share_out(cells, blocks, column="people").tolist()
    [15.0]
    """
    require_metric(zones)
    if units.crs != zones.crs:
        raise InvalidInputError("units and zones are in different coordinate systems")
    if column not in units:
        raise InvalidInputError(f"the units have no column {column!r}", field=column)
    amount = units[column].fillna(0).to_numpy(dtype=np.float64)
    polygons = mended(np.asarray(units.geometry.array, dtype=object))
    cells = np.asarray(zones.geometry.array, dtype=object)
    unit, zone = shapely.STRtree(cells).query(polygons, predicate="intersects")
    size_m2 = shapely.area(polygons)
    part_m2 = shapely.area(shapely.intersection(polygons[unit], cells[zone]))
    share = part_m2 / np.where(size_m2 > 0, size_m2, 1.0)[unit]
    return np.bincount(zone, weights=share * amount[unit], minlength=len(zones)).astype(np.float64)

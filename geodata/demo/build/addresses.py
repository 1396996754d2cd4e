"""Addresses derived from named streets, where no address register is at hand.

They are not real house numbers. Every 150 m along a street, on either side of it, stands one
point called "N00 Block of <street>". N counts 150 m steps from an origin: to the north or south
for a street that runs north to south, to the east or west for one that runs east to west.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

BLOCK_M = 150.0
SETBACK_M = 12.0


def derive(
    streets: gpd.GeoDataFrame, units: gpd.GeoDataFrame, origin: shapely.Point
) -> pd.DataFrame:
    """Return code, text, is_synthetic, lon, lat; one address per block, side and unit.

    ``streets`` (name, geometry) and ``units`` and ``origin`` in one metric CRS. Points outside
    every unit are dropped; of several with the same text in one unit, the first stays.
    """
    rows = []
    for name, lines in streets.dropna(subset="name").groupby("name", sort=True).geometry:
        west, south, east, north = lines.total_bounds
        runs_north = north - south > east - west
        joined = shapely.line_merge(shapely.union_all(lines.to_numpy()))
        for line in shapely.get_parts(joined):
            for point in _both_sides(line):
                away_m = abs(point.y - origin.y) if runs_north else abs(point.x - origin.x)
                rows.append((name, int(away_m // BLOCK_M), point))
    found = gpd.GeoDataFrame(rows, columns=["street", "block", "geometry"], crs=streets.crs)
    found["unit"] = _unit_of(found, units)
    found = found[found["unit"] >= 0].drop_duplicates(["street", "block", "unit"])
    places = found.geometry.to_crs(4326)
    number = (found["block"] + 1) * 100
    return pd.DataFrame(
        {
            "code": [f"A{position:06d}" for position in range(1, len(found) + 1)],
            "text": number.astype(str) + " Block of " + found["street"],
            "is_synthetic": True,
            "lon": places.x.round(6),
            "lat": places.y.round(6),
        }
    ).reset_index(drop=True)


def _both_sides(line: shapely.LineString) -> list[shapely.Point]:
    """Points at the middle of each block, set back to the left and to the right."""
    middles = np.arange(BLOCK_M / 2, line.length, BLOCK_M)
    here = shapely.get_coordinates(shapely.line_interpolate_point(line, middles))
    ahead = shapely.get_coordinates(
        shapely.line_interpolate_point(line, np.minimum(middles + 1.0, line.length))
    )
    along = ahead - here
    length = np.hypot(along[:, 0], along[:, 1])
    found = []
    for number in np.flatnonzero(length > 0):
        aside = np.array([-along[number, 1], along[number, 0]]) / length[number] * SETBACK_M
        found += [
            shapely.Point(here[number] + aside),
            shapely.Point(here[number] - aside),
        ]
    return found


def _unit_of(points: gpd.GeoDataFrame, units: gpd.GeoDataFrame) -> np.ndarray:
    unit = np.full(len(points), -1)
    point, found = units.sindex.query(points.geometry, predicate="intersects")
    unit[point[::-1]] = found[::-1]
    return unit

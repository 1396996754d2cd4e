"""Metres of street in each area: what an officer has to patrol."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.analyses.layer import Layer
from geodata.crs import require_metric
from geodata.errors import InvalidInputError

# A street on the border of two areas is walked by both officers.
BORDER_M = 1.0


def measure(
    areas: gpd.GeoDataFrame, streets: gpd.GeoDataFrame | gpd.GeoSeries, *, code_column: str
) -> pd.Series:
    """Return the metres of street in each area, by code; a street on a border counts for both.

    ``areas`` are polygons, ``streets`` lines, in one metric CRS. Raises InvalidInputError when
    they are not.

    >>> grid = gpd.GeoDataFrame({"code": ["G1"]}, geometry=[shapely.box(0, 0, 90, 90)], crs=26985)
    >>> lane = gpd.GeoSeries([shapely.LineString([(0, 40), (90, 40)])], crs=26985)
    >>> measure(grid, lane, code_column="code").round().to_dict()
    {'G1': 90.0}
    """
    require_metric(areas)
    if streets.crs != areas.crs:
        raise InvalidInputError("the streets must be in the CRS of the areas")
    layer = Layer.read(areas, code_column)
    lines = shapely.force_2d(np.array(streets.geometry.array, dtype=object))
    grown = shapely.buffer(layer.polygons, BORDER_M, quad_segs=2)
    shapely.prepare(grown)
    line, area = shapely.STRtree(grown).query(lines, predicate="intersects")
    is_whole = shapely.covers(grown[area], lines[line])
    length = shapely.length(lines[line])
    cut = np.flatnonzero(~is_whole)
    length[cut] = shapely.length(shapely.intersection(lines[line[cut]], grown[area[cut]]))
    total = np.bincount(area, weights=length, minlength=len(layer.codes))
    return pd.Series(total, index=pd.Index(layer.codes, name="code"), name="patrol_m")

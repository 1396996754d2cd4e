"""Simplify lines and polygons for drawing, and mend rings by one rule."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geodata.geometry import as_multipolygon

DRAWING_DECIMALS = 6


def mend(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Mend invalid rings: shapely.make_valid(method="structure"), areal parts only."""
    layer = layer.copy()
    broken = ~layer.geometry.is_valid
    layer.loc[broken, "geometry"] = [
        as_multipolygon(shapely.make_valid(shape, method="structure"))
        for shape in layer.geometry[broken]
    ]
    return layer


def simplify(
    layer: gpd.GeoDataFrame, *, metric_epsg: int, tolerance_m: float, smallest_m2: float = 0.0
) -> gpd.GeoDataFrame:
    """Drop detail below ``tolerance_m`` and polygons below ``smallest_m2``; 6 decimals.

    Rows keep their order; rows that lose all their extent are dropped.
    """
    metric = layer.to_crs(metric_epsg)
    kept = metric[(metric.geometry.length > 0) & (metric.geometry.area >= smallest_m2)]
    slim = kept.set_geometry(kept.geometry.simplify(tolerance_m)).to_crs(4326)
    slim = slim.set_geometry(
        gpd.GeoSeries(
            shapely.transform(
                slim.geometry.to_numpy(), lambda points: np.round(points, DRAWING_DECIMALS)
            ),
            index=slim.index,
            crs=4326,
        )
    )
    slim = mend(slim)
    return slim[shapely.length(slim.geometry.to_numpy()) > 0]

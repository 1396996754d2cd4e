"""Frames as rows for COPY: geometries as EWKB in hex, missing values as None."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.crs import STORAGE_EPSG


def with_wkb(frame: gpd.GeoDataFrame) -> Iterator[tuple[Any, str]]:
    """Yield each row without its geometry, and the geometry."""
    table = frame.drop(columns="geometry")
    return zip(table.itertuples(), wkb(frame.geometry), strict=True)


def wkb(shapes: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """Return EWKB in hex of geometries in EPSG:4326.

    >>> wkb([shapely.Point(0, 0)])[0][:18]
    '0101000020E6100000'
    """
    marked = shapely.set_srid(np.asarray(shapes, dtype=object), STORAGE_EPSG)
    return np.asarray(shapely.to_wkb(marked, hex=True, include_srid=True), dtype=object)


def none_if_missing(value: Any) -> Any:
    """Return None for NaN, NaT and the like.

    >>> none_if_missing(float("nan")) is None
    True
    """
    return None if pd.isna(value) else value

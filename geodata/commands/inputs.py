"""Reading the layers of a command, and bringing two of them together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata import crs
from geodata.analyses.long_edges import share_vertices
from geodata.errors import InvalidInputError
from geodata.importers.coordinate_range import check_range
from geodata.importers.identifiers import check_unique, find_id_column, require_columns
from geodata.importers.layers import read_layer
from geodata.importers.refusal import one_line, refusal

# An outline is the whole city in one shape: Washington has 12,093 vertices.
MAX_OUTLINE_VERTICES = 100_000
NAME_COLUMNS = ("name_zh", "name", "area_name", "名称", "title", "community")


def read_areas(
    path: str, id_column: str | None, *, input_crs: int | None, max_vertices: int
) -> gpd.GeoDataFrame:
    """Read polygons whose ids (``attrs["id_column"]``, None for row numbers) are unique."""
    frame = read_layer(path, kind="polygons", crs=input_crs, max_vertices=max_vertices)
    column = find_id_column(frame, id_column, frame.attrs["source"])
    if column is not None:
        check_unique(frame, column, frame.attrs["source"])
    frame.attrs["id_column"] = column
    return frame


def read_outline(path: str, *, input_crs: int | None) -> gpd.GeoDataFrame:
    """Read the polygons that together are the outline."""
    return read_layer(path, kind="polygons", crs=input_crs, max_vertices=MAX_OUTLINE_VERTICES)


def ids(frame: gpd.GeoDataFrame) -> pd.Series:
    """Return the ids as they stand in the file; row numbers from 1 when there is no column."""
    column = frame.attrs["id_column"]
    if column is None:
        return pd.Series(np.arange(1, len(frame) + 1), index=frame.index)
    return frame[column]


def codes(values: pd.Series) -> list[str]:
    """Return ids as texts whose order is that of the ids: whole numbers get leading zeros.

    >>> codes(pd.Series([9, 10]))
    ['09', '10']
    """
    texts = id_texts(values)
    if pd.api.types.is_integer_dtype(values.dtype) and (values >= 0).all():
        width = max(map(len, texts))
        return [text.zfill(width) for text in texts]
    return texts


def id_texts(values: pd.Series) -> list[str]:
    """Return ids as texts, ``12`` for 12.0; "row 7" where the id is missing.

    >>> id_texts(pd.Series([12.0, None]))
    ['12', 'row 2']
    """
    return [_id_text(value, i + 1) for i, value in enumerate(values)]


def find_name_column(frame: gpd.GeoDataFrame, id_column: str | None) -> str | None:
    """Return the column with names for people, None when there is none beside the ids."""
    by_lower = {str(name).lower(): str(name) for name in reversed(list(frame.columns))}
    found = next((by_lower[name] for name in NAME_COLUMNS if name in by_lower), None)
    return None if found == id_column else found


def numbers(frame: gpd.GeoDataFrame, column: str, *, blank: float = 0.0) -> pd.Series:
    """Return ``column`` as numbers at least 0; empty cells are ``blank``.

    Raises InvalidInputError with the row of anything else.
    """
    source = frame.attrs["source"]
    require_columns(frame, [column], source)
    texts = frame[column].astype(object)
    is_blank = frame[column].isna() | (frame[column].astype(str).str.strip() == "")
    values = pd.to_numeric(texts.where(~is_blank, 0), errors="coerce").astype(float)
    bad = ~np.isfinite(values.to_numpy()) | (values.to_numpy() < 0)
    if bad.any():
        at = int(np.argmax(bad))
        cell = one_line(str(texts.iloc[at]), 40)
        raise refusal(source, f"{column} is {cell!r}, which is not a number from 0 up", at + 1)
    return values.where(~is_blank, blank)


def in_crs_of(layer: gpd.GeoDataFrame, other: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return ``layer`` in the CRS of ``other``; untouched where both are degrees already."""
    if layer.crs == other.crs:
        return layer
    degrees = {crs.STORAGE_EPSG, crs.CGCS2000_EPSG}
    if {layer.crs.to_epsg(), other.crs.to_epsg()} <= degrees:
        return layer.set_crs(other.crs, allow_override=True)
    return layer.to_crs(other.crs)


def check_axes(layer: gpd.GeoDataFrame, other: gpd.GeoDataFrame) -> None:
    """Refuse two layers that lie apart but would meet if the axes of one were swapped.

    Raises InvalidInputError.
    """
    if not (layer.crs.is_geographic and other.crs.is_geographic):
        return
    west, south, east, north = layer.total_bounds
    there = shapely.box(*other.total_bounds)
    swapped = shapely.box(south, west, north, east)
    if shapely.box(west, south, east, north).intersects(there) or not swapped.intersects(there):
        return
    shapes = layer.geometry.to_numpy()
    row = int(np.argmax(~(shapely.is_missing(shapes) | shapely.is_empty(shapes))))
    x, y = shapely.get_coordinates(shapes[row])[0]
    cause = (
        f"longitude {x:g}, latitude {y:g} lies far from {other.attrs['source']}, but not with the "
        "axes swapped; longitude comes first in both files"
    )
    raise refusal(layer.attrs["source"], cause, row + 1)


def to_metric(frame: gpd.GeoDataFrame, metric_epsg: int | None) -> gpd.GeoDataFrame:
    """Return ``frame`` in ``metric_epsg``, else its own CRS if that is metric, else UTM.

    Raises InvalidInputError when the CRS does not suit the place.
    """
    if metric_epsg is None and _is_metric(frame) and frame.crs.to_epsg() != crs.WEB_MERCATOR_EPSG:
        return frame
    metric = crs.to_metric(frame, metric_epsg)
    metric.attrs = dict(frame.attrs)
    if metric_epsg is not None:
        check_range(metric, f"{frame.attrs['source']} in EPSG:{metric_epsg}")
    return metric


def measured_together(
    layers: Sequence[gpd.GeoDataFrame | None], metric_epsg: int | None
) -> list[Any]:
    """Return the layers in the metric CRS of the first, edge to edge as they were; None stays.

    Raises InvalidInputError when the CRS does not suit the place.
    """
    there = [layer for layer in layers if layer is not None]
    if all(layer.crs == there[0].crs for layer in there):
        there = share_vertices(there)
    first = to_metric(there[0], metric_epsg)
    measured = iter(share_vertices([first, *(in_crs_of(layer, first) for layer in there[1:])]))
    return [None if layer is None else next(measured) for layer in layers]


def _is_metric(frame: gpd.GeoDataFrame) -> bool:
    try:
        crs.require_metric(frame)
    except InvalidInputError:
        return False
    return True


def _id_text(value: object, row: int) -> str:
    if pd.isna(value) or not str(value).strip():
        return f"row {row}"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)

"""CSV, UTF-8, with the position of points or the WKT of other shapes, safe for spreadsheets."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.crs import to_storage
from geodata.exporters.json_values import json_value
from geodata.exporters.packing import open_packed
from geodata.formula_cells import escape_cell

# Decimals enough for every double; the writer stops at the shortest text that is exact.
WKT_DIGITS = 330


def write(frame: gpd.GeoDataFrame, path: Path) -> list[str]:
    """Write the rows; a layer that came from a CSV keeps its own columns of coordinates.

    Other points get ``lon`` and ``lat``, other shapes ``wkt``, in EPSG:4326 because a CSV cannot
    say its CRS, with all digits. Text that a spreadsheet would run as a formula gets an
    apostrophe.
    """
    header, columns = _columns(frame)
    with open_packed(path) as packed, io.TextIOWrapper(packed, "utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow([escape_cell(name) for name in header])
        rows.writerows(zip(*columns, strict=True))
    return []


def lines(frame: gpd.GeoDataFrame, *, with_header: bool, mark: str = "") -> bytes:
    """Return the rows of a frame as CSV in UTF-8, after ``mark`` and (if wanted) the header."""
    stream = io.StringIO()
    header, columns = _columns(frame)
    rows = csv.writer(stream, lineterminator="\n")
    if with_header:
        stream.write(mark)
        rows.writerow([escape_cell(name) for name in header])
    rows.writerows(zip(*columns, strict=True))
    return stream.getvalue().encode()


def wkt_cells(shapes: npt.NDArray[np.object_]) -> list[str]:
    """Return shapes as WKT with all digits; empty text where a shape is missing.

    >>> wkt_cells(np.array([shapely.Point(0.1, 1 / 3), None]))
    ['POINT (0.1 0.3333333333333333)', '']
    """
    return [text or "" for text in shapely.to_wkt(shapes, rounding_precision=WKT_DIGITS)]


def cell_columns(frame: gpd.GeoDataFrame) -> tuple[pd.DataFrame, dict[str, list[Any]]]:
    """Return the attributes, and columns that tell the position, for formats without geometry.

    Points get ``lon`` and ``lat`` as numbers, other shapes ``wkt``, in EPSG:4326; None where a
    shape is missing. A layer that came from a CSV keeps its own columns of coordinates.
    """
    attributes = frame.drop(columns=frame.geometry.name)
    header = [str(name) for name in attributes.columns]
    own = frame.attrs.get("coordinate_columns", [])
    places: dict[str, list[Any]] = {}
    if not own or not set(own) <= set(header):
        for name, cells in _geometry_columns(frame).items():
            places[_free_name(name, [*header, *places])] = cells
    return attributes, places


def _columns(frame: gpd.GeoDataFrame) -> tuple[list[str], list[list[str]]]:
    attributes, places = cell_columns(frame)
    header = [*map(str, attributes.columns), *places]
    columns = [[_cell(v) for v in attributes.iloc[:, i]] for i in range(attributes.shape[1])]
    columns += [[_cell(v) for v in cells] for cells in places.values()]
    # A CSV has no place beside its rows: where it comes from stands in each of them.
    for name, value in frame.attrs.get("about", {}).items():
        header.append(_free_name(str(name), header))
        columns.append([_cell(value)] * len(frame))
    return header, columns


def _geometry_columns(frame: gpd.GeoDataFrame) -> dict[str, list[Any]]:
    shapes = to_storage(frame).geometry.to_numpy()
    filled = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if (shapely.get_type_id(shapes[filled]) != shapely.GeometryType.POINT).any():
        return {"wkt": [*wkt_cells(shapes)]}
    positions = np.full((len(shapes), 2), np.nan)
    positions[filled] = shapely.get_coordinates(shapes[filled])
    return {name: positions[:, i].tolist() for i, name in enumerate(("lon", "lat"))}


def _free_name(name: str, taken: list[str]) -> str:
    candidates = [name, *(f"{name}_{i}" for i in range(1, len(taken) + 2))]
    return next(candidate for candidate in candidates if candidate not in taken)


def _cell(value: Any) -> str:
    plain = json_value(value)
    if plain is None:
        return ""
    if isinstance(plain, str):
        return escape_cell(plain)
    if isinstance(plain, bool):
        return str(plain).lower()
    return str(plain)

"""Attribute values to pandas columns that keep every value as it was written."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from pyproj import CRS

from geodata.importers.refusal import one_line, refusal

_INT64 = range(-(2**63), 2**63)
_EXACT_IN_FLOAT = 2**53


def as_series(values: list[Any], name: str, source: str) -> pd.Series:
    """Return ``values`` as a column: whole numbers stay whole even where some are missing.

    A column of mixed kinds keeps its Python objects. Raises InvalidInputError for a number that
    is none (NaN, infinity) and for text that no encoding can hold.

    >>> as_series([1, None], "households", "a.geojson").dtype
    Int64Dtype()
    """
    if not _is_encodable(name):
        raise refusal(source, "the name of a property holds half a character (a lone surrogate)")
    kinds = set(map(type, values))
    _check_values(values, kinds, name, source)
    missing = type(None) in kinds
    kinds.discard(type(None))
    if kinds == {str}:
        return pd.Series(values, dtype="str")
    if kinds == {bool}:
        return pd.Series(values, dtype="boolean" if missing else "bool")
    if kinds == {int} and all(v is None or v in _INT64 for v in values):
        return pd.Series(values, dtype="Int64" if missing else "int64")
    if kinds == {float} or (kinds == {int, float} and all(map(_fits_float, values))):
        return pd.Series(values, dtype="float64")
    return pd.Series(values, dtype=object)


def with_geometry(
    columns: pd.DataFrame, shapes: npt.NDArray[np.object_], crs: CRS | None
) -> gpd.GeoDataFrame:
    """Return ``columns`` with ``shapes`` behind them, in a column that no attribute is called."""
    name = geometry_name(map(str, columns.columns))
    geometry = gpd.GeoSeries(shapes, index=columns.index, crs=crs)
    return gpd.GeoDataFrame(columns.assign(**{name: geometry}), geometry=name, crs=crs)


def geometry_name(taken: Iterable[str]) -> str:
    """Return a name for the geometry column that no attribute has.

    >>> geometry_name(["id", "geometry"])
    'geometry_1'
    """
    names = set(taken)
    candidates = ["geometry", *(f"geometry_{i}" for i in range(1, len(names) + 2))]
    return next(name for name in candidates if name not in names)


def _check_values(values: list[Any], kinds: set[type], name: str, source: str) -> None:
    if float in kinds:
        for i, value in enumerate(values):
            if isinstance(value, float) and not math.isfinite(value):
                cause = f"{one_line(name, 60)} is {value}, which JSON does not know; use null"
                raise refusal(source, cause, i + 1)
    if str in kinds:
        for i, value in enumerate(values):
            if isinstance(value, str) and not _is_encodable(value):
                cause = f"{one_line(name, 60)} holds half a character (a lone surrogate)"
                raise refusal(source, cause, i + 1)


def _fits_float(value: object) -> bool:
    return not isinstance(value, int) or abs(value) <= _EXACT_IN_FLOAT


def _is_encodable(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

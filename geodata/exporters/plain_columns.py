"""Columns of one kind each, for formats that demand it."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata.exporters.json_values import json_value


def plain_columns(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a copy in which no column mixes kinds; mixed ones become text, lists become JSON.

    >>> from shapely import Point
    >>> mixed = gpd.GeoDataFrame({"a": [1, "x"]}, geometry=[Point(0, 0)] * 2, crs=4326)
    >>> plain_columns(mixed)["a"].tolist()
    ['1', 'x']
    """
    plain = frame.copy()
    for name in frame.columns:
        if name != frame.geometry.name and frame[name].dtype == object:
            plain[name] = _plain(frame[name])
    return plain


def _plain(column: pd.Series) -> pd.Series:
    values = [json_value(value) for value in column]
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return pd.Series(values, index=column.index, dtype="boolean")
    if kinds == {int} and all(v is None or abs(v) < 2**63 for v in values):
        return pd.Series(values, index=column.index, dtype="Int64")
    if kinds and kinds <= {int, float}:
        return pd.Series(values, index=column.index, dtype="float64")
    return pd.Series([_text(value) for value in values], index=column.index, dtype="str")


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)

"""A Shapefile in a zip: the oldest format that every program reads."""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio

from geodata.errors import InvalidInputError
from geodata.exporters.json_values import json_value
from geodata.exporters.plain_columns import plain_columns
from geodata.exporters.shape_types import one_type

MAX_NAME_BYTES = 10
MAX_TEXT_BYTES = 254
# The same time on every entry, so that the same layer gives the same file.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def write(frame: gpd.GeoDataFrame, path: Path) -> list[str]:
    """Write .shp, .shx, .dbf, .prj and .cpg (UTF-8); names of columns shrink to 10 bytes.

    Returns a note for names that were shortened. Raises InvalidInputError for a text longer than
    254 bytes, with the row, and for mixed types of shapes.
    """
    plain, geometry_type = one_type(plain_columns(frame))
    names = short_names([str(n) for n in plain.columns if n != plain.geometry.name])
    plain = _storable(plain).rename(columns=names)
    with tempfile.TemporaryDirectory(prefix="geodata-shp-") as folder:
        pyogrio.write_dataframe(
            plain,
            Path(folder, "layer.shp"),
            driver="ESRI Shapefile",
            geometry_type=geometry_type,
            encoding="UTF-8",
        )
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in sorted(Path(folder).iterdir()):
                member = zipfile.ZipInfo(part.name, _ZIP_TIME)
                archive.writestr(member, part.read_bytes(), zipfile.ZIP_DEFLATED)
            if frame.attrs.get("about"):
                about = json.dumps(json_value(frame.attrs["about"]), ensure_ascii=False, indent=2)
                archive.writestr(zipfile.ZipInfo("about.json", _ZIP_TIME), about + "\n")
    changed = [f"{old} to {new}" for old, new in names.items() if old != new]
    return [f"Shapefile: columns renamed, {', '.join(changed)}"] if changed else []


def short_names(names: list[str]) -> dict[str, str]:
    """Return a name of at most 10 bytes for each name, no two alike in any case.

    >>> short_names(["community_code", "community_name"])
    {'community_code': 'community_', 'community_name': 'community1'}
    """
    short: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        candidate, number = _cut(name or "field", MAX_NAME_BYTES), 0
        while candidate.lower() in taken:
            number += 1
            candidate = _cut(name or "field", MAX_NAME_BYTES - len(str(number))) + str(number)
        taken.add(candidate.lower())
        short[name] = candidate
    return short


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")


def _storable(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Turn times into ISO text, which this format does not know, and refuse long texts."""
    for name in frame.columns.drop(frame.geometry.name):
        column = frame[name]
        if pd.api.types.is_datetime64_any_dtype(column.dtype):
            frame[name] = pd.Series([json_value(v) for v in column], column.index, dtype="str")
        elif pd.api.types.is_string_dtype(column.dtype):
            _check_lengths(column)
    return frame


def _check_lengths(column: pd.Series) -> None:
    lengths = np.array([len(str(v).encode()) if pd.notna(v) else 0 for v in column], dtype=int)
    if (lengths > MAX_TEXT_BYTES).any():
        row = int(np.argmax(lengths > MAX_TEXT_BYTES)) + 1
        cause = (
            f"{column.name} has {lengths[row - 1]} bytes, but a Shapefile holds {MAX_TEXT_BYTES}"
        )
        raise InvalidInputError(f"row {row}: {cause}; write .gpkg instead", row=row)

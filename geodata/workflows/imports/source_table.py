"""Any file as a table of texts, with a shape per row where the format has one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.crs import DATUMS, convert_datum, to_storage
from geodata.errors import InvalidInputError
from geodata.exporters.json_values import json_value
from geodata.importers import csv, excel, source_file
from geodata.importers.layers import ending_of, read_layer
from geodata.importers.request import Kind

CHUNK_ROWS = 25_000
TABLE_ENDINGS = (".csv", ".csv.gz", ".xlsx")
# Where the shape of a point stands in a table of incidents; a file may have both for itself.
PLACE_COLUMNS = ("lon", "lat")


@dataclass(frozen=True)
class SourceTable:
    """``texts`` has one column of text per attribute, index 0, 1, 2 ...; ``shapes`` are degrees
    (EPSG:4326), None where a row has none; ``drawn`` are the same in the numbers of the file.
    """

    texts: pd.DataFrame
    shapes: npt.NDArray[np.object_] | None
    drawn: npt.NDArray[np.object_] | None = None

    def in_wgs84(self, datum: str) -> SourceTable:
        """Return the table with its shapes moved from ``datum`` to WGS-84."""
        if self.shapes is None or datum in ("wgs84", "cgcs2000"):
            return replace(self, drawn=self.shapes)
        moved = self.shapes.copy()
        filled = ~shapely.is_missing(moved)
        moved[filled] = shapely.transform(moved[filled], lambda at: _converted(at, datum))
        return replace(self, shapes=moved, drawn=self.shapes)


def read(
    path: Path,
    kind: Kind | None,
    *,
    crs: str | None = None,
    layer: str | None = None,
    place: tuple[str, str] | None = None,
) -> SourceTable:
    """Read a whole file; ``kind`` None reads a table without shapes.

    ``place`` names the columns of longitude and latitude of a table. Raises InvalidInputError.
    """
    if kind is None:
        return SourceTable(_whole_table(path, layer), None)
    is_table = ending_of(path) in TABLE_ENDINGS
    frame = _layer(path, kind, crs, layer, place if is_table else None)
    return SourceTable(texts_of(frame), np.asarray(frame.geometry.to_numpy(), dtype=object))


def read_tables(
    path: Path, *, crs: str | None = None, layer: str | None = None
) -> Iterator[pd.DataFrame]:
    """Yield tables of texts in which points stand as ``lon`` and ``lat``; CSV comes in pieces."""
    source_file.check_file(path)
    ending = ending_of(path)
    if ending == ".xlsx":
        yield excel.read_table(path, layer)
    elif ending in TABLE_ENDINGS:
        yield from csv.read_tables(path, CHUNK_ROWS)
    else:
        frame = _layer(path, "points", crs, layer)
        positions = np.full((len(frame), 2), np.nan)
        filled = ~shapely.is_missing(frame.geometry.to_numpy())
        positions[filled] = shapely.get_coordinates(frame.geometry.to_numpy()[filled])
        texts = texts_of(frame)
        for at, name in enumerate(PLACE_COLUMNS):
            cells = ["" if np.isnan(value) else repr(float(value)) for value in positions[:, at]]
            texts[name] = pd.Series(cells, index=texts.index, dtype="str")
        yield texts


def texts_of(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the attributes of a frame as texts; what is missing is empty."""
    attributes = frame.drop(columns=frame.geometry.name)
    columns = {
        str(name): pd.Series([_text(v) for v in attributes[name]], index=frame.index, dtype="str")
        for name in attributes
    }
    return pd.DataFrame(columns, index=frame.index)


def require_datum(datum: str) -> str:
    """Return ``datum``; raises InvalidInputError for an unknown one."""
    if datum not in DATUMS:
        raise InvalidInputError(
            f"unknown datum {datum!r}: use one of {', '.join(DATUMS)}", field="datum"
        )
    return datum


def _whole_table(path: Path, layer: str | None) -> pd.DataFrame:
    source_file.check_file(path)
    ending = ending_of(path)
    if ending == ".xlsx":
        return excel.read_table(path, layer)
    if ending in TABLE_ENDINGS:
        return pd.concat(csv.read_tables(path, CHUNK_ROWS))
    return texts_of(_layer(path, "any", None, layer))


def _layer(
    path: Path,
    kind: Kind,
    crs: str | None,
    layer: str | None,
    place: tuple[str, str] | None = None,
) -> gpd.GeoDataFrame:
    name = f"{path}|layername={layer}" if layer else str(path)
    lon, lat = place or (None, None)
    frame = read_layer(
        name, kind=kind, crs=crs, lon=lon, lat=lat, allow_missing=True, allow_invalid=True
    )
    return to_storage(frame)


def _converted(positions: npt.NDArray[np.float64], datum: str) -> npt.NDArray[np.float64]:
    return np.column_stack(convert_datum(positions[:, 0], positions[:, 1], datum, "wgs84"))


def _text(value: Any) -> str:
    plain = json_value(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return str(plain).lower()
    if isinstance(plain, float) and plain.is_integer() and abs(plain) < 2**53:
        return str(int(plain))
    return str(plain)

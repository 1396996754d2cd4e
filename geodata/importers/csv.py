"""CSV: a point per row from two columns of coordinates, or a shape per row from a WKT column.

Every cell stays the text that it was. UTF-8 (with or without BOM), GBK and Excel's UTF-16 are
read; the separator is whichever of comma, semicolon, tab and bar the header has most of.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS

from geodata.crs import STORAGE_EPSG
from geodata.formula_cells import unescape_cell
from geodata.importers import source_file
from geodata.importers.columns import with_geometry
from geodata.importers.identifiers import require_columns
from geodata.importers.refusal import listing, one_line, refusal
from geodata.importers.request import ReadRequest

# Pairs of column names, the likeliest first; any case.
COORDINATE_NAMES = (
    ("lon", "lat"),
    ("lng", "lat"),
    ("long", "lat"),
    ("longitude", "latitude"),
    ("经度", "纬度"),
    ("东经", "北纬"),
    ("x", "y"),
    ("x_coord", "y_coord"),
    ("x_coordinate", "y_coordinate"),
)
WKT_NAMES = ("wkt", "geom_wkt", "geometry", "geom", "the_geom")
MAX_CELL_CHARACTERS = 4 * 1024**2
CHUNK_ROWS = 100_000

Rows = list[list[str]]


def read(path: Path, request: ReadRequest) -> gpd.GeoDataFrame:
    """Read all rows; ``attrs["coordinate_columns"]`` names the columns that hold the position.

    Raises InvalidInputError.
    """
    return next(_chunks(path, request, None))


def read_chunks(
    path: Path, request: ReadRequest, rows: int = CHUNK_ROWS
) -> Iterator[gpd.GeoDataFrame]:
    """Read pieces of at most ``rows`` rows, so that a file of any length needs little memory.

    The index counts on through the pieces. Raises InvalidInputError at the piece that is wrong.
    """
    return _chunks(path, request, rows)


def read_tables(path: Path, rows: int = CHUNK_ROWS) -> Iterator[pd.DataFrame]:
    """Read pieces as they stand, every cell text, without looking for a position.

    The index counts on through the pieces. Raises InvalidInputError at the piece that is wrong.
    """
    return _tables(path, rows)


def _chunks(path: Path, request: ReadRequest, size: int | None) -> Iterator[gpd.GeoDataFrame]:
    for table in _tables(path, size):
        yield located(table, request, path.name)


def _tables(path: Path, size: int | None) -> Iterator[pd.DataFrame]:
    source = path.name
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    with source_file.open_text(path, source_file.text_encoding(path)) as stream:
        reader = csv.reader(stream, delimiter=_delimiter(stream), strict=True)
        header = _header(reader, source)
        start = 0
        while rows := _rows(reader, header, source, start, size):
            yield _table(rows, header, start)
            start += len(rows)
        if start == 0:
            raise refusal(source, "the file holds a header but no rows")


def _delimiter(stream: IO[str]) -> str:
    first = stream.readline(1024**2)
    stream.seek(0)
    counts = {mark: first.count(mark) for mark in ",;\t|"}
    return max(counts, key=lambda mark: counts[mark])


def _header(reader: Iterator[list[str]], source: str) -> list[str]:
    try:
        header = [name.strip() for name in next(reader, [])]
    except csv.Error as error:
        raise refusal(source, f"the header cannot be read ({error})") from error
    if not any(header):
        raise refusal(source, "the first line must name the columns")
    for name in header:
        if header.count(name) > 1:
            raise refusal(source, f"two columns are called {one_line(name, 60)!r}")
    return header


def _rows(
    reader: Iterator[list[str]], header: list[str], source: str, start: int, size: int | None
) -> Rows:
    rows: Rows = []
    try:
        for cells in islice(_filled(reader), size):
            rows.append(cells)
            if len(cells) != len(header):
                cause = f"{len(cells)} cells, but the header names {len(header)} columns"
                raise refusal(source, cause, start + len(rows))
    except csv.Error as error:
        raise refusal(source, f"cannot be read ({error})", start + len(rows) + 1) from error
    return rows


def _table(rows: Rows, header: list[str], start: int) -> pd.DataFrame:
    texts = zip(*rows, strict=True)
    index = pd.RangeIndex(start, start + len(rows))
    columns = {}
    for name, cells in zip(header, texts, strict=True):
        column = pd.Series(pd.array(cells, dtype="str"), index=index)
        if column.str.startswith("'").any():
            column = column.map(unescape_cell).astype("str")
        columns[name] = column
    return pd.DataFrame(columns, index=index)


def _filled(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    return (cells for cells in reader if cells)


def located(table: pd.DataFrame, request: ReadRequest, source: str) -> gpd.GeoDataFrame:
    """Return a table of texts with the position or shape that two or one of its columns tell.

    ``attrs["coordinate_columns"]`` names them. Raises InvalidInputError with the first row, by
    the index, whose position cannot be read.
    """
    start = int(table.index[0])
    names = _coordinate_columns(table, request, source)
    if len(names) == 1:
        shapes = _from_wkt(table[names[0]], source, start)
    else:
        lon, lon_blank = _numbers(table[names[0]], source, start)
        lat, lat_blank = _numbers(table[names[1]], source, start)
        half = lon_blank != lat_blank
        if half.any():
            cause = f"only one of {names[0]} and {names[1]} is filled"
            raise refusal(source, cause, start + int(np.argmax(half)) + 1)
        shapes = shapely.points(lon, lat)
        shapes[lon_blank] = None
    frame = with_geometry(table, shapes, request.crs or CRS.from_epsg(STORAGE_EPSG))
    frame.attrs["coordinate_columns"] = names
    return frame


def _coordinate_columns(table: pd.DataFrame, request: ReadRequest, source: str) -> list[str]:
    if request.lon is not None and request.lat is not None:
        require_columns(table, [request.lon, request.lat], source)
        return [request.lon, request.lat]
    if request.lon is not None or request.lat is not None:
        raise refusal(source, "give the columns of both longitude and latitude, or none")
    by_lower = {name.lower(): name for name in reversed(list(table.columns))}
    pairs = [p for p in COORDINATE_NAMES if p[0] in by_lower and p[1] in by_lower]
    wkt = next((by_lower[name] for name in WKT_NAMES if name in by_lower), None)
    if wkt is not None and (request.kind != "points" or not pairs):
        return [wkt]
    if not pairs:
        cause = (
            "no columns of longitude and latitude found; the columns are: "
            f"{listing(list(table.columns))}; name two of them (--lon and --lat)"
        )
        raise refusal(source, cause)
    return [by_lower[name] for name in pairs[0]]


def has_place(columns: Sequence[str]) -> bool:
    """Say whether the names of columns tell where the position or shape of a row stands.

    >>> has_place(["id", "经度", "纬度"]), has_place(["id", "note"])
    (True, False)
    """
    names = {name.lower() for name in columns}
    return any({*pair} <= names for pair in COORDINATE_NAMES) or bool(names & {*WKT_NAMES})


def _numbers(
    cells: pd.Series, source: str, start: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return the numbers (NaN where blank) and where cells are blank."""
    blank = (cells.str.strip() == "").to_numpy(dtype=bool)
    texts = cells.to_numpy(dtype=object)
    numbers = np.full(len(cells), np.nan)
    try:
        numbers[~blank] = texts[~blank].astype(np.float64)
    except ValueError:
        at = next(i for i, text in enumerate(texts) if not (blank[i] or _is_number(text)))
        cause = f"{cells.name} is {one_line(texts[at], 60)!r}, which is not a number in degrees"
        raise refusal(source, cause, start + at + 1) from None
    bad = ~np.isfinite(numbers) & ~blank
    if bad.any():
        at = int(np.argmax(bad))
        cause = f"{cells.name} is {one_line(texts[at], 60)!r}, which is not a finite number"
        raise refusal(source, cause, start + at + 1)
    return numbers, blank


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _from_wkt(cells: pd.Series, source: str, start: int) -> npt.NDArray[np.object_]:
    texts = cells.to_numpy(dtype=object)
    filled = (cells.str.strip() != "").to_numpy(dtype=bool)
    shapes = np.full(len(texts), None, dtype=object)
    shapes[filled] = shapely.from_wkt(texts[filled], on_invalid="ignore")
    bad = filled & shapely.is_missing(shapes)
    if bad.any():
        at = int(np.argmax(bad))
        cause = f"{cells.name} holds {one_line(texts[at], 40)!r}, which is not WKT"
        raise refusal(source, cause, start + at + 1)
    return shapes

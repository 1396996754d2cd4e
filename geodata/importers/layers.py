"""The one entry point: any file to a checked frame."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
from pyproj import CRS

from geodata.crs import parse_epsg
from geodata.geometry import MAX_VERTICES
from geodata.importers import (
    csv,
    excel,
    flatgeobuf,
    geojson,
    geopackage,
    geoparquet,
    kml,
    shapefile,
    source_file,
)
from geodata.importers.acceptance import accept
from geodata.importers.identifiers import require_columns
from geodata.importers.refusal import refusal
from geodata.importers.request import Kind, ReadRequest

READERS: dict[str, Callable[[Path, ReadRequest], gpd.GeoDataFrame]] = {
    ".geojson": geojson.read,
    ".json": geojson.read,
    ".geojson.gz": geojson.read,
    ".json.gz": geojson.read,
    ".csv": csv.read,
    ".csv.gz": csv.read,
    ".gpkg": geopackage.read,
    ".zip": shapefile.read,
    ".parquet": geoparquet.read,
    ".geoparquet": geoparquet.read,
    ".fgb": flatgeobuf.read,
    ".kml": kml.read,
    ".kmz": kml.read_packed,
    ".xlsx": excel.read,
}
_LAYER_MARK = "|layername="


def read_layer(
    path: str | Path,
    *,
    kind: Kind = "any",
    crs: int | str | None = None,
    lon: str | None = None,
    lat: str | None = None,
    id_column: str | None = None,
    id_unique: bool = False,
    allow_missing: bool = False,
    allow_invalid: bool = False,
    max_vertices: int = MAX_VERTICES,
) -> gpd.GeoDataFrame:
    """Read one layer, whole, in the order of the file, with index 0, 1, 2 ...

    The format follows from the ending of the name; ``FILE.gpkg|layername=NAME`` chooses a layer
    (of an Excel file, a sheet).
    The frame is in the CRS that the file declares, else in ``crs``; GeoJSON and CSV that declare
    none are EPSG:4326. ``lon`` and ``lat`` name the columns of a CSV, guessed when None.
    ``allow_missing`` keeps rows without a geometry as None, ``allow_invalid`` keeps shapes that
    are not valid; nothing is ever mended. ``attrs["source"]`` is the name of the file.

    Raises InvalidInputError, one line that names the file, the row (1-based) and the cause, for
    anything that is not a layer of this ``kind``: numbers that are none, latitudes outside
    -90..90, invalid or empty shapes, more than ``max_vertices`` vertices, unknown CRS, ids that
    are missing or stand twice (with ``id_unique``).

    >>> import pathlib, tempfile
    >>> text = "id,lon,lat" + chr(10) + "a,114.06,22.54" + chr(10)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "cases.csv")
    ...     _ = file.write_text(text)
    ...     read_layer(file, kind="points").geometry[0].wkt
    'POINT (114.06 22.54)'
    """
    plain, layer = _split_layer(str(path))
    source_file.check_file(plain)
    request = ReadRequest(
        kind=kind,
        crs=None if crs is None else CRS.from_epsg(parse_epsg(crs)),
        lon=lon,
        lat=lat,
        layer=layer,
        id_column=id_column,
        id_unique=id_unique,
        allow_missing=allow_missing,
        allow_invalid=allow_invalid,
        max_vertices=max_vertices,
    )
    frame = READERS[ending_of(plain)](plain, request)
    if id_column is not None:
        require_columns(frame, [id_column], plain.name)
    attrs = dict(frame.attrs)
    frame = accept(frame, plain.name, request)
    frame.attrs = {**attrs, **frame.attrs, "source": plain.name}
    return frame


def ending_of(path: Path) -> str:
    """Return the ending that decides the format, such as ``.geojson.gz``.

    Raises InvalidInputError for an unknown one, with those that are known.
    """
    name = path.name.lower()
    for ending in sorted(READERS, key=len, reverse=True):
        if name.endswith(ending):
            return ending
    known = ", ".join(READERS)
    raise refusal(path.name, f"the ending of the name is not one of {known}")


def _split_layer(path: str) -> tuple[Path, str | None]:
    name, mark, layer = path.partition(_LAYER_MARK)
    return (Path(name), layer) if mark and layer else (Path(path), None)

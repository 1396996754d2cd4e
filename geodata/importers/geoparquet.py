"""GeoParquet with WKB geometries, opened in the jail."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from geodata.importers.jail import open_in_jail
from geodata.importers.refusal import refusal
from geodata.importers.request import ReadRequest

_MAGIC = b"PAR1"


def read(path: Path, request: ReadRequest) -> gpd.GeoDataFrame:
    """Read the primary geometry and all columns. Raises InvalidInputError."""
    with path.open("rb") as stream:
        if stream.read(4) != _MAGIC:
            raise refusal(path.name, "this is not a Parquet file, whatever its name says")
    frame = open_in_jail(path, path.name, driver="Parquet", options={})
    return frame.set_crs(request.crs) if frame.crs is None and request.crs else frame

"""GeoPackage, opened in the jail."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from geodata.importers.jail import open_in_jail
from geodata.importers.refusal import refusal
from geodata.importers.request import ReadRequest

_MAGIC = b"SQLite format 3\0"


def read(path: Path, request: ReadRequest) -> gpd.GeoDataFrame:
    """Read the only layer, or the one that the request names. Raises InvalidInputError."""
    with path.open("rb") as stream:
        if stream.read(16) != _MAGIC:
            raise refusal(path.name, "this is not a GeoPackage, whatever its name says")
    frame = open_in_jail(path, path.name, driver="GPKG", options={"layer": request.layer})
    return frame.set_crs(request.crs) if frame.crs is None and request.crs else frame

"""FlatGeobuf, opened in the jail."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from geodata.importers.jail import open_in_jail
from geodata.importers.refusal import refusal
from geodata.importers.request import ReadRequest

_MAGIC = b"fgb\x03fgb"


def read(path: Path, request: ReadRequest) -> gpd.GeoDataFrame:
    """Read the layer; a FlatGeobuf holds one. Raises InvalidInputError."""
    with path.open("rb") as stream:
        if stream.read(7) != _MAGIC:
            raise refusal(path.name, "this is not a FlatGeobuf, whatever its name says")
    frame = open_in_jail(path, path.name, driver="FlatGeobuf", options={})
    return frame.set_crs(request.crs) if frame.crs is None and request.crs else frame

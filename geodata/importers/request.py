"""What the caller needs of a layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pyproj import CRS

from geodata.geometry import MAX_VERTICES

Kind = Literal["points", "lines", "polygons", "any"]


@dataclass(frozen=True)
class ReadRequest:
    """One request to read a layer; see read_layer for the meaning of each part."""

    kind: Kind = "any"
    crs: CRS | None = None
    lon: str | None = None
    lat: str | None = None
    layer: str | None = None
    id_column: str | None = None
    id_unique: bool = False
    allow_missing: bool = False
    allow_invalid: bool = False
    max_vertices: int = MAX_VERTICES

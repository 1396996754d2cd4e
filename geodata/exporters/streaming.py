"""Layers of any length as a stream of bytes: CSV and GeoJSON, a piece in memory at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import geopandas as gpd

from geodata.exporters import csv, geojson
from geodata.exporters.json_values import json_value

Pieces = Iterable[gpd.GeoDataFrame]
# A spreadsheet takes a file without this mark for one in its own old encoding.
BYTE_ORDER_MARK = "\ufeff"


def csv_bytes(pieces: Pieces, about: dict[str, Any]) -> Iterator[bytes]:
    """Yield a CSV with its header; text that a spreadsheet would run is escaped.

    ``pieces`` are frames in EPSG:4326 with the same columns, points all of them.

    >>> from shapely import Point
    >>> piece = gpd.GeoDataFrame({"id": ["=1"]}, geometry=[Point(1, 2)], crs=4326)
    >>> b"".join(csv_bytes([piece], {})).decode("utf-8-sig")
    "id,lon,lat\\n'=1,1.0,2.0\\n"
    """
    is_first = True
    for piece in pieces:
        piece.attrs["about"] = about
        yield csv.lines(piece, with_header=is_first, mark=BYTE_ORDER_MARK if is_first else "")
        is_first = False


def geojson_bytes(pieces: Pieces, about: dict[str, Any]) -> Iterator[bytes]:
    """Yield a FeatureCollection, one feature per line; ``about`` is a member beside them.

    >>> list(geojson_bytes([], {}))[-1]
    b'\\n]}\\n'
    """
    told = json.dumps(json_value(about), ensure_ascii=False, allow_nan=False)
    yield f'{{"type":"FeatureCollection","about":{told},"features":[\n'.encode()
    comma = ""
    for piece in pieces:
        yield (comma + ",\n".join(geojson.lines(piece))).encode()
        comma = ",\n"
    yield b"\n]}\n"


STREAMS: dict[str, Callable[[Pieces, dict[str, Any]], Iterator[bytes]]] = {
    "csv": csv_bytes,
    "geojson": geojson_bytes,
}

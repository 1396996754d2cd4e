"""GeoJSON as RFC 7946 has it: EPSG:4326, longitude first, outer rings counter-clockwise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import shapely

from geodata.crs import to_storage
from geodata.exporters.json_values import json_value
from geodata.exporters.packing import open_packed

_BATCH_ROWS = 10_000


def write(frame: gpd.GeoDataFrame, path: Path) -> list[str]:
    """Write one feature per line with all digits of every coordinate.

    Rounding would tear shared edges apart and move points across them. A layer in another CRS is
    converted and a note says so.
    """
    stored = to_storage(frame)
    stored.attrs = dict(frame.attrs)
    notes = [] if stored is frame or frame.crs.is_geographic else ["GeoJSON: written as EPSG:4326"]
    with open_packed(path) as stream:
        stream.writelines(_pieces(stored))
    return notes


def _pieces(frame: gpd.GeoDataFrame) -> Iterator[bytes]:
    about = json.dumps(json_value(frame.attrs.get("about")), ensure_ascii=False, allow_nan=False)
    member = f'"about":{about},' if frame.attrs.get("about") else ""
    yield f'{{"type":"FeatureCollection",{member}"features":[\n'.encode()
    for start in range(0, len(frame), _BATCH_ROWS):
        features = lines(frame.iloc[start : start + _BATCH_ROWS])
        comma = ",\n" if start else ""
        yield (comma + ",\n".join(features)).encode()
    yield b"\n]}\n"


def lines(frame: gpd.GeoDataFrame) -> Iterator[str]:
    """Yield the features of a frame in EPSG:4326, one JSON text each."""
    shapes = shapely.orient_polygons(frame.geometry.to_numpy(), exterior_cw=False)
    geometries = shapely.to_geojson(shapes)
    attributes = frame.drop(columns=frame.geometry.name)
    names = [str(name) for name in attributes.columns]
    columns = [[json_value(v) for v in attributes.iloc[:, i]] for i in range(len(names))]
    rows = zip(*columns, strict=True) if columns else iter([()] * len(frame))
    for row, geometry in zip(rows, geometries, strict=True):
        properties = json.dumps(
            dict(zip(names, row, strict=True)), ensure_ascii=False, allow_nan=False
        )
        yield f'{{"type":"Feature","properties":{properties},"geometry":{geometry or "null"}}}'

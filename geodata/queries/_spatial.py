"""The only place in SQL where coordinates change their system: ST_Transform is called here.

The literal is transformed and not the column, so that the spatial index serves.
"""

from __future__ import annotations

import math
from typing import Any

import geopandas as gpd
import shapely
from geoalchemy2 import Geography
from sqlalchemy import ColumnElement, and_, cast, func
from sqlalchemy.orm import Session

from geodata.crs import STORAGE_EPSG, WEB_MERCATOR_EPSG
from geodata.queries._rows import AnySelect

# Tiles are drawn on 4096 units with a margin, or lines would end at the tile's edge.
TILE_EXTENT = 4096
TILE_MARGIN = 64
# A degree of latitude is never shorter than this.
DEGREE_M = 110_500

Box = tuple[float, float, float, float]


def in_box(column: Any, box: Box) -> ColumnElement[Any]:
    """Return the test that a geometry's box meets ``box`` (west, south, east, north; degrees)."""
    meets: ColumnElement[Any] = column.op("&&")(func.ST_MakeEnvelope(*box, STORAGE_EPSG))
    return meets


def within_m(column: Any, lon: float, lat: float, radius_m: float) -> ColumnElement[bool]:
    """Return the test that a point column lies at most ``radius_m`` from a place.

    The first test is in degrees, wide enough at this latitude, and finds by the column's own
    index; the second measures on the spheroid.
    """
    point = place(lon, lat)
    radius_deg = radius_m / (DEGREE_M * max(math.cos(math.radians(lat)), 0.01))
    near = func.ST_DWithin(column, point, radius_deg)
    return and_(near, func.ST_DWithin(_spheroid(column), _spheroid(point), radius_m))


def distance_m(column: Any, lon: float, lat: float) -> ColumnElement[float]:
    """Return the distance of ``column`` from a place on the spheroid, in metres."""
    return func.ST_Distance(_spheroid(column), _spheroid(place(lon, lat)))


def place(lon: float, lat: float) -> ColumnElement[Any]:
    """Return a longitude and a latitude as a point."""
    return func.ST_SetSRID(func.ST_MakePoint(lon, lat), STORAGE_EPSG)


def _spheroid(shape: Any) -> ColumnElement[Any]:
    return cast(shape, Geography(srid=STORAGE_EPSG))


def in_tile(column: Any, z: int, x: int, y: int) -> ColumnElement[Any]:
    """Return the test that a geometry's box meets a tile with its margin."""
    world = func.ST_TileEnvelope(0, 0, 0)
    envelope = func.ST_TileEnvelope(z, x, y, world, TILE_MARGIN / TILE_EXTENT)
    meets: ColumnElement[Any] = column.op("&&")(func.ST_Transform(envelope, STORAGE_EPSG))
    return meets


def tile_geometry(column: Any, z: int, x: int, y: int) -> ColumnElement[Any]:
    """Return ``column`` in the units of a tile, clipped to its margin."""
    mercator = func.ST_Transform(column, WEB_MERCATOR_EPSG)
    envelope = func.ST_TileEnvelope(z, x, y)
    return func.ST_AsMVTGeom(mercator, envelope, TILE_EXTENT, TILE_MARGIN, True)


def geojson(column: Any, digits: int = 7) -> ColumnElement[str]:
    """Return ``column`` as the text of a GeoJSON geometry; 7 digits are about a centimetre."""
    return func.ST_AsGeoJSON(column, digits, 0)


def read_frame(session: Session, statement: AnySelect, geometry: str = "geom") -> gpd.GeoDataFrame:
    """Run ``statement`` and return its rows as a frame in EPSG:4326.

    The column called ``geometry`` must be selected as WKB (``func.ST_AsBinary``).
    """
    result = session.execute(statement)
    names = list(result.keys())
    rows = result.all()
    columns = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    shapes = shapely.from_wkb(
        [bytes(wkb) if wkb is not None else None for wkb in columns.pop(geometry)]
    )
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=STORAGE_EPSG)


def geojson_in(
    column: Any, epsg: int, *, is_north_first: bool, digits: int = 7
) -> ColumnElement[str]:
    """Return ``column`` as the text of a GeoJSON geometry in another CRS, in its axes' order."""
    shape = column if epsg == STORAGE_EPSG else func.ST_Transform(column, epsg)
    return geojson(func.ST_FlipCoordinates(shape) if is_north_first else shape, digits)


def meets_box(column: Any, box: Box, epsg: int = STORAGE_EPSG) -> ColumnElement[Any]:
    """Return the exact test that a geometry meets a box given in a CRS, east before north.

    The edges of a box bend when it is transformed, so they get vertices first.
    """
    west, south, east, north = box
    frame: ColumnElement[Any] = func.ST_MakeEnvelope(west, south, east, north, epsg)
    if epsg != STORAGE_EPSG:
        step = max(east - west, north - south) / 16
        frame = func.ST_Transform(func.ST_Segmentize(frame, step) if step else frame, STORAGE_EPSG)
    meets: ColumnElement[Any] = func.ST_Intersects(column, frame)
    return meets


def extent(column: Any) -> tuple[ColumnElement[float], ...]:
    """Return west, south, east, north of all rows of a column, as columns of a selection."""
    box = func.ST_Extent(column)
    return func.ST_XMin(box), func.ST_YMin(box), func.ST_XMax(box), func.ST_YMax(box)

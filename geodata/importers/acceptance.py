"""The checks that every layer passes, whatever its format."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.errors import InvalidInputError
from geodata.geometry import check_geometry, is_rounding_noise
from geodata.importers.coordinate_range import check_range
from geodata.importers.geojson_geometry import vertices_cause
from geodata.importers.identifiers import check_unique
from geodata.importers.refusal import refusal
from geodata.importers.request import Kind, ReadRequest

# Loops of a border that hold less ground than this come from rounding, not from drawing.
NOISE_M2 = 1.0
METRES_PER_DEGREE = 111_320.0

_TYPES: dict[Kind, tuple[str, ...]] = {
    "points": ("Point",),
    "lines": ("LineString", "MultiLineString"),
    "polygons": ("Polygon", "MultiPolygon"),
    "any": ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"),
}


def accept(
    frame: gpd.GeoDataFrame, source: str, request: ReadRequest, *, first_row: int = 1
) -> gpd.GeoDataFrame:
    """Return ``frame`` when it is what ``request`` asks for; refuse it otherwise.

    Heights are dropped and a multi-point of one point becomes that point; nothing else changes.
    ``first_row`` is the number of the first row when the frame is a piece of a longer file.
    Raises InvalidInputError that names the file, the row and the cause.
    """
    if frame.empty:
        raise refusal(source, "the file holds no rows")
    if frame.crs is None:
        raise refusal(source, "the file does not say its CRS; declare it (an EPSG number)")
    frame = frame.set_geometry(_plain(frame.geometry.to_numpy(), request.kind), crs=frame.crs)
    shapes = frame.geometry.to_numpy()
    missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    if missing.any() and (missing.all() or not request.allow_missing):
        cause = "there is no position" if request.kind == "points" else "the geometry is empty"
        raise refusal(source, cause, int(np.argmax(missing)) + first_row)
    _check_types(shapes, missing, source, request.kind, first_row)
    _check_finite(shapes, source, first_row)
    check_range(frame, source, first_row)
    frame.attrs["notes"] = _check_shapes(frame, missing, source, request, first_row)
    if request.id_column is not None and request.id_unique:
        check_unique(frame, request.id_column, source)
    return frame


def _plain(shapes: npt.NDArray[np.object_], kind: Kind) -> npt.NDArray[np.object_]:
    plain = shapely.force_2d(shapes)
    single = (shapely.get_type_id(plain) == shapely.GeometryType.MULTIPOINT) & (
        shapely.get_num_geometries(plain) == 1
    )
    if kind == "points" and single.any():
        plain[single] = shapely.get_geometry(plain[single], 0)
    return np.asarray(plain, dtype=object)


def _check_types(
    shapes: npt.NDArray[np.object_],
    missing: npt.NDArray[np.bool_],
    source: str,
    kind: Kind,
    first_row: int,
) -> None:
    accepted = [shapely.GeometryType[name.upper()].value for name in _TYPES[kind]]
    wrong = ~np.isin(shapely.get_type_id(shapes), accepted) & ~missing
    if wrong.any():
        at = int(np.argmax(wrong))
        wanted = "it is not accepted" if kind == "any" else f"{kind} are needed here"
        raise refusal(source, f"the geometry is a {shapes[at].geom_type}; {wanted}", at + first_row)


def _check_finite(shapes: npt.NDArray[np.object_], source: str, first_row: int) -> None:
    positions, owner = shapely.get_coordinates(shapes, return_index=True)
    bad = ~np.isfinite(positions).all(axis=1)
    if bad.any():
        x, y = positions[int(np.argmax(bad))]
        cause = f"the coordinate ({x:g}, {y:g}) is not a finite number (NaN or infinity)"
        raise refusal(source, cause, int(owner[int(np.argmax(bad))]) + first_row)


def _check_shapes(
    frame: gpd.GeoDataFrame,
    missing: npt.NDArray[np.bool_],
    source: str,
    request: ReadRequest,
    first_row: int,
) -> list[str]:
    """Refuse shapes that cannot be; return notes on those that are invalid by rounding alone."""
    shapes, notes = frame.geometry.to_numpy(), []
    suspect = shapely.get_num_coordinates(shapes) > request.max_vertices
    if not request.allow_invalid:
        suspect |= ~shapely.is_valid(shapes) | _is_flat(shapes)
    noise = NOISE_M2 if frame.crs.is_projected else NOISE_M2 / METRES_PER_DEGREE**2
    for at in np.flatnonzero(suspect & ~missing):
        count, row = int(shapely.get_num_coordinates(shapes[at])), int(at) + first_row
        if count <= request.max_vertices and is_rounding_noise(shapes[at], noise):
            notes.append(f"{source}: row {row}: the border crosses itself by rounding; read as is")
        else:
            _check_shape(shapes[at], source, row, request.max_vertices)
    return notes


def _is_flat(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    dimension = shapely.get_dimensions(shapes)
    flat = (dimension == 2) & (shapely.area(shapes) == 0)
    flat |= (dimension == 1) & (shapely.length(shapes) == 0)
    return np.asarray(flat, dtype=bool)


def _check_shape(shape: BaseGeometry, source: str, row: int, max_vertices: int) -> None:
    count = int(shapely.get_num_coordinates(shape))
    if count > max_vertices:
        raise refusal(source, vertices_cause(count, max_vertices), row)
    try:
        check_geometry(shape, max_vertices=max_vertices)
    except InvalidInputError as error:
        raise refusal(source, str(error), row) from error

"""GeoJSON coordinates to shapely, many at once, with the row of whatever is wrong."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geodata.importers.refusal import one_line, refusal

# How many lists lie around one position, and what shapely calls the type.
TYPES = {
    "Point": (0, shapely.GeometryType.POINT),
    "MultiPoint": (1, shapely.GeometryType.MULTIPOINT),
    "LineString": (1, shapely.GeometryType.LINESTRING),
    "MultiLineString": (2, shapely.GeometryType.MULTILINESTRING),
    "Polygon": (2, shapely.GeometryType.POLYGON),
    "MultiPolygon": (3, shapely.GeometryType.MULTIPOLYGON),
}
IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]


def build(
    mappings: Sequence[dict[str, Any] | None], source: str, max_vertices: int
) -> npt.NDArray[np.object_]:
    """Turn GeoJSON geometry objects into shapely geometries, 2-D, in the same order.

    None stays None and heights are dropped. Rings must be closed and have four positions, as
    RFC 7946 says. Raises InvalidInputError with the 1-based row.

    >>> build([{"type": "Point", "coordinates": [114.06, 22.54]}], "a.geojson", 10)[0].wkt
    'POINT (114.06 22.54)'
    """
    geometries = np.full(len(mappings), None, dtype=object)
    rows_by_type: dict[str, list[int]] = {}
    for i, mapping in enumerate(mappings):
        if mapping is not None:
            rows_by_type.setdefault(_type_name(mapping, source, i + 1), []).append(i)
    for name, rows in rows_by_type.items():
        coordinates = [mappings[i]["coordinates"] for i in rows]  # type: ignore[index]
        at = np.asarray(rows, dtype=np.int64)
        geometries[at] = _build_type(name, coordinates, at, source, max_vertices)
    return geometries


def _type_name(mapping: object, source: str, row: int) -> str:
    if not isinstance(mapping, dict):
        raise refusal(source, "the geometry is not a GeoJSON object", row)
    name = mapping.get("type")
    if name == "GeometryCollection":
        cause = "a GeometryCollection is not accepted; split it into single geometries"
        raise refusal(source, cause, row)
    if not isinstance(name, str) or name not in TYPES:
        raise refusal(source, f"{_quoted(name)} is not a GeoJSON geometry type", row)
    if not isinstance(mapping.get("coordinates"), list):
        raise refusal(source, f"the {name} has no list of coordinates", row)
    return name


def _build_type(
    name: str, coordinates: list[Any], rows: IntArray, source: str, max_vertices: int
) -> npt.NDArray[np.object_]:
    depth, geometry_type = TYPES[name]
    if depth == 0:
        filled = np.array([len(c) > 0 for c in coordinates], dtype=bool)
        points = np.full(len(rows), shapely.Point(), dtype=object)
        kept = [c for c in coordinates if c]
        if kept:
            points[filled] = shapely.points(_positions(kept, rows[filled], source))
        return points
    flat, line_owner, offsets = _flatten(coordinates, rows, depth, name, source)
    if not flat:
        return np.full(len(rows), shapely.from_wkt(f"{name.upper()} EMPTY"), dtype=object)
    owner = np.repeat(line_owner, np.diff(offsets[-1]))
    _check_vertex_counts(owner, source, max_vertices)
    positions = _positions(flat, owner, source)
    if name in ("Polygon", "MultiPolygon"):
        _check_rings(positions, offsets[-1], line_owner, source)
    elif name != "MultiPoint":
        _check_lines(offsets[-1], line_owner, source)
    built = shapely.from_ragged_array(geometry_type, positions, tuple(reversed(offsets)))
    return np.asarray(built, dtype=object)


def _flatten(
    level: list[Any], owner: IntArray, depth: int, name: str, source: str
) -> tuple[list[Any], IntArray, list[IntArray]]:
    """Unwrap ``depth`` lists: positions, the row of each innermost list, offsets from outside."""
    offsets: list[IntArray] = []
    for step in range(depth):
        if step > 0:
            owner = np.repeat(owner, np.diff(offsets[-1]))
        for item, row in zip(level, owner, strict=True):
            if not isinstance(item, list):
                cause = f"the coordinates of the {name} are not nested as they should be"
                raise refusal(source, cause, int(row) + 1)
            if not item and step > 0:
                raise refusal(source, f"a part of the {name} is empty", int(row) + 1)
        lengths = np.fromiter(map(len, level), dtype=np.int64, count=len(level))
        offsets.append(np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64))
        level = list(chain.from_iterable(level))
    return level, owner, offsets


def _positions(flat: list[Any], owner: IntArray, source: str) -> FloatArray:
    if not flat:
        return np.empty((0, 2))
    array = np.empty(0, dtype=object)
    # Texts and truth values must be looked for: numpy would make numbers of them.
    if _are_numbers(flat):
        with contextlib.suppress(ValueError, OverflowError):  # with and without height
            array = np.asarray(flat)
    if array.dtype.kind not in "fiu" or array.ndim != 2 or not 2 <= len(array[0]) <= 4:
        pairs = zip(flat, owner, strict=True)
        array = np.asarray([_position(p, int(row) + 1, source) for p, row in pairs])
    positions = array.astype(np.float64)
    bad = ~np.isfinite(positions).all(axis=1)
    if bad.any():
        first = int(np.argmax(bad))
        text = ", ".join(f"{number:g}" for number in positions[first])
        cause = f"the coordinate ({text}) is not a finite number (NaN or infinity)"
        raise refusal(source, cause, int(owner[first]) + 1)
    return positions[:, :2]


def _are_numbers(flat: list[Any]) -> bool:
    try:
        return set(map(type, chain.from_iterable(flat))) <= {int, float}
    except TypeError:
        return False


def _position(value: object, row: int, source: str) -> tuple[float, float]:
    """Return x and y of one position; slow, for mixed dimensions and for naming the culprit."""
    numbers = value if isinstance(value, list) else []
    plain = all(isinstance(n, (int, float)) and not isinstance(n, bool) for n in numbers)
    if not plain or not 2 <= len(numbers) <= 4:
        cause = f"{_quoted(value)} is not a position [longitude, latitude]"
        raise refusal(source, cause, row)
    try:
        floats = [float(n) for n in numbers]
    except OverflowError as error:
        raise refusal(source, "a coordinate is too large to be a number", row) from error
    if not np.isfinite(floats).all():
        raise refusal(source, "a coordinate is not a finite number (NaN or infinity)", row)
    return floats[0], floats[1]


def _check_vertex_counts(owner: IntArray, source: str, max_vertices: int) -> None:
    counts = np.bincount(owner)
    if counts.max() > max_vertices:
        row = int(np.argmax(counts > max_vertices))
        raise refusal(source, vertices_cause(int(counts[row]), max_vertices), row + 1)


def vertices_cause(count: int, limit: int) -> str:
    """Say that a geometry is too large and what to do."""
    return (
        f"the geometry has {count:,} vertices; at most {limit:,} are accepted: simplify it, or "
        "raise the limit (--max-vertices)"
    )


def _check_rings(positions: FloatArray, ends: IntArray, rows: IntArray, source: str) -> None:
    lengths = np.diff(ends)
    if (lengths < 4).any():
        ring = int(np.argmax(lengths < 4))
        cause = f"a ring has {lengths[ring]} positions; it needs at least 4"
        raise refusal(source, cause, int(rows[ring]) + 1)
    is_open = (positions[ends[:-1]] != positions[ends[1:] - 1]).any(axis=1)
    if is_open.any():
        row = int(rows[int(np.argmax(is_open))]) + 1
        raise refusal(source, "a ring is not closed: its last position must repeat the first", row)


def _check_lines(ends: IntArray, rows: IntArray, source: str) -> None:
    short = np.diff(ends) == 1
    if short.any():
        row = int(rows[int(np.argmax(short))]) + 1
        raise refusal(source, "a line has 1 position; it needs at least 2", row)


def _quoted(value: object) -> str:
    if isinstance(value, dict) or (isinstance(value, list) and any(map(_is_nested, value))):
        return "a nested value"
    return one_line(json.dumps(value, ensure_ascii=False), 60)


def _is_nested(value: object) -> bool:
    return isinstance(value, (list, dict))

"""More than sixty geometries, each with the one answer that the importer must give.

``cause`` is a part of the message, None where the geometry must be accepted. Row 1 is a harmless
one of the same kind, the hostile one is row 2.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import Any

NOT_FINITE = "not a finite number"
NOT_A_POSITION = "is not a position"
INVALID = "the geometry is invalid"
WEST, SOUTH = 114.05, 22.54


@dataclass(frozen=True)
class HostileGeometry:
    """``text`` is the geometry as it stands in the file; ``kind`` what the caller asked for."""

    name: str
    kind: str
    text: str
    cause: str | None


def ring(west: float = WEST, south: float = SOUTH, size: float = 0.01) -> list[list[float]]:
    """A closed square, counter-clockwise."""
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def _scribble(count: int) -> list[list[float]]:
    dice = random.Random(7)
    positions = [[WEST + dice.random() / 100, SOUTH + dice.random() / 100] for _ in range(count)]
    return [*positions, positions[0]]


def _circle(count: int) -> list[list[float]]:
    """A closed ring of ``count`` positions."""
    rim = [[WEST + i * 1e-6, SOUTH + (i * 1e-6) ** 2] for i in range(count - 1)]
    return [*rim, rim[0]]


def _deep(count: int) -> str:
    return "[" * count + "114.05, 22.54" + "]" * count


def _text(kind: str, coordinates: Any) -> str:
    return json.dumps({"type": kind, "coordinates": coordinates})


def _point(numbers: str) -> str:
    return f'{{"type": "Point", "coordinates": [{numbers}]}}'


def _ring_with(position: str) -> str:
    good = json.dumps(ring())[1:-1]
    parts = good.split("], [")
    rest = "], [".join(parts[2:])
    return f'{{"type": "Polygon", "coordinates": [[{parts[0]}], {position}, [{rest}]]}}'


BOWTIE = [[WEST, SOUTH], [WEST + 0.01, SOUTH + 0.01], [WEST + 0.01, SOUTH], [WEST, SOUTH + 0.01]]
BOWTIE = [*BOWTIE, BOWTIE[0]]
SPIKE = [*ring()[:2], [WEST + 0.02, SOUTH], *ring()[1:]]
INNER = ring(WEST + 0.002, SOUTH + 0.002, 0.002)
FAR = ring(WEST + 1, SOUTH + 1)

POINTS = [
    ("nan longitude", _point("NaN, 22.54"), NOT_FINITE),
    ("nan latitude", _point("114.05, NaN"), NOT_FINITE),
    ("infinity", _point("114.05, Infinity"), NOT_FINITE),
    ("minus infinity", _point("-Infinity, 22.54"), NOT_FINITE),
    ("1e400", _point("1e400, 22.54"), NOT_FINITE),
    ("-1e400", _point("114.05, -1e400"), NOT_FINITE),
    ("nan height", _point("114.05, 22.54, NaN"), NOT_FINITE),
    ("a number of 400 digits", _point("1" + "0" * 400 + ", 22.54"), "too large"),
    ("a number of 5000 digits", _point("1" * 5000 + ", 22.54"), "cannot be read"),
    ("latitude 91", _point("114.05, 91"), "latitude 91 is outside -90..90"),
    ("latitude -91", _point("14.05, -91"), "latitude -91 is outside -90..90"),
    ("latitude 90.0000001", _point("-170, 90.0000001"), "is outside -90..90"),
    ("longitude 181", _point("181, 22.54"), "longitude 181 is outside -180..180"),
    ("longitude -180.5", _point("-180.5, 22.54"), "is outside -180..180"),
    ("longitude 360", _point("360, 22.54"), "longitude 360 is outside -180..180"),
    ("swapped axes", _point("22.54, 114.05"), "axes look swapped"),
    ("web mercator labelled degrees", _point("12696038, 2577538"), "looks projected"),
    ("gauss-kruger labelled degrees", _point("505146, 2493529"), "looks projected"),
    ("gcj-02 labelled wgs-84: cannot be known", _point("114.065116, 22.537286"), None),
    ("on the pole", _point("114.05, 90"), None),
    ("on the 180th meridian", _point("180, 22.54"), None),
    ("the origin", _point("0, 0"), None),
    ("denormal numbers", _point("5e-324, 5e-324"), None),
    ("a height", _point("114.05, 22.54, 17.5"), None),
    ("a height and a measure", _point("114.05, 22.54, 17.5, 3"), None),
    ("five numbers", _point("114.05, 22.54, 1, 2, 3"), NOT_A_POSITION),
    ("one number", _point("114.05"), NOT_A_POSITION),
    ("no numbers", _point(""), "there is no position"),
    ("texts", _point('"114.05", "22.54"'), NOT_A_POSITION),
    ("truth values", _point("true, false"), NOT_A_POSITION),
    ("null", _point("null, 22.54"), NOT_A_POSITION),
    ("an object", _point('{"lon": 114.05}, 22.54'), NOT_A_POSITION),
    ("lists in lists", _point("[114.05, 22.54]"), NOT_A_POSITION),
    ("500 lists deep", f'{{"type": "Point", "coordinates": {_deep(500)}}}', "nested more than 64"),
    ("50 lists deep", f'{{"type": "Point", "coordinates": {_deep(50)}}}', NOT_A_POSITION),
    ("coordinates are a text", '{"type": "Point", "coordinates": "114.05,22.54"}', "no list"),
    ("coordinates are an object", '{"type": "Point", "coordinates": {"0": 1}}', "no list"),
    ("no coordinates", '{"type": "Point"}', "no list"),
    ("no type", '{"coordinates": [114.05, 22.54]}', "not a GeoJSON geometry type"),
    ("an unknown type", _text("Circle", [114.05, 22.54]), "not a GeoJSON geometry type"),
    ("a type that is a list", '{"type": ["Point"], "coordinates": [1, 2]}', "not a GeoJSON"),
    ("a type in capitals", _text("POINT", [114.05, 22.54]), "not a GeoJSON geometry type"),
    ("a text for a geometry", '"POINT (114.05 22.54)"', "not a GeoJSON object"),
    ("a list for a geometry", "[114.05, 22.54]", "not a GeoJSON object"),
    ("null for a geometry", "null", "there is no position"),
    ("a polygon among points", _text("Polygon", [ring()]), "points are needed"),
    ("two points in one", _text("MultiPoint", [[114.05, 22.5], [114.06, 22.5]]), "points are"),
    ("one point in a multi-point", _text("MultiPoint", [[114.05, 22.54]]), None),
    ("a multi-point of none", _text("MultiPoint", []), "there is no position"),
    (
        "a collection",
        '{"type": "GeometryCollection", "geometries": []}',
        "GeometryCollection is not accepted",
    ),
]
POLYGONS = [
    ("bow-tie", _text("Polygon", [BOWTIE]), INVALID),
    ("hole outside the shell", _text("Polygon", [ring(), FAR]), INVALID),
    (
        "hole larger than the shell",
        _text("Polygon", [ring(), ring(WEST - 1, SOUTH - 1, 3)]),
        INVALID,
    ),
    ("hole twice", _text("Polygon", [ring(), INNER, INNER]), INVALID),
    ("nested shells", _text("MultiPolygon", [[ring()], [INNER]]), INVALID),
    ("the same part twice", _text("MultiPolygon", [[ring()], [ring()]]), INVALID),
    ("scribble of 200 vertices", _text("Polygon", [_scribble(200)]), INVALID),
    ("spike", _text("Polygon", [SPIKE]), INVALID),
    ("zero area", _text("Polygon", [[[1, 1], [2, 2], [1, 1], [1, 1]]]), INVALID),
    ("all positions the same", _text("Polygon", [[[1, 1]] * 5]), INVALID),
    ("ring that is not closed", _text("Polygon", [ring()[:-1]]), "not closed"),
    ("ring of three positions", _text("Polygon", [[[0, 0], [1, 1], [0, 0]]]), "at least 4"),
    ("ring of none", _text("Polygon", [[]]), "is empty"),
    ("no rings", _text("Polygon", []), "the geometry is empty"),
    ("no parts", _text("MultiPolygon", []), "the geometry is empty"),
    ("a part without rings", _text("MultiPolygon", [[ring()], []]), "is empty"),
    ("a list too few", _text("Polygon", ring()), NOT_A_POSITION),
    ("a list too many", _text("Polygon", [[ring()]]), NOT_A_POSITION),
    ("nan in a ring", _ring_with("[NaN, 22.54]"), NOT_FINITE),
    ("1e400 in a ring", _ring_with("[1e400, 22.54]"), NOT_FINITE),
    ("a text in a ring", _ring_with('["114", 22.54]'), NOT_A_POSITION),
    ("heights at some positions", _ring_with("[114.06, 22.54, 12.5]"), None),
    ("heights that are nan", _ring_with("[114.06, 22.54, NaN]"), NOT_FINITE),
    ("10,001 vertices", _text("Polygon", [_circle(10_001)]), "10,001 vertices; at most 10,000"),
    ("10,000 vertices", _text("Polygon", [_circle(10_000)]), None),
    ("latitude 91 in a ring", _text("Polygon", [ring(14.05, 90.995)]), "outside -90..90"),
    ("swapped ring", _text("Polygon", [[p[::-1] for p in ring()]]), "axes look swapped"),
    ("web mercator ring", _text("Polygon", [ring(12696038, 2577538, 900)]), "looks projected"),
    ("far larger than the world", _text("Polygon", [ring(-179, 10, 358)]), "not in degrees"),
    (
        "180th meridian, the long way round",
        _text("Polygon", [[[179, 1], [-179, 1], [-179, 2], [179, 2], [179, 1]]]),
        "spans 358 degrees",
    ),
    ("clockwise shell", _text("Polygon", [ring()[::-1]]), None),
    (
        "a hole that touches the shell",
        _text("Polygon", [ring(), ring(size=0.002)[:1] * 4]),
        INVALID,
    ),
    ("a repeated vertex", _text("Polygon", [[ring()[0], *ring()]]), None),
    ("a square of 1e-9 degrees", _text("Polygon", [ring(size=1e-9)]), None),
    ("a line among polygons", _text("LineString", ring()), "polygons are needed"),
]
LINES = [
    ("line of one position", _text("LineString", [[114.05, 22.54]]), "needs at least 2"),
    ("line without length", _text("LineString", [[114.05, 22.54]] * 2), "invalid"),
    ("line of none", _text("LineString", []), "the geometry is empty"),
    ("a part without positions", _text("MultiLineString", [[]]), "is empty"),
    ("a line that crosses itself", _text("LineString", BOWTIE), None),
    ("a point among lines", _point("114.05, 22.54"), "lines are needed"),
]

HARMLESS = {
    "points": _point("114.05, 22.54"),
    "polygons": _text("Polygon", [ring()]),
    "lines": _text("LineString", ring()),
}
CASES = [
    HostileGeometry(name, kind, text, cause)
    for kind, cases in (("points", POINTS), ("polygons", POLYGONS), ("lines", LINES))
    for name, text, cause in cases
]


def document(case: HostileGeometry) -> str:
    """A GeoJSON with the harmless geometry in row 1 and the hostile one in row 2."""
    rows = [HARMLESS[case.kind], case.text]
    features = [
        f'{{"type": "Feature", "properties": {{"id": {i}}}, "geometry": {text}}}'
        for i, text in enumerate(rows)
    ]
    return f'{{"type": "FeatureCollection", "features": [{", ".join(features)}]}}'

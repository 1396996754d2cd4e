"""KML: one placemark per row, every value as typed extended data, EPSG:4326."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.crs import to_storage
from geodata.exporters.json_values import json_value
from geodata.exporters.plain_columns import plain_columns

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_KINDS = {bool: "bool", int: "int", float: "double"}


def write(frame: gpd.GeoDataFrame, path: Path) -> list[str]:
    """Write all digits of every coordinate; ``attrs["about"]`` becomes the description.

    A column called ``name`` is also the label of the placemark.
    """
    stored = plain_columns(to_storage(frame))
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(_pieces(stored, frame.attrs.get("about", {})))
    return []


def _pieces(frame: gpd.GeoDataFrame, about: dict[str, Any]) -> Iterator[str]:
    attributes = frame.drop(columns=frame.geometry.name)
    names = [str(name) for name in attributes.columns]
    columns = [[json_value(v) for v in attributes.iloc[:, i]] for i in range(len(names))]
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="{_NAMESPACE}"><Document>\n'
    if about:
        yield f"<description>{_text(_lines(about))}</description>\n"
    yield '<Schema name="layer" id="layer">'
    for name, values in zip(names, columns, strict=True):
        yield f"<SimpleField type={quoteattr(_kind(values))} name={quoteattr(_clean(name))}/>"
    yield "</Schema>\n"
    rows = zip(*columns, strict=True) if columns else iter([()] * len(frame))
    for row, shape in zip(rows, frame.geometry.to_numpy(), strict=True):
        yield _placemark(dict(zip(names, row, strict=True)), shape)
    yield "</Document></kml>\n"


def _kind(values: list[Any]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int} and any(v is not None and abs(v) >= 2**31 for v in values):
        return "string"
    return _KINDS.get(kinds.pop(), "string") if len(kinds) == 1 else "string"


def _placemark(values: dict[str, Any], shape: BaseGeometry | None) -> str:
    label = f"<name>{_text(values['name'])}</name>" if values.get("name") is not None else ""
    data = "".join(
        f"<SimpleData name={quoteattr(_clean(name))}>{_text(value)}</SimpleData>"
        for name, value in values.items()
        if value is not None
    )
    extended = f'<ExtendedData><SchemaData schemaUrl="#layer">{data}</SchemaData></ExtendedData>'
    geometry = "" if shape is None or shape.is_empty else _geometry(shape)
    return f"<Placemark>{label}{extended}{geometry}</Placemark>\n"


def _geometry(shape: BaseGeometry) -> str:
    if shape.geom_type in ("Point", "LineString", "LinearRing"):
        return f"<{shape.geom_type}>{_coordinates(shape)}</{shape.geom_type}>"
    if shape.geom_type == "Polygon":
        inner = "".join(
            f"<innerBoundaryIs><LinearRing>{_coordinates(ring)}</LinearRing></innerBoundaryIs>"
            for ring in shape.interiors
        )
        outer = f"<LinearRing>{_coordinates(shape.exterior)}</LinearRing>"
        return f"<Polygon><outerBoundaryIs>{outer}</outerBoundaryIs>{inner}</Polygon>"
    return f"<MultiGeometry>{''.join(map(_geometry, shape.geoms))}</MultiGeometry>"


def _coordinates(shape: BaseGeometry) -> str:
    positions = shapely.get_coordinates(shape).tolist()
    return f"<coordinates>{' '.join(f'{x!r},{y!r}' for x, y in positions)}</coordinates>"


def _lines(about: dict[str, Any]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in about.items())


def _text(value: Any) -> str:
    plain = str(value).lower() if isinstance(value, bool) else str(value)
    return escape(_clean(plain))


def _clean(text: str) -> str:
    """Drop control characters, which XML cannot hold."""
    return "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))

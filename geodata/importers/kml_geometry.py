"""Geometries of KML placemarks as shapely's."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.importers.refusal import one_line, refusal

TAGS = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Model", "Track")

FloatArray = npt.NDArray[np.float64]


def build(elements: Sequence[Element | None], source: str) -> npt.NDArray[np.object_]:
    """Return one shape per element, None where there is none; heights are dropped.

    Raises InvalidInputError with the row (1-based) for a geometry that cannot be.
    """
    shapes = np.full(len(elements), None, dtype=object)
    for at, element in enumerate(elements):
        if element is None:
            continue
        try:
            shapes[at] = _shape(element)
        except (ValueError, shapely.errors.GEOSException) as error:
            raise refusal(source, one_line(str(error), 200), at + 1) from error
    return shapes


def _shape(element: Element) -> BaseGeometry:
    if element.tag == "Point":
        return shapely.Point(_positions(element)[0])
    if element.tag == "LineString":
        return shapely.LineString(_positions(element))
    if element.tag == "LinearRing":
        return shapely.Polygon(_positions(element))
    if element.tag == "Polygon":
        return _polygon(element)
    if element.tag == "MultiGeometry":
        return _together([_shape(child) for child in element if child.tag in TAGS])
    raise ValueError(f"the geometry is a {element.tag}, which is not accepted")


def _polygon(element: Element) -> shapely.Polygon:
    outer = element.find("outerBoundaryIs/LinearRing")
    if outer is None:
        raise ValueError("the polygon has no outer boundary")
    inner = element.findall("innerBoundaryIs/LinearRing")
    return shapely.Polygon(_positions(outer), [_positions(ring) for ring in inner])


def _together(parts: list[BaseGeometry]) -> BaseGeometry:
    """Return parts of one kind as its multi; parts of several kinds are not accepted."""
    kinds = {part.geom_type for part in parts}
    if kinds == {"Point"}:
        return shapely.MultiPoint(parts)
    if kinds == {"LineString"}:
        return shapely.MultiLineString(parts)
    if kinds and kinds <= {"Polygon", "MultiPolygon"}:
        return shapely.MultiPolygon(list(shapely.get_parts(parts)))
    listed = ", ".join(sorted(kinds)) or "nothing"
    raise ValueError(f"the MultiGeometry holds {listed}; parts of one kind are needed")


def _positions(element: Element) -> FloatArray:
    text = element.findtext("coordinates") or ""
    tuples = [position.split(",")[:2] for position in text.split()]
    if not tuples:
        raise ValueError(f"the {element.tag} has no coordinates")
    if any(len(position) < 2 for position in tuples):
        raise ValueError(f"a coordinate of the {element.tag} is not longitude,latitude")
    try:
        positions = np.array(tuples, dtype=np.float64)
    except ValueError as error:
        raise ValueError(f"a coordinate of the {element.tag} is not a number") from error
    if element.tag == "LinearRing" and len(positions) < 4:
        raise ValueError(f"a ring has {len(positions)} positions; a closed one has at least 4")
    return positions

"""Geometry columns in the storage CRS and the constraints that guard them.

PostGIS calls a point of NaN valid, and a cast to geography bends latitude 91 to 89, so the
ranges are constraints. In PostgreSQL NaN is greater than every number: BETWEEN refuses it.
"""

from __future__ import annotations

from geoalchemy2 import Geometry
from sqlalchemy import CheckConstraint

from geodata.crs import STORAGE_EPSG


def geometry_type(kind: str) -> Geometry:
    """Return the column type for ``kind`` (POINT, MULTIPOLYGON, GEOMETRY), indexed."""
    return Geometry(kind, srid=STORAGE_EPSG, spatial_index=True)


def point_in_range(column: str) -> CheckConstraint:
    """Return the rule that a point is a longitude and a latitude in degrees."""
    rule = f"ST_X({column}) BETWEEN -180 AND 180 AND ST_Y({column}) BETWEEN -90 AND 90"
    return CheckConstraint(rule, name=f"{column}_in_range")


def valid_in_range(column: str) -> CheckConstraint:
    """Return the rule that a shape is valid, not empty, and within the degrees of the earth."""
    rule = (
        f"{column} IS NULL OR (ST_IsValid({column}) AND NOT ST_IsEmpty({column})"
        f" AND ST_XMin({column}) BETWEEN -180 AND 180 AND ST_XMax({column}) BETWEEN -180 AND 180"
        f" AND ST_YMin({column}) BETWEEN -90 AND 90 AND ST_YMax({column}) BETWEEN -90 AND 90)"
    )
    return CheckConstraint(rule, name=f"{column}_valid")

"""A layer of areas as the checks read it: codes, names and polygons that are safe to overlay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.analyses import overlay
from geodata.errors import InvalidInputError
from geodata.geometry import as_multipolygon

ObjectArray = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Layer:
    """Arrays of equal length; ``polygons`` are valid, and empty where an area has none.

    ``raw`` are the geometries as they came, for reporting; ``rows`` their places in the input.
    """

    rows: npt.NDArray[np.intp]
    codes: ObjectArray
    names: dict[str, str]
    parents: ObjectArray | None
    raw: ObjectArray
    polygons: ObjectArray

    @classmethod
    def read(
        cls,
        frame: gpd.GeoDataFrame,
        code_column: str,
        name_column: str | None = None,
        parent_column: str | None = None,
    ) -> Layer:
        """Read a frame of n rows; invalid rings are mended on a copy, all else stays.

        Raises InvalidInputError when a column is absent or a code is missing.

        >>> frame = gpd.GeoDataFrame({"code": [7]}, geometry=[shapely.box(0, 0, 1, 1)], crs=26985)
        >>> Layer.read(frame, "code").codes.tolist()
        ['7']
        """
        for column in filter(None, (code_column, name_column, parent_column)):
            if column not in frame:
                raise InvalidInputError(f"the areas have no column {column!r}", field=column)
        missing = np.flatnonzero(frame[code_column].isna())
        if len(missing):
            row = int(missing[0]) + 1
            raise InvalidInputError(f"row {row}: the area has no code", row=row, field=code_column)
        codes = _texts(frame[code_column])
        # Rows in the order of their codes, so that no result depends on the order of the input.
        order = np.argsort(codes.astype(str), kind="stable")
        names = _texts(frame[name_column]) if name_column else np.full(len(frame), "", object)
        raw = shapely.force_2d(np.array(frame.geometry.array, dtype=object)[order])
        return cls(
            order,
            codes[order],
            {code: name for code, name in zip(codes, names, strict=True) if name},
            _texts(frame[parent_column])[order] if parent_column else None,
            raw,
            mended(raw),
        )

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Boxes of the polygons."""
        return shapely.STRtree(self.polygons)

    @cached_property
    def known(self) -> frozenset[str]:
        """All codes."""
        return frozenset(self.codes)

    @cached_property
    def is_coverage(self) -> bool:
        """Whether neighbours share their borders vertex by vertex and nothing overlaps."""
        return bool(shapely.coverage_is_valid(self.polygons))

    @cached_property
    def suspects(self) -> npt.NDArray[np.intp]:
        """Positions of areas with an edge that their neighbours do not share.

        Of two areas that overlap at least one is a suspect.
        """
        if self.is_coverage:
            return np.empty(0, dtype=np.intp)
        edges = shapely.coverage_invalid_edges(self.polygons)
        return np.flatnonzero(~shapely.is_empty(edges))

    @cached_property
    def union(self) -> BaseGeometry:
        """Everything that the areas cover."""
        return united(self.polygons, is_coverage=self.is_coverage)

    def ids(self, positions: Iterable[int]) -> tuple[str, ...]:
        """Codes at ``positions``, sorted."""
        return tuple(sorted(self.codes[i] for i in positions))


def united(polygons: ObjectArray, *, is_coverage: bool) -> BaseGeometry:
    """Unite valid polygons, the fast way when they are known to be a coverage.

    >>> halves = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])
    >>> united(halves, is_coverage=True).area
    2.0
    """
    if is_coverage and len(polygons) > 1:
        return overlay.union(np.array([shapely.coverage_union_all(polygons)]))
    return overlay.union(polygons)


def mended(geometries: ObjectArray) -> ObjectArray:
    """Return valid polygonal copies: rings mended by structure, other parts and gaps dropped.

    >>> bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    >>> mended(np.array([bow_tie, None]))[0].area
    2.0
    """
    polygons = geometries.copy()
    polygons[shapely.is_missing(polygons)] = shapely.MultiPolygon()
    broken = np.flatnonzero(~shapely.is_valid(polygons))
    for i in broken:
        polygons[i] = _mend(polygons[i])
    other = np.flatnonzero(~np.isin(shapely.get_type_id(polygons), (3, 6)))
    for i in other:
        polygons[i] = as_multipolygon(polygons[i])
    return polygons


def _mend(geometry: BaseGeometry) -> BaseGeometry:
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        return shapely.MultiPolygon()
    return shapely.make_valid(geometry, method="structure", keep_collapsed=False)


def _texts(column: pd.Series) -> ObjectArray:
    texts = np.empty(len(column), dtype=object)
    texts[:] = ["" if pd.isna(value) else str(value) for value in column]
    return texts

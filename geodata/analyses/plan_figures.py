"""What a plan draws: totals and form of each grid, and what is wrong, from the units alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geodata.crs import require_metric, to_metric

# Two shapes that differ by less are the same to the database, too.
TOLERANCE_M2 = 1.0
# What stands in the way of publishing; the others are for the planner to weigh.
BLOCKING = ("unassigned", "gap", "overlap", "wrong_parent")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: what, where (in the CRS of the units), and by how much."""

    kind: str
    community_code: str
    codes: tuple[str, ...]
    amount: float
    at: shapely.Point

    @property
    def is_blocking(self) -> bool:
        """Return whether a plan with it cannot be submitted."""
        return self.kind in BLOCKING


def measure(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return one row per grid, by code, in the CRS of the units.

    ``units`` are polygons in a metric CRS with community_code, households, population and
    grid_code (None: in no grid, left out). The answer has the index grid_code and the columns
    community_codes (tuple), unit_count, households, population, area_m2, polsby_popper
    (4 pi A / P^2; Polsby & Popper 1991), part_count (parts that share no edge; a unit that is
    itself in parts holds them together), hole_count (holes that hold other units) and geometry.
    Raises InvalidInputError for a CRS that is not metric.

    >>> from shapely import box
    >>> row = gpd.GeoDataFrame({"code": ["a", "b"], "community_code": "c", "households": 200,
    ...     "population": 500, "grid_code": "g"}, geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1)],
    ...     crs=26985)
    >>> measure(row)[["unit_count", "households", "part_count"]].loc["g"].tolist()
    [2, 400, 1]
    """
    require_metric(units)
    held = units[units["grid_code"].notna()]
    rows = [_grid(units, str(code), group) for code, group in held.groupby("grid_code", sort=True)]
    columns = [
        "grid_code",
        "community_codes",
        "unit_count",
        "households",
        "population",
        "area_m2",
        "polsby_popper",
        "part_count",
        "hole_count",
        "geometry",
    ]
    frame = gpd.GeoDataFrame(
        pd.DataFrame(rows, columns=columns), geometry="geometry", crs=units.crs
    )
    return frame.set_index("grid_code")


def problems(
    units: gpd.GeoDataFrame, grids: gpd.GeoDataFrame, *, least: float, most: float
) -> list[Problem]:
    """Return what is wrong with the grids of a plan, by community and kind.

    ``units`` as in :func:`measure`, ``grids`` its answer. Kinds: over and under (households beyond
    most or least), broken, hole, unassigned (a unit in no grid), wrong_parent (a grid with units
    of two communities, or with the code of another one).
    """
    found = [*_of_grids(grids, least, most), *_unassigned(units)]
    return sorted(found, key=lambda problem: (problem.community_code, problem.kind, problem.codes))


def unfilled(
    units: gpd.GeoDataFrame, communities: gpd.GeoDataFrame, metric_epsg: int
) -> list[Problem]:
    """Return gap and overlap of units against their community, above 1 m2, by community.

    Both frames are in the CRS in which they are stored, whatever that is: an edge that is straight
    there is bent in another, and would leave slivers that nobody has. ``communities`` are polygons
    with code. Areas and places are in ``metric_epsg``.
    """
    outlines = dict(zip(communities["code"], communities.geometry, strict=True))
    found: list[Problem] = []
    for code, group in units.groupby("community_code", sort=True):
        if code in outlines:
            found += _partition(str(code), group, outlines[code], metric_epsg)
    return found


def _grid(units: gpd.GeoDataFrame, code: str, group: gpd.GeoDataFrame) -> tuple[object, ...]:
    shapes = group.geometry.to_numpy()
    whole = shapely.coverage_union_all(shapes)
    area, length = float(whole.area), float(whole.length)
    return (
        code,
        tuple(sorted(group["community_code"].unique())),
        len(group),
        int(group["households"].sum()),
        int(group["population"].sum()),
        area,
        4 * np.pi * area / length**2 if length else 0.0,
        _part_count(whole, shapes),
        _hole_count(units, whole),
        whole,
    )


def _part_count(whole: shapely.Geometry, shapes: np.ndarray) -> int:
    parts = shapely.get_parts(whole)
    if len(parts) == 1:
        return 1
    pieces, owner = shapely.get_parts(shapes, return_index=True)
    inside = shapely.STRtree(parts).query(shapely.point_on_surface(pieces), predicate="intersects")
    part = np.zeros(len(pieces), dtype=int)
    part[inside[0]] = inside[1]
    size = len(parts) + len(shapes)
    links = coo_array((np.ones(len(pieces)), (part, len(parts) + owner)), shape=(size, size))
    return int(connected_components(links, directed=False)[0])


def _hole_count(units: gpd.GeoDataFrame, whole: shapely.Geometry) -> int:
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(whole) for ring in part.interiors]
    if not holes:
        return 0
    tree = units.sindex
    points = shapely.point_on_surface(units.geometry.to_numpy())
    return sum(
        bool(hole.area > TOLERANCE_M2 and hole.contains(points[tree.query(hole)]).any())
        for hole in holes
    )


def _of_grids(grids: gpd.GeoDataFrame, least: float, most: float) -> Iterator[Problem]:
    for code, row in grids.iterrows():
        name, community = str(code), str(code)[:12]
        at = shapely.point_on_surface(row.geometry)
        if row["households"] > most:
            yield Problem("over", community, (name,), row["households"] - most, at)
        if row["households"] < least:
            yield Problem("under", community, (name,), least - row["households"], at)
        if row["part_count"] > 1:
            yield Problem("broken", community, (name,), row["part_count"], at)
        if row["hole_count"]:
            yield Problem("hole", community, (name,), row["hole_count"], at)
        if row["community_codes"] != (community,):
            yield Problem("wrong_parent", community, (name, *row["community_codes"]), 1, at)


def _unassigned(units: gpd.GeoDataFrame) -> Iterator[Problem]:
    for row in units[units["grid_code"].isna()].itertuples():
        at = shapely.point_on_surface(row.geometry)
        yield Problem("unassigned", str(row.community_code), (str(row.code),), row.households, at)


def _partition(
    code: str, group: gpd.GeoDataFrame, outline: shapely.Geometry, metric_epsg: int
) -> Iterator[Problem]:
    shapes = group.geometry.to_numpy()
    # Where nothing is wrong, which is nearly everywhere, this is told in a hundredth of the time.
    if shapely.coverage_is_valid(shapes):
        whole, wanted = (
            shapely.normalize(shapely.MultiPolygon(list(shapely.get_parts(shape))))
            for shape in (shapely.coverage_union_all(shapes), outline)
        )
        if whole.equals_exact(wanted, 0):
            return
    filled = shapely.union_all(shapes)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = first < second
    twice = shapely.intersection(shapes[first[pairs]], shapes[second[pairs]])
    differences = {"overlap": shapely.union_all(twice), "gap": outline.difference(filled)}
    for kind, shape in differences.items():
        if shape.is_empty or shape.area == 0:
            continue
        frame = gpd.GeoDataFrame(geometry=[shape], crs=group.crs)
        there = to_metric(frame, metric_epsg).geometry.iloc[0]
        if there.area > TOLERANCE_M2:
            at = shapely.point_on_surface(there)
            yield Problem(kind, code, (), float(there.area), at)

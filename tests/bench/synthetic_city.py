"""A seeded city for measurements: 60,000 valid coverage units, about 3,000 zones, clustered points.

51 x 51 km like a large Chinese city; nothing in it is real. The same seed gives the same city.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geodata.crs import FloatArray

CITY_EPSG = 4547
SIDE_M = 51_000.0
WEST_M, SOUTH_M = 480_000.0, 2_490_000.0


def units(count_per_side: int = 245, *, bends: int = 4, seed: int = 42) -> gpd.GeoDataFrame:
    """About ``count_per_side`` squared units that tile the city exactly, with winding borders.

    The corners of a square mesh are shifted and every side is a random polyline that both
    neighbours share vertex by vertex, so the units are a valid coverage.
    """
    n = count_per_side
    rng = np.random.default_rng(seed)
    step = SIDE_M / n
    across, up = np.meshgrid(np.arange(n + 1), np.arange(n + 1))
    corners = np.stack([across, up], axis=-1) * step
    inner = (across > 0) & (across < n) & (up > 0) & (up < n)
    corners[inner] += rng.uniform(-0.25, 0.25, (int(inner.sum()), 2)) * step
    corners += (WEST_M, SOUTH_M)
    level = _winding(corners[:, :-1], corners[:, 1:], bends, rng)
    upright = _winding(corners[:-1, :], corners[1:, :], bends, rng)
    row, column = (axis.ravel() for axis in np.mgrid[0:n, 0:n])
    ring = np.concatenate(
        [
            level[row, column],
            upright[row, column + 1],
            level[row + 1, column][:, ::-1],
            upright[row, column][:, ::-1],
        ],
        axis=1,
    )
    # Consecutive sides share their corner.
    keep = np.ones(ring.shape[1], dtype=bool)
    keep[[bends + 2, 2 * (bends + 2), 3 * (bends + 2)]] = False
    return gpd.GeoDataFrame(
        {
            "code": [f"U{i:06d}" for i in range(n * n)],
            "row": row,
            "column": column,
            "population": rng.poisson(150, n * n),
        },
        geometry=shapely.polygons(ring[:, keep]),
        crs=CITY_EPSG,
    )


def zones(unit_frame: gpd.GeoDataFrame, count: int = 3_000, *, seed: int = 42) -> gpd.GeoDataFrame:
    """Dissolve the units to about ``count`` connected zones around random seats (columns code)."""
    rng = np.random.default_rng(seed)
    n = int(unit_frame["row"].max()) + 1
    zone = _grow(n, rng.choice(n * n, count, replace=False), rng)
    order = np.argsort(zone, kind="stable")
    start = np.flatnonzero(np.diff(zone[order], prepend=-1))
    polygons = unit_frame.geometry.to_numpy()[order]
    merged = [shapely.coverage_union_all(part) for part in np.split(polygons, start[1:])]
    codes = [f"Z{i:05d}" for i in range(len(merged))]
    return gpd.GeoDataFrame({"code": codes}, geometry=merged, crs=CITY_EPSG)


def points(count: int, *, seed: int = 42) -> tuple[FloatArray, FloatArray]:
    """Clustered positions: four in five around 400 centres of unequal weight, the rest anywhere."""
    rng = np.random.default_rng(seed)
    centre = rng.uniform(0, SIDE_M, (400, 2))
    weight = rng.pareto(1.2, 400) + 0.05
    owner = rng.choice(400, count, p=weight / weight.sum())
    place = centre[owner] + rng.normal(0, 600, (count, 2))
    is_anywhere = rng.random(count) < 0.2
    place[is_anywhere] = rng.uniform(0, SIDE_M, (int(is_anywhere.sum()), 2))
    place += (WEST_M, SOUTH_M)
    return np.ascontiguousarray(place[:, 0]), np.ascontiguousarray(place[:, 1])


def adversarial_points(
    frame: gpd.GeoDataFrame, count: int = 200_000, *, seed: int = 42
) -> tuple[FloatArray, FloatArray]:
    """Vertices, edge midpoints and both moved by one unit in the last place."""
    rng = np.random.default_rng(seed)
    coords = shapely.get_coordinates(frame.geometry.array)
    at = rng.choice(len(coords) - 1, count // 4)
    vertex, middle = coords[at], (coords[at] + coords[at + 1]) / 2
    upper = np.nextafter(np.where(rng.random((len(at), 1)) < 0.5, vertex, middle), np.inf)
    lower = np.nextafter(np.where(rng.random((len(at), 1)) < 0.5, vertex, middle), -np.inf)
    place = np.concatenate([vertex, middle, upper, lower])
    return np.ascontiguousarray(place[:, 0]), np.ascontiguousarray(place[:, 1])


def _winding(
    start: FloatArray, end: FloatArray, bends: int, rng: np.random.Generator
) -> FloatArray:
    """Draw polylines with ``bends`` shifted vertices between; straight on the city border."""
    share = np.linspace(0, 1, bends + 2)[:, None]
    lines: FloatArray = start[:, :, None] * (1 - share) + end[:, :, None] * share
    step = SIDE_M / max(start.shape[0], start.shape[1])
    shift = rng.uniform(-0.06, 0.06, lines.shape) * step
    shift[:, :, [0, -1]] = 0
    # One line more than sides in the direction across the lines: the first and last are border.
    if start.shape[0] > start.shape[1]:
        shift[[0, -1]] = 0
    else:
        shift[:, [0, -1]] = 0
    return lines + shift


def _grow(n: int, seats: npt.NDArray[np.intp], rng: np.random.Generator) -> npt.NDArray[np.intp]:
    """Let zones grow from their seats over the n x n mesh, one ring of neighbours at a time."""
    zone = np.full((n + 2, n + 2), -1, dtype=np.intp)
    inside = zone[1:-1, 1:-1]
    inside.ravel()[:] = -1
    inside[seats // n, seats % n] = np.arange(len(seats))
    while (inside < 0).any():
        for shift in rng.permutation([(0, 1), (2, 1), (1, 0), (1, 2)]):
            neighbour = zone[shift[0] : shift[0] + n, shift[1] : shift[1] + n]
            take = (inside < 0) & (neighbour >= 0) & (rng.random((n, n)) < 0.6)
            inside[take] = neighbour[take]
    return inside.ravel().copy()

"""Where synthetic incidents happen: everywhere a little, and around hot spots a lot."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SPOT_SIGMA_M = (60.0, 260.0)
STRONGEST = 2.5
# A spot lasts the whole period, only begins in its last third, or ends with its first half.
COURSES = ("steady", "steady", "steady", "emerging", "fading")


@dataclass(frozen=True)
class Spot:
    """A place that draws incidents of one class, strongly or weakly, for a while."""

    x: float
    y: float
    sigma_m: float
    category_class: str
    course: str
    strength: float


def choose_spots(
    units: gpd.GeoDataFrame, classes: list[str], count: int, rng: np.random.Generator
) -> list[Spot]:
    """Choose spots among the units (metric CRS), rather where many live."""
    weight = units["households"].to_numpy(dtype=float)
    chosen = rng.choice(len(units), size=count, replace=False, p=weight / weight.sum())
    spots = []
    for unit in chosen:
        centre = units.geometry.iloc[int(unit)].representative_point()
        spots.append(
            Spot(
                centre.x,
                centre.y,
                float(rng.uniform(*SPOT_SIGMA_M)),
                str(rng.choice(classes)),
                str(rng.choice(COURSES)),
                float(min(rng.pareto(2.0) + 0.5, STRONGEST)),
            )
        )
    return spots


def scatter_in(units: gpd.GeoDataFrame, count: int, rng: np.random.Generator) -> Floats:
    """Return ``count`` points inside units, more where more live; x, y in the units' CRS."""
    weight = units["households"].to_numpy(dtype=float) ** 0.7 + 2.0
    unit = rng.choice(len(units), size=count, p=weight / weight.sum())
    shapes = units.geometry.to_numpy()[unit]
    west, south, east, north = shapely.bounds(shapes).T
    points = np.empty((count, 2))
    missing = np.arange(count)
    while len(missing):
        points[missing, 0] = rng.uniform(west[missing], east[missing])
        points[missing, 1] = rng.uniform(south[missing], north[missing])
        inside = shapely.contains_xy(shapes[missing], *points[missing].T)
        missing = missing[~inside]
    return points


def scatter_around(
    spots: list[Spot], spot: Ints, outline: shapely.Geometry, rng: np.random.Generator
) -> Floats:
    """Return one point near the given spot for each entry of ``spot``, inside the outline."""
    x = np.array([one.x for one in spots])[spot]
    y = np.array([one.y for one in spots])[spot]
    sigma_m = np.array([one.sigma_m for one in spots])[spot]
    points = np.empty((len(spot), 2))
    missing = np.arange(len(spot))
    shapely.prepare(outline)
    while len(missing):
        points[missing, 0] = rng.normal(x[missing], sigma_m[missing])
        points[missing, 1] = rng.normal(y[missing], sigma_m[missing])
        inside = shapely.contains_xy(outline, *points[missing].T)
        missing = missing[~inside]
    return points

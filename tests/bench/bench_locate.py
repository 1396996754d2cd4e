"""Points to areas: the project's lookup beside geopandas and shapely, on the synthetic city.

Same points, same zones, same rule (intersects, lowest code), one run; every engine's answers are
compared point by point. Ten million points are run by the lookup alone.
"""

from __future__ import annotations

import sys

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
import synthetic_city
from click import echo
from measuring import in_turn, keep, show

from geodata.analyses.area_lookup import AreaLookup, suitable_cells

IntArray = npt.NDArray[np.intp]


def lowest(point: IntArray, zone: IntArray, count: int) -> IntArray:
    """Of all pairs the lowest zone of each point, -1 without one."""
    found = np.full(count, np.iinfo(np.intp).max)
    np.minimum.at(found, point, zone)
    found[found == np.iinfo(np.intp).max] = -1
    return found


def by_geopandas(zones: gpd.GeoDataFrame, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]):
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=zones.crs)
    joined = gpd.sjoin(points, zones[["geometry"]], predicate="intersects")
    return lowest(joined.index.to_numpy(), joined["index_right"].to_numpy(), len(x))


def by_tree_of_zones(zones, x, y):
    tree = shapely.STRtree(zones.geometry.to_numpy())
    point, zone = tree.query(shapely.points(x, y), predicate="intersects")
    return lowest(point, zone, len(x))


def by_tree_of_points(zones, x, y):
    tree = shapely.STRtree(shapely.points(x, y))
    zone, point = tree.query(zones.geometry.to_numpy(), predicate="intersects")
    return lowest(point, zone, len(x))


def main(count: int = 1_000_000, many: int = 10_000_000) -> int:
    """Measure, compare, print, write; the number of differing answers is the exit status."""
    zones = synthetic_city.zones(synthetic_city.units())
    codes = zones["code"].to_list()
    x, y = synthetic_city.points(count)
    side = suitable_cells(len(zones))
    # Compiling is paid once per machine, not per run.
    AreaLookup.build(zones.iloc[:2], codes[:2], cells_per_side=16).find(x[:9], y[:9])
    lookup = AreaLookup.build(zones, codes, cells_per_side=side)
    rows, answers = in_turn(
        {
            "geopandas.sjoin": lambda: by_geopandas(zones, x, y),
            "STRtree of zones": lambda: by_tree_of_zones(zones, x, y),
            "STRtree of points": lambda: by_tree_of_points(zones, x, y),
            "lookup, tree way": lambda: AreaLookup.build(zones, codes).find_by_tree(x, y),
            "lookup, index built each time": lambda: AreaLookup.build(
                zones, codes, cells_per_side=side
            ).find(x, y),
            "lookup, cached index": lambda: lookup.find(x, y),
        }
    )
    differing = {
        name: int((found != answers["geopandas.sjoin"]).sum()) for name, found in answers.items()
    }
    build, _ = in_turn({"index": lambda: AreaLookup.build(zones, codes, cells_per_side=side)})
    hard_x, hard_y = synthetic_city.adversarial_points(zones)
    hard = int((lookup.find(hard_x, hard_y) != by_tree_of_zones(zones, hard_x, hard_y)).sum())
    many_x, many_y = synthetic_city.points(many)
    large, _ = in_turn({"lookup, cached index": lambda: lookup.find(many_x, many_y)})
    show(f"{count:,} points, {len(zones):,} zones", rows, "geopandas.sjoin")
    show("building the index", build)
    show(f"{many:,} points", large)
    figures = {
        "million_points_per_cpu_s": many / 1e6 / large[0].cpu_s,
        "index_mb": lookup.nbytes / 1e6,
        "differing_answers": differing,
        "differing_answers_of_200000_hard_points": hard,
    }
    for name, value in figures.items():
        echo(f"{name}: {value:.2f}" if isinstance(value, float) else f"{name}: {value}")
    echo(str(keep("locate", {"engines": rows, "build": build, "large": large}, figures)))
    return min(sum(differing.values()) + hard, 100)


if __name__ == "__main__":
    sys.exit(main())

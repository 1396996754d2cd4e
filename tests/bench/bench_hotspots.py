"""Gi*: the project beside esda on a lattice, and false alarms on pure noise.

esda is run on both kinds of weights of libpysal (W, which most code uses, and the newer Graph),
with the weights ready and with building them. It gives z and a normal p: "alike" is the project's
time for just that. ``hotspots.find`` also gives the exact tail, q and bins in its time. z is
compared cell by cell.
"""

from __future__ import annotations

import sys
import warnings

import esda
import geopandas as gpd
import numpy as np
import shapely
from click import echo
from libpysal.graph import Graph
from libpysal.weights import Queen, W
from measuring import in_turn, keep, show

from geodata.analyses import hotspots, neighbours
from geodata.analyses.significance import false_discovery, normal_p

CELL_M = 250.0


def lattice(side: int) -> gpd.GeoDataFrame:
    """A square city of side x side cells."""
    row, column = (axis.ravel() for axis in np.indices((side, side)))
    west, south = column * CELL_M, row * CELL_M
    boxes = shapely.box(west, south, west + CELL_M, south + CELL_M)
    return gpd.GeoDataFrame({"row": row, "column": column}, geometry=boxes, crs=26985)


def by_esda(counts: np.ndarray, weights: Graph | W) -> np.ndarray:
    with warnings.catch_warnings():
        # It divides by zero where it judges nothing; that is part of what is compared.
        warnings.simplefilter("ignore")
        return esda.G_Local(counts, weights, transform="B", star=True, permutations=0).Zs


def compare(side: int) -> tuple[list, dict[str, float]]:
    cells = lattice(side)
    counts = np.random.default_rng(42).poisson(2.0, side * side).astype(float)
    cells["count"] = counts
    row, column = cells["row"].to_numpy(), cells["column"].to_numpy()
    weights = neighbours.of_cells(row, column)
    graph = Graph.build_contiguity(cells, rook=False)
    queen = Queen.from_dataframe(cells, use_index=False)
    rows, results = in_turn(
        {
            "esda G_Local, W ready": lambda: by_esda(counts, queen),
            "esda G_Local, Graph ready": lambda: by_esda(counts, graph),
            "hotspots.score (z) and normal p, weights ready": lambda: normal_p(
                hotspots.score(counts, weights).z
            ),
            "hotspots.find, weights ready": lambda: hotspots.find(cells, weights=weights),
            "esda G_Local and W": lambda: by_esda(
                counts, Queen.from_dataframe(cells, use_index=False)
            ),
            "esda G_Local and Graph": lambda: by_esda(
                counts, Graph.build_contiguity(cells, rook=False)
            ),
            "hotspots.find and weights of cells": lambda: hotspots.find(
                cells, weights=neighbours.of_cells(row, column)
            ),
            "hotspots.find and weights of polygons": lambda: hotspots.find(cells),
        }
    )
    found = results["hotspots.find, weights ready"]["z"].to_numpy()
    time = {row.name: row.cpu_s for row in rows}
    alike = time["hotspots.score (z) and normal p, weights ready"]
    ready, both = time["hotspots.find, weights ready"], time["hotspots.find and weights of cells"]
    return rows, {
        "cells": side * side,
        "largest_difference_of_z": np.abs(found - results["esda G_Local, W ready"]).max(),
        "times_faster_than_w_alike": time["esda G_Local, W ready"] / alike,
        "times_faster_than_graph_alike": time["esda G_Local, Graph ready"] / alike,
        "times_faster_than_w": time["esda G_Local, W ready"] / ready,
        "times_faster_than_graph": time["esda G_Local, Graph ready"] / ready,
        "times_faster_with_w": time["esda G_Local and W"] / both,
        "times_faster_with_graph": time["esda G_Local and Graph"] / both,
    }


def false_maps(means: tuple[float, ...], maps: int = 400, side: int = 100) -> dict[str, dict]:
    """Share of maps of pure noise with a cell called at FDR 5 %, by the exact tail and by z."""
    cells, random = lattice(side), np.random.default_rng(42)
    weights = neighbours.of_cells(cells["row"], cells["column"])
    shares = {}
    for mean in means:
        exact = by_z = 0
        for _ in range(maps):
            found = hotspots.find(
                cells.assign(count=random.poisson(mean, side * side)), weights=weights
            )
            exact += bool((found["q"] <= 0.05).any())
            q = false_discovery(normal_p(found["z"].to_numpy()))
            by_z += bool((q <= 0.05).any())
        shares[str(mean)] = {"exact_tail": exact / maps, "z": by_z / maps}
    return shares


def main() -> int:
    """Measure, print, write."""
    tables, figures = {}, {}
    for side in (100, 316):
        rows, numbers = compare(side)
        name = f"{numbers['cells']:,} cells"
        show(name, rows, "esda G_Local, W ready")
        echo(str({key: float(f"{value:.3g}") for key, value in numbers.items()}))
        tables[name], figures[name] = rows, numbers
    figures["maps_of_noise_with_a_false_cell"] = false_maps((0.02, 0.1, 0.3, 1, 3, 10))
    echo("\nmaps of pure noise with a false cell, by mean per cell")
    for mean, share in figures["maps_of_noise_with_a_false_cell"].items():
        echo(f"  {mean:>5}: exact tail {share['exact_tail']:6.1%}, z {share['z']:6.1%}")
    echo(str(keep("hotspots", tables, figures)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

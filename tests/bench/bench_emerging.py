"""A whole emerging cube: weights, Gi* of every bin, false discovery rate, trends and classes."""

from __future__ import annotations

import sys

import geopandas as gpd
import numpy as np
import shapely
from click import echo
from measuring import in_turn, keep, show

from geodata.analyses import emerging, lattice, mann_kendall, neighbours, permutation_scan
from geodata.analyses.emerging_classes import NO_PATTERN

SIDE, STEPS = 100, 36


def cube() -> np.ndarray:
    """10,000 cells over 36 months: noise of mean 2, and a block that grows."""
    counts = np.random.default_rng(42).poisson(2.0, (SIDE, SIDE, STEPS)).astype(float)
    counts[40:45, 40:45] += np.arange(STEPS) / 4
    return counts.reshape(SIDE * SIDE, STEPS)


def whole(counts: np.ndarray):
    """What ``geodata emerging`` does after counting."""
    row, column = (axis.ravel() for axis in np.indices((SIDE, SIDE)))
    return emerging.find(counts, neighbours.of_cells(row, column))


def scanned(shuffles: int):
    """A night of the scan: 10,000 cells, a year of 30,000 cases."""
    random = np.random.default_rng(42)
    outline = gpd.GeoSeries([shapely.box(0, 0, SIDE * 250, SIDE * 250)], crs=26985)
    cells = lattice.cells(outline, 250)
    place, age = random.integers(0, len(cells), 30_000), random.integers(0, 365, 30_000)
    return permutation_scan.find(cells, place, age, cell_m=250, shuffles=shuffles)


def main() -> int:
    """Measure, print, write."""
    counts = cube()
    row, column = (axis.ravel() for axis in np.indices((SIDE, SIDE)))
    weights = neighbours.of_cells(row, column)
    scanned(1)  # compiled once
    rows, results = in_turn(
        {
            "whole cube, weights included": lambda: whole(counts),
            "of it, Gi* and FDR of every bin": lambda: emerging.score(counts, weights),
            "of it, Mann-Kendall": lambda: mann_kendall.measure(counts),
            "scan, 999 shuffles, 30,000 cases": lambda: scanned(999),
        }
    )
    show(f"{SIDE * SIDE:,} cells x {STEPS} steps", rows)
    found = results["whole cube, weights included"]["class"]
    classes = {str(name): int(count) for name, count in found.value_counts().items()}
    echo(str(classes))
    marked = int((found != NO_PATTERN).sum())
    figures = {"classes": classes, "marked": marked, "whole_cpu_s": rows[0].cpu_s}
    echo(str(keep("emerging", {"emerging": rows}, figures)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

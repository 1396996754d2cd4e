"""A plan from units: the one function that the rest of the program calls."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.analyses.zoning import matching, problem, report
from geodata.analyses.zoning.borders import IntArray, ObjectArray
from geodata.analyses.zoning.demand import Demand, wishes_of
from geodata.analyses.zoning.grids import draw
from geodata.analyses.zoning.pieces import Pieces, divide
from geodata.analyses.zoning.problem import NO_GRID, Problem
from geodata.analyses.zoning.solve import Progress, Request, solve


@dataclass(frozen=True)
class Proposal:
    """One plan.

    ``assignment`` has the index of the units: ``grid_code`` and ``is_moved`` (its grid of today is
    another). ``grids`` has a row per grid, see `grids.draw`. ``report`` holds the figures.
    """

    variant: str
    assignment: pd.DataFrame
    grids: gpd.GeoDataFrame
    report: dict[str, Any] = field(default_factory=dict)


def propose(
    units: gpd.GeoDataFrame,
    *,
    weight_column: str,
    min_weight: float,
    max_weight: float,
    target_weight: float,
    code_column: str = "code",
    workload_column: str | None = None,
    parent_column: str | None = None,
    today_column: str | None = None,
    locked: Collection[str] = (),
    pinned: Mapping[str, str] | None = None,
    barriers: gpd.GeoDataFrame | None = None,
    zone_counts: Mapping[str, int] | None = None,
    variant: str = "fresh",
    seed: int = 0,
    progress: Progress | None = None,
) -> Proposal:
    """Draw grids: every unit in exactly one, each grid connected and within one parent.

    Each parent is solved on its own by annealing over single units and re-splitting pairs of
    grids (notes and sources in `search` and `resplit`), so that bounds hold first, then enclaves
    are avoided, then compactness, borders on barriers, balance and what stays are weighed by
    variant: ``fresh`` starts from nothing, ``balanced`` from today with equal grids, ``minimal``
    moves as little as it can. The same input and seed give the same plan on any number of cores
    and in any order of rows.

    Parameters
    ----------
    units : n polygons in a metric CRS, ``code_column`` unique; ``weight_column`` (households) and
        ``workload_column`` numbers from 0 up; ``parent_column`` and ``today_column`` codes, blank
        for none.
    min_weight, max_weight : absolute bounds of a grid; ``target_weight`` between them.
    locked : codes of today's grids that nothing may join or leave.
    pinned : unit code to the grid code it must have.
    barriers : lines and polygons in the CRS of the units, see `barriers`.
    zone_counts : parent code ("" without parents) to the number of grids, where it is given.
    progress : called with (pieces done, pieces in all); may raise to cancel.

    Raises
    ------
    InvalidInputError : see `problem.read`; also bounds that do not rise, an unknown variant.

    >>> from shapely import box
    >>> row = gpd.GeoDataFrame({"code": list("abcd"), "households": [200] * 4},
    ...     geometry=[box(x, 0, x + 1, 1) for x in range(4)], crs=26985)
    >>> plan = propose(row, weight_column="households", min_weight=300, max_weight=500,
    ...                target_weight=400)
    >>> plan.assignment["grid_code"].tolist()
    ['Z001', 'Z001', 'Z002', 'Z002']
    """
    wishes_of(variant)
    read = problem.read(
        units,
        Demand(min_weight, max_weight, target_weight),
        weight_column=weight_column,
        code_column=code_column,
        workload_column=workload_column,
        parent_column=parent_column,
        today_column=today_column,
        locked=locked,
        pinned=pinned,
        barriers=barriers,
        zone_counts=zone_counts,
    )
    return propose_for(read, variant=variant, seed=seed, progress=progress)


def propose_for(
    read: Problem, *, variant: str, seed: int = 0, progress: Progress | None = None
) -> Proposal:
    """Draw one variant of a problem that was read before; see `propose`."""
    begun = time.perf_counter()
    pieces = divide(read)
    asked = Request(read.demand, wishes_of(variant), variant != "fresh", read.has_workload, seed)
    labels = solve(pieces.free, asked, progress=progress)
    zone = _zones(read, pieces, labels)
    code = _codes(read, zone)
    grids = draw(read, zone, code)
    content = report.measure(read, pieces, zone, code, grids)
    content["seconds"] = round(time.perf_counter() - begun, 3)
    return Proposal(variant, _assignment(read, code[zone]), grids, content)


def _zones(read: Problem, pieces: Pieces, labels: list[IntArray]) -> IntArray:
    """Number all grids from 0, in the order of their first unit."""
    label = np.full(len(read.codes), -1, dtype=np.int64)
    used = 0
    for group in (*pieces.locked, *pieces.oversize, *pieces.undersize):
        label[group] = used
        used += 1
    for piece, own in zip(pieces.free, labels, strict=True):
        label[piece.members] = used + own
        used += int(own.max()) + 1
    _, first, at = np.unique(label, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[at]


def _codes(read: Problem, zone: IntArray) -> ObjectArray:
    """Return the code of each zone: today's where it carries one on, else a new one."""
    code = np.full(int(zone.max()) + 1, "", dtype=object)
    first = np.unique(zone, return_index=True)[1]
    parents = read.parent.astype(str)
    order = np.argsort(parents, kind="stable")
    starts = np.flatnonzero(np.diff(np.unique(parents[order], return_inverse=True)[1], prepend=-1))
    groups = np.split(order, starts[1:])
    given: set[str] = set()
    for group in groups:
        named = matching.carry_on(
            zone[group], read.today[group], read.weight[group], read.pinned[group]
        )
        for number, name in named.items():
            # A grid of today that spans parents is carried on in the first of them.
            if name not in given:
                code[number] = name
                given.add(name)
    used = sorted({*given, *(t for t in read.today if t != NO_GRID)})
    middle = _middles(read, zone)
    for group in groups:
        new = np.unique(zone[group])
        new = new[code[new] == ""]
        parent = str(read.parent[first[new[0]]]) if len(new) else ""
        code[new] = matching.number(parent, middle[new, 0], middle[new, 1], used)
    return code


def _middles(read: Problem, zone: IntArray) -> Any:
    """Return the mean centre of each zone's units, by area."""
    bounds = np.array([shape.bounds for shape in read.polygons])
    centre = (bounds[:, :2] + bounds[:, 2:]) / 2
    area = np.bincount(zone, weights=read.borders.area_m2)
    sums = [np.bincount(zone, weights=read.borders.area_m2 * centre[:, i]) for i in (0, 1)]
    return np.stack(sums, axis=1) / area[:, None]


def _assignment(read: Problem, grid_code: ObjectArray) -> pd.DataFrame:
    back = np.argsort(read.rows, kind="stable")
    is_moved = (read.today != NO_GRID) & (read.today != grid_code)
    return pd.DataFrame(
        {"grid_code": grid_code[back], "is_moved": is_moved[back].astype(bool)}, index=read.index
    )

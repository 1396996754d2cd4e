"""What a plan costs: kernels over the totals of its grids."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from geodata.analyses.compiled import compiled
from geodata.analyses.zoning.borders import IntArray
from geodata.analyses.zoning.graph import Graph
from geodata.crs import FloatArray

# A grid outside its bounds costs this much at once, and this much per target beyond the bound.
OUT_OF_BAND = 6.0
BEYOND = 40.0
# What one enclave more must not be worth.
ENCLAVE = 8.0


class Aims(NamedTuple):
    """The demand and the prices as plain numbers, for the kernels."""

    low: float
    high: float
    target: float
    margin: float
    load_target: float
    balance: float
    workload: float
    compact: float
    cut: float
    stay: float


class Totals(NamedTuple):
    """Per label: sums over its units. ``perimeter`` is that of the dissolved grid."""

    weight: FloatArray
    load: FloatArray
    area: FloatArray
    perimeter: FloatArray
    units: IntArray


@compiled
def grid_cost(aims: Aims, weight: float, load: float, area: float, perimeter: float) -> float:
    """Return the cost of one grid."""
    off = (weight - aims.target) / (0.25 * aims.target)
    cost = aims.balance * off * off
    if aims.workload > 0.0:
        off = (load - aims.load_target) / (0.25 * aims.load_target)
        cost += aims.workload * off * off
    # The slope begins a little inside the bounds, so that the search does not balance on the edge.
    beyond = max(weight - (aims.high - aims.margin), (aims.low + aims.margin) - weight)
    if beyond > 0.0:
        cost += BEYOND * beyond / aims.target
    if weight > aims.high + 1e-9 or weight < aims.low - 1e-9:
        cost += OUT_OF_BAND
    return cost + aims.compact * (1.0 - 4.0 * math.pi * area / (perimeter * perimeter))


@compiled
def add_up(graph: Graph, label: IntArray, totals: Totals) -> None:
    """Fill ``totals`` from the labels."""
    totals.weight[:] = 0.0
    totals.load[:] = 0.0
    totals.area[:] = 0.0
    totals.perimeter[:] = 0.0
    totals.units[:] = 0
    for unit in range(len(label)):
        own = label[unit]
        totals.weight[own] += graph.weight[unit]
        totals.load[own] += graph.load[unit]
        totals.area[own] += graph.area[unit]
        totals.perimeter[own] += graph.perimeter[unit]
        totals.units[own] += 1
        for edge in range(graph.start[unit], graph.start[unit + 1]):
            if label[graph.neighbour[edge]] == own:
                totals.perimeter[own] -= graph.length[edge]


@compiled
def plan_cost(graph: Graph, aims: Aims, label: IntArray, totals: Totals) -> float:
    """Return the cost of a whole plan whose totals are up to date."""
    cost = 0.0
    for grid in range(len(totals.units)):
        if totals.units[grid] > 0:
            cost += grid_cost(
                aims,
                totals.weight[grid],
                totals.load[grid],
                totals.area[grid],
                totals.perimeter[grid],
            )
    for unit in range(len(label)):
        if graph.home[unit] >= 0 and graph.home[unit] != label[unit]:
            cost += aims.stay * graph.weight[unit]
        for edge in range(graph.start[unit], graph.start[unit + 1]):
            if label[graph.neighbour[edge]] != label[unit]:
                cost += 0.5 * aims.cut * graph.cost[edge]
    return cost


@compiled
def beyond_bounds(aims: Aims, totals: Totals) -> float:
    """Return how far grids lie outside the bounds in all, in targets, plus one for each."""
    beyond = 0.0
    for grid in range(len(totals.units)):
        if totals.units[grid] > 0:
            off = max(totals.weight[grid] - aims.high, aims.low - totals.weight[grid])
            if off > 1e-9:
                beyond += 1.0 + off / aims.target
    return beyond


def no_totals(count: int) -> Totals:
    """Return totals of ``count`` labels, all zero."""
    sums = [np.zeros(count) for _ in range(4)]
    return Totals(sums[0], sums[1], sums[2], sums[3], np.zeros(count, dtype=np.int64))

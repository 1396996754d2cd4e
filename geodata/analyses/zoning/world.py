"""Everything that the kernels work on, bundled: the piece, the plan so far, and scratch space."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from geodata.analyses.zoning.borders import IntArray
from geodata.analyses.zoning.graph import Graph
from geodata.analyses.zoning.objective import Aims, Totals, add_up, no_totals
from geodata.crs import FloatArray


class Tree(NamedTuple):
    """Room for a spanning tree over some of the n units.

    ``unit`` lists its units, parents first; ``above`` is the place of each one's parent in that
    list and ``place`` (per unit, -1 outside the tree) leads back. ``side`` is 1 below a cut.
    """

    unit: IntArray
    above: IntArray
    place: IntArray
    side: IntArray
    below: FloatArray
    edge: IntArray
    end: IntArray
    chosen: IntArray
    sums: FloatArray


class World(NamedTuple):
    """``label`` is the plan, ``totals`` its sums, ``state`` the random numbers.

    ``queue`` and ``seen`` are scratch for walks; ``stamp`` (shape (1,)) counts the walks.
    """

    graph: Graph
    aims: Aims
    label: IntArray
    totals: Totals
    state: IntArray
    queue: IntArray
    seen: IntArray
    stamp: IntArray
    tree: Tree


def world_of(
    graph: Graph, aims: Aims, label: IntArray, label_count: int, *, state: IntArray
) -> World:
    """Return a world around ``label``, which the kernels change in place."""
    count, edges = len(label), len(graph.neighbour)
    whole = [np.zeros(count, dtype=np.int64) for _ in range(6)]
    tree = Tree(
        unit=whole[0],
        above=whole[1],
        place=np.full(count, -1, dtype=np.int64),
        side=whole[2],
        below=np.zeros(count),
        edge=np.zeros(edges + 1, dtype=np.int64),
        end=np.zeros(max(edges, count) + 1, dtype=np.int64),
        chosen=whole[3],
        sums=np.zeros((2, 4)),
    )
    totals = no_totals(label_count)
    add_up(graph, label, totals)
    stamp = np.zeros(1, dtype=np.int64)
    return World(graph, aims, label, totals, state, whole[4], whole[5], stamp, tree)

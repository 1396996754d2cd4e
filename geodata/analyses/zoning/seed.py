"""The plan from which the search starts: today's, or a fresh one, made whole."""

from __future__ import annotations

import numpy as np
import pymetis

from geodata.analyses.compiled import compiled
from geodata.analyses.zoning.borders import IntArray
from geodata.analyses.zoning.chance import draw
from geodata.analyses.zoning.graph import Graph
from geodata.analyses.zoning.objective import Totals, add_up
from geodata.analyses.zoning.resplit import resplit
from geodata.analyses.zoning.world import World

# Below this size splitting does as well, and METIS is at its weakest: it leaves parts empty.
_METIS_FROM_UNITS = 80
# A pinned unit holds its part in place; units without weight count a little.
_PINNED = 1e12
_PER_UNIT = 1e-6


def fresh(graph: Graph, count: int, seed: int) -> IntArray:
    """Return ``count`` labels by METIS k-way, or one label where the piece is small.

    Not thread-safe: METIS draws from the random numbers of the C library.
    """
    units = len(graph.weight)
    # A pinned unit keeps the label of its grid, which METIS cannot promise.
    if graph.frozen.any():
        return graph.home.copy()
    if units < max(_METIS_FROM_UNITS, 3 * count) or count < 2:
        return np.zeros(units, dtype=np.int64)
    kept = graph.passable
    start = np.append(0, np.cumsum(kept))[graph.start]
    longest = max(float(graph.length.max(initial=0.0)), 1e-9)
    options = pymetis.Options(seed=seed % 2**31, contig=1, ufactor=100)
    _, part = pymetis.part_graph(
        count,
        pymetis.CSRAdjacency(start.astype(np.int32), graph.neighbour[kept].astype(np.int32)),
        vweights=np.round(graph.weight).astype(np.int32),
        eweights=(1 + graph.cost[kept] / longest * 9_999).astype(np.int32),
        options=options,
    )
    return np.asarray(part, dtype=np.int64)


def settle(world: World, count: int) -> None:
    """Make the plan of ``world`` one of ``count`` connected grids, in place.

    Of a broken grid the heaviest part stays, the rest goes to the neighbour with the longest
    common border. Grids that lack are split off the heaviest; where there are too many, the
    lightest joins the neighbour with which it is lightest.
    """
    graph, label, totals = world.graph, world.label, world.totals
    connect(world)
    add_up(graph, label, totals)
    is_whole = np.zeros(len(totals.units), dtype=bool)
    while int((totals.units > 0).sum()) < count:
        can_split = (totals.units > 1) & ~is_whole
        if not can_split.any():
            break
        free = int(np.flatnonzero(totals.units == 0)[-1])
        grid = int(np.argmax(np.where(can_split, totals.weight, -1.0)))
        members = np.flatnonzero(label == grid)
        root = int(members[draw(world.state, len(members))])
        is_whole[grid] = not resplit(world, grid, free, root, 12)
    while int((totals.units > 0).sum()) > count and _merge_lightest(graph, label, totals):
        add_up(graph, label, totals)


def _merge_lightest(graph: Graph, label: IntArray, totals: Totals) -> bool:
    held = np.zeros(len(totals.units), dtype=bool)
    held[label[graph.frozen]] = True
    source = np.repeat(np.arange(len(label)), np.diff(graph.start))
    one, two = label[source], label[graph.neighbour]
    is_border = (one != two) & graph.passable & ~held[one]
    if not is_border.any():
        return False
    one, two = one[is_border], two[is_border]
    order = np.lexsort((two, one, totals.weight[two], totals.weight[one]))
    label[label == one[order[0]]] = two[order[0]]
    return True


@compiled
def connect(world: World) -> None:
    """Keep the heaviest part of each label and give the other units to neighbours.

    A part with a pinned unit is kept before any other. Pinned units stay even where apart.
    """
    graph, label, part = world.graph, world.label, world.seen
    part[:] = -1
    best = np.full(len(world.totals.units), -1, dtype=np.int64)
    best_weight = np.full(len(best), -1.0)
    for root in range(len(label)):
        if part[root] < 0 and label[root] >= 0:
            weight = _weigh_part(world, root)
            if weight > best_weight[label[root]]:
                best_weight[label[root]], best[label[root]] = weight, root
    loose = 0
    for unit in range(len(label)):
        is_apart = label[unit] >= 0 and best[label[unit]] != part[unit]
        if label[unit] < 0 or (is_apart and not graph.frozen[unit]):
            label[unit] = -1
            loose += 1
    part[:] = 0
    while loose > 0:
        joined = _join_neighbours(world)
        loose -= joined
        if joined == 0:
            break
    for unit in range(len(label)):
        # Nothing beside it has a label: the piece had none at all.
        label[unit] = max(label[unit], 0)


@compiled
def _weigh_part(world: World, root: int) -> float:
    """Mark the connected part of ``root`` and return its weight."""
    graph, label, part, queue = world.graph, world.label, world.seen, world.queue
    head, tail, weight = 0, 1, 0.0
    queue[0], part[root] = root, root
    while head < tail:
        here = queue[head]
        head += 1
        weight += graph.weight[here] + (_PINNED if graph.frozen[here] else _PER_UNIT)
        for edge in range(graph.start[here], graph.start[here + 1]):
            other = graph.neighbour[edge]
            if graph.passable[edge] and part[other] < 0 and label[other] == label[root]:
                part[other] = root
                queue[tail] = other
                tail += 1
    return weight


@compiled
def _join_neighbours(world: World) -> int:
    """Give units without a label that of the neighbour with the longest border."""
    graph, label = world.graph, world.label
    joined = 0
    for unit in range(len(label)):
        longest, target = -1.0, -1
        if label[unit] < 0:
            for edge in range(graph.start[unit], graph.start[unit + 1]):
                other = graph.neighbour[edge]
                is_longer = graph.length[edge] > longest
                if graph.passable[edge] and label[other] >= 0 and is_longer:
                    longest, target = graph.length[edge], label[other]
        if target >= 0:
            label[unit] = target
            joined += 1
    return joined

"""Would a grid stay in one piece and without a hole? Kernels on the rings around units."""

from __future__ import annotations

from geodata.analyses.compiled import compiled
from geodata.analyses.zoning.borders import IntArray
from geodata.analyses.zoning.graph import Graph
from geodata.analyses.zoning.world import World


@compiled
def contacts(graph: Graph, label: IntArray, unit: int, grid: int) -> int:
    """Count the separate stretches along which ``unit`` meets ``grid``, corners included.

    A ring that meets nothing else counts 0, as a circle has Euler number 0. With this, adding a
    unit to a grid changes the grid's parts minus holes by ``euler[unit] - contacts``.
    """
    count = 0
    for ring in range(graph.unit_start[unit], graph.unit_start[unit + 1]):
        first, last = graph.ring_start[ring], graph.ring_start[ring + 1]
        if first == last:
            continue
        before = graph.item[last - 1]
        was_in = before >= 0 and label[before] == grid
        for at in range(first, last):
            beside = graph.item[at]
            is_in = beside >= 0 and label[beside] == grid
            if is_in and not was_in:
                count += 1
            was_in = is_in
    return count


@compiled
def holes_made(graph: Graph, label: IntArray, unit: int, target: int) -> int:
    """Count the holes (enclaves) that moving ``unit`` to ``target`` adds, or opens if negative.

    Right where both grids stay in one piece.
    """
    lost = contacts(graph, label, unit, label[unit])
    return contacts(graph, label, unit, target) - lost


@compiled
def stays_whole(world: World, unit: int) -> bool:
    """Tell whether the grid of ``unit`` is connected without it (a grid of one unit is not)."""
    graph, label, queue, seen = world.graph, world.label, world.queue, world.seen
    world.stamp[0] += 1
    stamp, own, wanted = world.stamp[0], label[unit], 0
    for edge in range(graph.start[unit], graph.start[unit + 1]):
        other = graph.neighbour[edge]
        if graph.passable[edge] and label[other] == own:
            wanted += 1
            queue[0] = other
            seen[other] = -stamp
    if wanted <= 1:
        return wanted == 1
    seen[unit] = stamp
    seen[queue[0]] = stamp
    head, tail = 0, 1
    wanted -= 1
    while head < tail:
        here = queue[head]
        head += 1
        for edge in range(graph.start[here], graph.start[here + 1]):
            other = graph.neighbour[edge]
            if not graph.passable[edge] or label[other] != own or seen[other] == stamp:
                continue
            if seen[other] == -stamp:
                wanted -= 1
                if wanted == 0:
                    return True
            seen[other] = stamp
            queue[tail] = other
            tail += 1
    return False

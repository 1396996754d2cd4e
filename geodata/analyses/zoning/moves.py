"""Single units change grid: annealing, then descent."""

from __future__ import annotations

from geodata.analyses.compiled import compiled
from geodata.analyses.zoning.chance import draw
from geodata.analyses.zoning.objective import ENCLAVE, grid_cost
from geodata.analyses.zoning.topology import holes_made, stays_whole
from geodata.analyses.zoning.world import World
from geodata.crs import FloatArray

_STEPS_PER_HEAT = 256
_DESCENTS_AT_MOST = 30


@compiled
def try_move(world: World, unit: int, target: int, patience: float) -> bool:
    """Move ``unit`` to grid ``target`` if that costs at most ``patience`` and breaks nothing."""
    graph, label, totals = world.graph, world.label, world.totals
    source = label[unit]
    if totals.units[source] <= 1:
        return False
    to_source, to_target, cut = 0.0, 0.0, 0.0
    for edge in range(graph.start[unit], graph.start[unit + 1]):
        own = label[graph.neighbour[edge]]
        if own == source:
            to_source += graph.length[edge]
            cut += graph.cost[edge]
        elif own == target:
            to_target += graph.length[edge]
            cut -= graph.cost[edge]
    less = totals.perimeter[source] - graph.perimeter[unit] + 2.0 * to_source
    more = totals.perimeter[target] + graph.perimeter[unit] - 2.0 * to_target
    change = world.aims.cut * cut + _grids_change(world, unit, target, less, more)
    if graph.home[unit] == source:
        change += world.aims.stay * graph.weight[unit]
    elif graph.home[unit] == target:
        change -= world.aims.stay * graph.weight[unit]
    if change > patience + ENCLAVE:
        return False
    holes = holes_made(graph, label, unit, target)
    if holes > 0 or change + ENCLAVE * holes > patience or not stays_whole(world, unit):
        return False
    _shift(world, unit, target)
    totals.perimeter[source] = less
    totals.perimeter[target] = more
    return True


@compiled
def _grids_change(world: World, unit: int, target: int, less: float, more: float) -> float:
    """What the two grids cost more with ``unit`` in ``target`` and these perimeters."""
    aims, totals, source = world.aims, world.totals, world.label[unit]
    weight, load, area = world.graph.weight[unit], world.graph.load[unit], world.graph.area[unit]
    w, ld, a, p = totals.weight, totals.load, totals.area, totals.perimeter
    change = grid_cost(aims, w[source] - weight, ld[source] - load, a[source] - area, less)
    change += grid_cost(aims, w[target] + weight, ld[target] + load, a[target] + area, more)
    change -= grid_cost(aims, w[source], ld[source], a[source], p[source])
    return change - grid_cost(aims, w[target], ld[target], a[target], p[target])


@compiled
def _shift(world: World, unit: int, target: int) -> None:
    graph, totals, source = world.graph, world.totals, world.label[unit]
    totals.weight[source] -= graph.weight[unit]
    totals.weight[target] += graph.weight[unit]
    totals.load[source] -= graph.load[unit]
    totals.load[target] += graph.load[unit]
    totals.area[source] -= graph.area[unit]
    totals.area[target] += graph.area[unit]
    totals.units[source] -= 1
    totals.units[target] += 1
    world.label[unit] = target


@compiled
def anneal(world: World, patience: FloatArray, hot: float, factor: float, tries: int) -> None:
    """Try ``tries`` random moves while the temperature falls from ``hot``.

    Metropolis: a move that costs c is taken with probability exp(-c / temperature). Every 256
    tries the temperature is multiplied by ``factor``.
    """
    graph, label, state = world.graph, world.label, world.state
    count, heat = len(label), hot
    for step in range(tries):
        if step % _STEPS_PER_HEAT == _STEPS_PER_HEAT - 1:
            heat *= factor
        unit = draw(state, count)
        degree = graph.start[unit + 1] - graph.start[unit]
        if degree == 0 or graph.frozen[unit]:
            continue
        edge = graph.start[unit] + draw(state, degree)
        target = label[graph.neighbour[edge]]
        if target != label[unit] and graph.passable[edge]:
            try_move(world, unit, target, heat * patience[draw(state, len(patience))])


@compiled
def descend(world: World) -> None:
    """Take moves that gain until none does."""
    graph, label = world.graph, world.label
    for _ in range(_DESCENTS_AT_MOST):
        moved = 0
        for unit in range(len(label)):
            if graph.frozen[unit]:
                continue
            for edge in range(graph.start[unit], graph.start[unit + 1]):
                target = label[graph.neighbour[edge]]
                if target != label[unit] and graph.passable[edge]:
                    moved += try_move(world, unit, target, -1e-9)
        if moved == 0:
            break

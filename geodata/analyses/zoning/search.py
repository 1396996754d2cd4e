"""The search on one piece: rounds of annealing and re-splitting, the best kept."""

from __future__ import annotations

from dataclasses import dataclass

from geodata.analyses.compiled import compiled
from geodata.analyses.zoning.chance import PATIENCE, draw
from geodata.analyses.zoning.moves import anneal, descend
from geodata.analyses.zoning.objective import add_up, beyond_bounds, plan_cost
from geodata.analyses.zoning.resplit import resplit
from geodata.analyses.zoning.world import World

# What a grid beyond its bounds weighs when plans are compared: more than anything else can.
BEYOND_BOUNDS = 1e6
_TREES = 6


@dataclass(frozen=True)
class Effort:
    """How long to search: tries per unit and round, rounds, and re-splits per grid and round."""

    rounds: int = 3
    tries: int = 120
    resplits: int = 10
    hot: float = 0.3
    cold: float = 0.01


COLD = Effort()
WARM = Effort(hot=0.1)


def improve(world: World, effort: Effort) -> float:
    """Improve the plan of ``world`` in place and return its rate, the cost with bounds first.

    Each label's units must be connected. Bounds come first: a plan with fewer grids outside them
    is the better one whatever the rest costs.
    """
    tries = effort.tries * len(world.label)
    factor = (effort.cold / effort.hot) ** (256 / max(tries, 256))
    best = rate(world)
    for step in range(effort.rounds):
        heat = effort.hot if step == 0 else effort.hot * 0.4
        before = world.label.copy()
        anneal(world, PATIENCE, heat, factor, tries)
        found = _finish_round(world, effort.resplits)
        if found < best:
            best = found
        else:
            world.label[:] = before
            add_up(world.graph, world.label, world.totals)
    return best


@compiled
def rate(world: World) -> float:
    """Sum up afresh, as sums drift by rounding, and return the rate of the plan."""
    add_up(world.graph, world.label, world.totals)
    beyond = beyond_bounds(world.aims, world.totals)
    return BEYOND_BOUNDS * beyond + plan_cost(world.graph, world.aims, world.label, world.totals)


@compiled
def _finish_round(world: World, resplits: int) -> float:
    descend(world)
    _resplit_all(world, resplits)
    descend(world)
    return rate(world)


@compiled
def _resplit_all(world: World, resplits: int) -> None:
    """Re-split random pairs of neighbours, about ``resplits`` per grid."""
    graph, label = world.graph, world.label
    grids = 0
    for grid in range(len(world.totals.units)):
        if world.totals.units[grid] > 0:
            grids += 1
    wanted = resplits * grids if grids > 1 else 0
    left = 20 * wanted
    while wanted > 0 and left > 0:
        left -= 1
        unit = draw(world.state, len(label))
        degree = graph.start[unit + 1] - graph.start[unit]
        if degree == 0:
            continue
        edge = graph.start[unit] + draw(world.state, degree)
        one, two = label[unit], label[graph.neighbour[edge]]
        if one != two and graph.passable[edge]:
            wanted -= 1
            resplit(world, one, two, unit, _TREES)

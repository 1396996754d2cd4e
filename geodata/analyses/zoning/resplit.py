"""Two neighbouring grids are united and cut anew along a random spanning tree.

The step of DeFord, Duchin and Solomon (ReCom, 2021), here taken only when the exact cost falls.
It is what rescues lumpy places, where no single unit can move without breaking a bound.
"""

from __future__ import annotations

import numpy as np

from geodata.analyses.compiled import compiled
from geodata.analyses.zoning.borders import IntArray
from geodata.analyses.zoning.chance import draw
from geodata.analyses.zoning.objective import ENCLAVE
from geodata.analyses.zoning.spanning import (
    best_cuts,
    forget_tree,
    grow_tree,
    holes_of_sides,
    mark_sides,
    price_of_sides,
    stay_cost,
)
from geodata.analyses.zoning.world import World

_CUTS_PER_TREE = 3
_ANY_PRICE = 1e14


@compiled
def resplit(world: World, one: int, two: int, root: int, trees: int) -> bool:
    """Cut the union of grids ``one`` and ``two`` anew if that costs less; ``root`` is in it.

    Where ``two`` has no units the cheapest cut found is taken whatever it costs: that is how a
    grid is split. Tells whether the labels changed.
    """
    label, tree, totals = world.label, world.tree, world.totals
    count = grow_tree(world, one, two, root)
    if count < 2 or count != totals.units[one] + totals.units[two]:
        forget_tree(world, count)
        return False
    units = tree.unit[:count].copy()
    best = label[units]
    limit = _ANY_PRICE
    if totals.units[one] > 0 and totals.units[two] > 0:
        limit = _price_now(world, count, one, two) - 1e-9
    changed = False
    for turn in range(trees):
        if turn > 0:
            forget_tree(world, count)
            for unit in units:
                label[unit] = one
            grow_tree(world, one, two, units[draw(world.state, count)])
        price = _cheapest_cut(world, count, one, two, limit)
        if price < limit:
            limit, changed = price, True
            for at in range(count):
                best[at] = tree.chosen[units[at]]
    forget_tree(world, count)
    for at in range(count):
        label[units[at]] = best[at]
    if changed:
        _add_up_two(world, units, one, two)
    return changed


@compiled
def _price_now(world: World, count: int, one: int, two: int) -> float:
    for at in range(count):
        world.tree.side[at] = 1 if world.label[world.tree.unit[at]] == one else 0
    price = price_of_sides(world, count) + stay_cost(world, count, one, two)
    return price + ENCLAVE * holes_of_sides(world, count, one, two)


@compiled
def _cheapest_cut(world: World, count: int, one: int, two: int, limit: float) -> float:
    """Return the price of the cheapest cut of this tree below ``limit``; its labels in chosen."""
    cuts, rates = np.empty(_CUTS_PER_TREE, dtype=np.int64), np.empty(_CUTS_PER_TREE)
    for slot in range(best_cuts(world, count, cuts, rates)):
        mark_sides(world, count, cuts[slot])
        price = price_of_sides(world, count)
        if price >= limit:
            continue
        straight = stay_cost(world, count, one, two)
        turned = stay_cost(world, count, two, one)
        below, above = (one, two) if straight <= turned else (two, one)
        price += min(straight, turned)
        if price < limit:
            price += ENCLAVE * holes_of_sides(world, count, below, above)
        if price < limit:
            limit = price
            for at in range(count):
                unit = world.tree.unit[at]
                world.tree.chosen[unit] = world.label[unit]
    return limit


@compiled
def _add_up_two(world: World, units: IntArray, one: int, two: int) -> None:
    graph, label, totals = world.graph, world.label, world.totals
    for grid in (one, two):
        totals.weight[grid] = 0.0
        totals.load[grid] = 0.0
        totals.area[grid] = 0.0
        totals.perimeter[grid] = 0.0
        totals.units[grid] = 0
    for unit in units:
        own = label[unit]
        totals.weight[own] += graph.weight[unit]
        totals.load[own] += graph.load[unit]
        totals.area[own] += graph.area[unit]
        totals.perimeter[own] += graph.perimeter[unit]
        totals.units[own] += 1
        for edge in range(graph.start[unit], graph.start[unit + 1]):
            if label[graph.neighbour[edge]] == own:
                totals.perimeter[own] -= graph.length[edge]

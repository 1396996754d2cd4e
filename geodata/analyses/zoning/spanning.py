"""Random spanning trees over two grids, and what their cuts would give: kernels."""

from __future__ import annotations

from geodata.analyses.compiled import compiled
from geodata.analyses.zoning.borders import IntArray
from geodata.analyses.zoning.chance import draw
from geodata.analyses.zoning.objective import grid_cost
from geodata.analyses.zoning.topology import contacts
from geodata.analyses.zoning.world import World
from geodata.crs import FloatArray


@compiled
def grow_tree(world: World, one: int, two: int, root: int) -> int:
    """Grow a random tree over the units of grids ``one`` and ``two`` from ``root``; return n."""
    graph, tree = world.graph, world.tree
    count, waiting, here = 1, 0, root
    tree.unit[0], tree.above[0], tree.place[root] = root, -1, 0
    while here >= 0:
        for edge in range(graph.start[here], graph.start[here + 1]):
            other = graph.neighbour[edge]
            is_in = world.label[other] == one or world.label[other] == two
            if graph.passable[edge] and is_in and tree.place[other] < 0:
                tree.edge[waiting], tree.end[waiting] = edge, tree.place[here]
                waiting += 1
        here = -1
        while waiting > 0 and here < 0:
            at = draw(world.state, waiting)
            other, above = graph.neighbour[tree.edge[at]], tree.end[at]
            waiting -= 1
            tree.edge[at], tree.end[at] = tree.edge[waiting], tree.end[waiting]
            if tree.place[other] < 0:
                tree.place[other] = count
                tree.unit[count], tree.above[count] = other, above
                count += 1
                here = other
    return count


@compiled
def forget_tree(world: World, count: int) -> None:
    """Clear the places of a tree of ``count`` units."""
    for at in range(count):
        world.tree.place[world.tree.unit[at]] = -1


@compiled
def best_cuts(world: World, count: int, cuts: IntArray, rates: FloatArray) -> int:
    """Put the tree edges whose two sides fit the bounds best into ``cuts``; return how many."""
    tree, aims = world.tree, world.aims
    total = 0.0
    for at in range(count):
        tree.below[at] = world.graph.weight[tree.unit[at]]
        total += tree.below[at]
    for at in range(count - 1, 0, -1):
        tree.below[tree.above[at]] += tree.below[at]
    found = 0
    for at in range(1, count):
        # Only the weight counts here: the load and the shape are taken as ideal.
        rate = grid_cost(aims, tree.below[at], aims.load_target, 0.0, 1.0)
        rate += grid_cost(aims, total - tree.below[at], aims.load_target, 0.0, 1.0)
        slot = found
        while slot > 0 and rate < rates[slot - 1]:
            if slot < len(cuts):
                cuts[slot], rates[slot] = cuts[slot - 1], rates[slot - 1]
            slot -= 1
        if slot < len(cuts):
            cuts[slot], rates[slot] = at, rate
            found = min(found + 1, len(cuts))
    return found


@compiled
def mark_sides(world: World, count: int, cut: int) -> None:
    """Set ``side`` of each place: 1 from the cut edge downwards, 0 above."""
    side = world.tree.side
    for at in range(count):
        is_below = at == cut or (at > cut and side[world.tree.above[at]] == 1)
        side[at] = 1 if is_below else 0


@compiled
def price_of_sides(world: World, count: int) -> float:
    """Return what the two sides cost as grids, with the border between them."""
    graph, tree, aims, sums = world.graph, world.tree, world.aims, world.tree.sums
    sums[:] = 0.0
    cut = 0.0
    for at in range(count):
        unit, side = tree.unit[at], tree.side[at]
        sums[side, 0] += graph.weight[unit]
        sums[side, 1] += graph.load[unit]
        sums[side, 2] += graph.area[unit]
        sums[side, 3] += graph.perimeter[unit]
        for edge in range(graph.start[unit], graph.start[unit + 1]):
            place = tree.place[graph.neighbour[edge]]
            if place >= 0 and tree.side[place] == side:
                sums[side, 3] -= graph.length[edge]
            elif place >= 0:
                cut += 0.5 * graph.cost[edge]
    price = aims.cut * cut
    for side in range(2):
        if sums[side, 3] > 0.0:
            price += grid_cost(aims, sums[side, 0], sums[side, 1], sums[side, 2], sums[side, 3])
    return price


@compiled
def stay_cost(world: World, count: int, below: int, above: int) -> float:
    """Price of leaving home when the lower side becomes ``below``; huge if a pin objects."""
    graph, tree = world.graph, world.tree
    cost = 0.0
    for at in range(count):
        unit = tree.unit[at]
        grid = below if tree.side[at] == 1 else above
        if graph.home[unit] >= 0 and graph.home[unit] != grid:
            cost += 1e15 if graph.frozen[unit] else world.aims.stay * graph.weight[unit]
    return cost


@compiled
def holes_of_sides(world: World, count: int, below: int, above: int) -> int:
    """Label the sides ``below`` and ``above`` and count the holes of both.

    Each grid is put together unit by unit, adding up Euler numbers.
    """
    graph, tree, label = world.graph, world.tree, world.label
    for at in range(count):
        label[tree.unit[at]] = -2
    euler, grids = 0, 0
    for side in range(2):
        grid, is_there = (below if side == 1 else above), 0
        for at in range(count):
            if tree.side[at] == side:
                unit = tree.unit[at]
                euler += graph.euler[unit] - contacts(graph, label, unit, grid)
                label[unit] = grid
                is_there = 1
        grids += is_there
    return grids - euler

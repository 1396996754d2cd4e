"""A first draw of grids: contiguous, inside one community, 300 to 500 households each.

Repeated spanning-tree cuts, then single-unit moves. Decent, not optimal: a plan drawn with care
replaces it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree

from geodata.demo.build.borders import BorderTable

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

HOUSEHOLDS_MIN, HOUSEHOLDS_MAX = 300, 500
HOUSEHOLDS_AIM = 400
TREES_PER_CUT = 60
CUTS_PER_TREE = 6
MOVE_ROUNDS = 40
MOST_COUNTS_TRIED = 4
# One household outside the band weighs as much as this many metres of border.
BAND_WEIGHT_M = 25.0
# Inside the band, balance is a matter of taste: it weighs far less.
BALANCE_WEIGHT_M = 0.5


@dataclass(frozen=True)
class _Patch:
    """The units of one community and the borders among them."""

    households: Floats
    first: Ints
    second: Ints
    length_m: Floats

    def subset(self, members: Ints) -> _Patch:
        position = np.full(len(self.households), -1, dtype=np.int64)
        position[members] = np.arange(len(members))
        first, second = position[self.first], position[self.second]
        kept = (first >= 0) & (second >= 0)
        return _Patch(self.households[members], first[kept], second[kept], self.length_m[kept])


def draw(owner: Ints, households: Floats, borders: BorderTable, *, seed: int) -> Ints:
    """Return a grid number for every unit, 0.. within each owner (community).

    ``borders`` are the borders among the units; each owner's units must hang together, if need
    be over bridges of length 0.
    The same seed gives the same draw, and one community's draw does not depend on another's.
    """
    grid = np.zeros(len(owner), dtype=np.int64)
    borders = borders.within(owner)
    everything = _Patch(households, borders.first, borders.second, borders.length_m)
    for community in np.unique(owner):
        members = np.flatnonzero(owner == community)
        rng = np.random.default_rng([seed, int(community)])
        grid[members] = _draw_one(everything.subset(members), rng)
    return grid


def _draw_one(patch: _Patch, rng: np.random.Generator) -> Ints:
    best, best_cost = np.zeros(len(patch.households), dtype=np.int64), np.inf
    for count in _counts_to_try(float(patch.households.sum()), len(patch.households)):
        grid = _improve(patch, _split(patch, count, rng))
        cost = _cost(patch, grid)
        if cost < best_cost:
            best, best_cost = grid, cost
    return best


def _counts_to_try(households: float, unit_count: int) -> list[int]:
    fewest = int(np.ceil(households / HOUSEHOLDS_MAX))
    most = max(int(np.floor(households / HOUSEHOLDS_MIN)), fewest)
    nearest = round(households / HOUSEHOLDS_AIM)
    counts = {nearest, *range(fewest, most + 1)}
    if len(counts) > MOST_COUNTS_TRIED:
        # In a large community the nearest count fits; trying all takes long and gains nothing.
        counts = {nearest}
    return sorted({min(max(count, 1), unit_count) for count in counts})


def _split(patch: _Patch, count: int, rng: np.random.Generator) -> Ints:
    """Cut into ``count`` connected parts of about equal households, two at a time."""
    grid = np.zeros(len(patch.households), dtype=np.int64)
    if count <= 1 or len(grid) < count:
        return grid
    near_count = count // 2
    near = _bisect(patch, near_count, count, rng)
    for is_near, first, parts in ((True, 0, near_count), (False, near_count, count - near_count)):
        members = np.flatnonzero(near == is_near)
        grid[members] = first + _split(patch.subset(members), parts, rng)
    return grid


def _bisect(
    patch: _Patch, near_count: int, count: int, rng: np.random.Generator
) -> npt.NDArray[np.bool_]:
    best, best_cost = np.zeros(len(patch.households), dtype=bool), np.inf
    for _ in range(TREES_PER_CUT):
        for side in _tree_cuts(patch, near_count / count, rng):
            cost = _cut_cost(patch, side, near_count, count - near_count)
            if cost < best_cost:
                best, best_cost = side, cost
    return best


def _tree_cuts(
    patch: _Patch, share: float, rng: np.random.Generator
) -> list[npt.NDArray[np.bool_]]:
    """Sides (True = near) from cutting one random spanning tree near the wanted share."""
    size = len(patch.households)
    # Long borders tend to stay inside, which keeps the parts compact.
    weight = rng.random(len(patch.first)) / np.sqrt(patch.length_m + 1.0) + 1e-9
    graph = coo_array((weight, (patch.first, patch.second)), shape=(size, size)).tocsr()
    tree = minimum_spanning_tree(graph)
    order, parent = breadth_first_order(tree, 0, directed=False)
    below = patch.households.copy()
    for node in order[:0:-1]:
        below[parent[node]] += below[node]
    total = below[order[0]]
    nodes = order[1:]
    gap = np.minimum(
        np.abs(below[nodes] - share * total), np.abs(below[nodes] - (1 - share) * total)
    )
    sides = []
    for node in nodes[np.argsort(gap, kind="stable")[:CUTS_PER_TREE]]:
        side = np.zeros(size, dtype=bool)
        side[node] = True
        for child in order[np.flatnonzero(order == node)[0] + 1 :]:
            side[child] = side[parent[child]]
        is_near = abs(below[node] - share * total) <= abs(below[node] - (1 - share) * total)
        sides.append(side if is_near else ~side)
    return sides


def _cut_cost(patch: _Patch, side: npt.NDArray[np.bool_], near: int, far: int) -> float:
    cut_m = float(patch.length_m[side[patch.first] != side[patch.second]].sum())
    cost = cut_m
    mean = patch.households.sum() / (near + far)
    for members, parts in ((side, near), (~side, far)):
        if members.sum() < parts:
            return float("inf")
        households = float(patch.households[members].sum())
        outside = max(parts * HOUSEHOLDS_MIN - households, households - parts * HOUSEHOLDS_MAX, 0.0)
        cost += BAND_WEIGHT_M * outside + BALANCE_WEIGHT_M * abs(households - parts * mean)
    return cost


def _cost(patch: _Patch, grid: Ints) -> float:
    households = np.bincount(grid, weights=patch.households)
    outside = np.maximum(0, np.maximum(HOUSEHOLDS_MIN - households, households - HOUSEHOLDS_MAX))
    cut_m = patch.length_m[grid[patch.first] != grid[patch.second]].sum()
    balance = np.abs(households - households.mean()).sum()
    return float(cut_m + BAND_WEIGHT_M * outside.sum() + BALANCE_WEIGHT_M * balance)


def _improve(patch: _Patch, grid: Ints) -> Ints:
    """Move single units across borders while that lowers the cost and nothing falls apart."""
    grid = grid.copy()
    households = np.bincount(grid, weights=patch.households)
    if len(households) == 1:
        return grid
    neighbours = _neighbours(patch)
    mean = float(patch.households.mean() * len(grid) / len(households))
    for _ in range(MOVE_ROUNDS):
        changed = False
        for unit, target in _possible_moves(patch, grid):
            source = int(grid[unit])
            moving = float(patch.households[unit])
            if source == target:
                continue
            gain = _load_cost(households[source] - moving, mean)
            gain += _load_cost(households[target] + moving, mean)
            gain -= _load_cost(households[source], mean) + _load_cost(households[target], mean)
            for other, length_m in neighbours[unit]:
                if grid[other] == source:
                    gain += length_m
                elif grid[other] == target:
                    gain -= length_m
            if gain < -1e-6 and _stays_connected(neighbours, grid, unit):
                grid[unit] = target
                households[source] -= moving
                households[target] += moving
                changed = True
        if not changed:
            break
    return grid


def _load_cost(households: float, mean: float) -> float:
    outside = max(HOUSEHOLDS_MIN - households, households - HOUSEHOLDS_MAX, 0.0)
    return float(BAND_WEIGHT_M * outside + BALANCE_WEIGHT_M * abs(households - mean))


def _neighbours(patch: _Patch) -> list[list[tuple[int, float]]]:
    found: list[list[tuple[int, float]]] = [[] for _ in patch.households]
    for first, second, length_m in zip(patch.first, patch.second, patch.length_m, strict=True):
        found[first].append((int(second), float(length_m)))
        found[second].append((int(first), float(length_m)))
    return found


def _possible_moves(patch: _Patch, grid: Ints) -> list[tuple[int, int]]:
    across = grid[patch.first] != grid[patch.second]
    first, second = patch.first[across], patch.second[across]
    moves = {(int(a), int(grid[b])) for a, b in zip(first, second, strict=True)}
    moves |= {(int(b), int(grid[a])) for a, b in zip(first, second, strict=True)}
    return sorted(moves)


def _stays_connected(neighbours: list[list[tuple[int, float]]], grid: Ints, unit: int) -> bool:
    """Would the unit's grid still hang together, and exist, without it?"""
    left = {other for other, _ in neighbours[unit] if grid[other] == grid[unit]}
    if not left:
        return False
    start = min(left)
    reached, waiting = {unit, start}, [start]
    while waiting and not left <= reached:
        for other, _ in neighbours[waiting.pop()]:
            if other not in reached and grid[other] == grid[unit]:
                reached.add(other)
                waiting.append(other)
    return left <= reached

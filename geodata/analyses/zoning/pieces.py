"""The parts of a city that are solved apart: connected, of one parent, without what is fixed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

from geodata.analyses.zoning.borders import IntArray
from geodata.analyses.zoning.graph import Graph, Links, chosen, cut_out
from geodata.analyses.zoning.problem import NO_GRID, Problem

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Piece:
    """``members`` are positions of units; ``home_codes[l]`` is the grid that label l is today."""

    parent: str
    members: IntArray
    graph: Graph
    home_codes: tuple[str, ...]
    weight: float
    wanted: int | None


@dataclass(frozen=True)
class Pieces:
    """What is to be solved, and the grids that are settled beforehand (arrays of positions)."""

    free: list[Piece]
    locked: list[IntArray]
    oversize: list[IntArray]
    undersize: list[IntArray]


def divide(problem: Problem) -> Pieces:
    """Divide the city.

    A unit above the maximum is a grid of its own. What such units cut off below the minimum joins
    the one it borders on; what rivers or locked grids cut off is an undersize island.
    """
    demand, links = problem.demand, problem.links
    is_oversize = (problem.weight > demand.max_weight + 1e-9) & ~problem.is_locked
    is_free = ~problem.is_locked & ~is_oversize
    inside = problem.parent[links.first] == problem.parent[links.second]
    own = chosen(links, inside)
    component = _components(own, is_free)
    oversize = {int(u): [int(u)] for u in np.flatnonzero(is_oversize)}
    groups = _groups(component)
    rest: list[IntArray] = []
    undersize: list[IntArray] = []
    for members in groups:
        if problem.weight[members].sum() >= demand.min_weight - 1e-9:
            rest.append(members)
            continue
        host = _oversize_beside(members, own, is_oversize)
        if host is None or (problem.pinned[members] != NO_GRID).any():
            undersize.append(members)
        else:
            oversize[host].extend(members.tolist())
    return Pieces(
        free=_cut(problem, own, rest),
        locked=_groups(_locked_labels(problem)),
        oversize=[np.array(sorted(units), dtype=np.int64) for units in oversize.values()],
        undersize=undersize,
    )


def _components(own: Links, is_free: BoolArray) -> IntArray:
    """Return the component of each free unit, -1 for the others."""
    keep = own.passable & is_free[own.first] & is_free[own.second]
    count = len(is_free)
    ones = np.ones(int(keep.sum()), dtype=np.int8)
    matrix = sparse.coo_array((ones, (own.first[keep], own.second[keep])), shape=(count, count))
    labels = csgraph.connected_components(matrix, directed=False)[1]
    component = np.asarray(labels, dtype=np.int64)
    component[~is_free] = -1
    return component


def _locked_labels(problem: Problem) -> IntArray:
    label = np.unique(problem.today.astype(str), return_inverse=True)[1].astype(np.int64)
    label[~problem.is_locked] = -1
    return label


def _groups(label: IntArray) -> list[IntArray]:
    order = np.argsort(label, kind="stable")
    order = order[np.searchsorted(label[order], 0) :]
    if not len(order):
        return []
    groups = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
    return sorted((np.sort(g).astype(np.int64) for g in groups), key=lambda g: int(g[0]))


def _oversize_beside(members: IntArray, own: Links, is_oversize: BoolArray) -> int | None:
    """Return the oversize unit with the longest border to the members."""
    inside = np.zeros(len(is_oversize), dtype=bool)
    inside[members] = True
    there = own.passable & inside[own.first] & is_oversize[own.second]
    back = own.passable & inside[own.second] & is_oversize[own.first]
    hosts = np.concatenate([own.second[there], own.first[back]])
    if not len(hosts):
        return None
    lengths = np.concatenate([own.length[there], own.length[back]])
    names, at = np.unique(hosts, return_inverse=True)
    return int(names[np.argmax(np.bincount(at, weights=lengths))])


def _cut(problem: Problem, own: Links, groups: list[IntArray]) -> list[Piece]:
    piece_of = np.full(len(problem.weight), -1, dtype=np.int64)
    for at, members in enumerate(groups):
        piece_of[members] = at
    same = (piece_of[own.first] == piece_of[own.second]) & (piece_of[own.first] >= 0)
    inner = chosen(own, same)
    order = np.argsort(piece_of[inner.first], kind="stable")
    start = np.searchsorted(piece_of[inner.first][order], np.arange(len(groups) + 1))
    wanted = _share_out(problem, groups)
    pieces = []
    for at, members in enumerate(groups):
        links = chosen(inner, order[start[at] : start[at + 1]])
        pieces.append(_piece(problem, members, links, wanted[at]))
    return pieces


def _piece(problem: Problem, members: IntArray, links: Links, wanted: int | None) -> Piece:
    pinned = problem.pinned[members]
    grid = np.where(pinned != NO_GRID, pinned, problem.today[members]).astype(str)
    names, home = np.unique(grid, return_inverse=True)
    home = home.astype(np.int64)
    if len(names) and names[0] == NO_GRID:
        names, home = names[1:], home - 1
    frozen = np.asarray(pinned != NO_GRID, dtype=bool)
    graph = cut_out(
        members,
        problem.borders,
        links,
        weight=problem.weight[members],
        load=problem.load[members],
        home=home,
        frozen=frozen,
    )
    parent = str(problem.parent[members[0]])
    weight = float(problem.weight[members].sum())
    return Piece(parent, members, graph, tuple(map(str, names)), weight, wanted)


def _share_out(problem: Problem, groups: list[IntArray]) -> list[int | None]:
    """Give each component of a parent its part of the number of grids that is asked for."""
    wanted: list[int | None] = [None] * len(groups)
    by_parent: dict[str, list[int]] = {}
    for at, members in enumerate(groups):
        by_parent.setdefault(str(problem.parent[members[0]]), []).append(at)
    for parent, places in by_parent.items():
        if parent not in problem.wanted:
            continue
        weight = np.array([problem.weight[groups[at]].sum() for at in places])
        parts = weight / max(float(weight.sum()), 1e-9) * problem.wanted[parent]
        counts = np.maximum(1, np.floor(parts)).astype(np.int64)
        for at in np.argsort(counts - parts, kind="stable")[
            : max(0, problem.wanted[parent] - int(counts.sum()))
        ]:
            counts[at] += 1
        for at, count in zip(places, counts, strict=True):
            wanted[at] = int(count)
    return wanted

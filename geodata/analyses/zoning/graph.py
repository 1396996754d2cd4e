"""One piece of a city as the search sees it: arrays only, so that kernels can run on it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geodata.analyses.zoning.borders import Borders, IntArray
from geodata.crs import FloatArray

BoolArray = npt.NDArray[np.bool_]


class Graph(NamedTuple):
    """n units; the neighbours of u are ``neighbour[start[u]:start[u + 1]]``, and so on.

    ``cost_m`` is the border as priced (barriers are cheap to lie on), ``passable`` whether a grid
    may reach across. ``home`` is today's label (-1 none), ``frozen`` units keep their label.
    Rings are as in `Borders`; what is not in the piece is -1.
    """

    weight: FloatArray
    load: FloatArray
    area: FloatArray
    perimeter: FloatArray
    start: IntArray
    neighbour: IntArray
    length: FloatArray
    cost: FloatArray
    passable: BoolArray
    unit_start: IntArray
    ring_start: IntArray
    item: IntArray
    euler: IntArray
    home: IntArray
    frozen: BoolArray


class Links(NamedTuple):
    """Shared borders with what barriers make of them, shape (p,) each."""

    first: IntArray
    second: IntArray
    length: FloatArray
    cost: FloatArray
    passable: BoolArray


def chosen(links: Links, at: npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> Links:
    """Return the links at a mask or at positions."""
    return Links(
        links.first[at], links.second[at], links.length[at], links.cost[at], links.passable[at]
    )


def cut_out(
    members: IntArray,
    borders: Borders,
    links: Links,
    *,
    weight: FloatArray,
    load: FloatArray,
    home: IntArray,
    frozen: BoolArray,
) -> Graph:
    """Return the graph of ``members`` (sorted positions); ``links`` hold only their own borders.

    ``weight``, ``load``, ``home`` and ``frozen`` belong to the members.
    """
    place = _Places(members)
    one, two = place.of(links.first), place.of(links.second)
    source, target = np.concatenate([one, two]), np.concatenate([two, one])
    order = np.lexsort((target, source))
    twice = [np.concatenate([column, column])[order] for column in links[2:]]
    rings = _ranges(borders.unit_start, members)
    items = _ranges(borders.ring_start, rings)
    ring_sizes = np.diff(borders.ring_start)[rings]
    unit_sizes = np.diff(borders.unit_start)[members]
    return Graph(
        weight=weight,
        load=load,
        area=borders.area_m2[members],
        perimeter=borders.perimeter_m[members],
        start=np.searchsorted(source[order], np.arange(len(members) + 1)).astype(np.int64),
        neighbour=target[order],
        length=twice[0],
        cost=twice[1],
        passable=twice[2],
        unit_start=_starts(unit_sizes),
        ring_start=_starts(ring_sizes),
        item=place.of(borders.item[items]),
        euler=borders.euler[members],
        home=home,
        frozen=frozen,
    )


class _Places:
    """Positions of units inside a sorted selection."""

    def __init__(self, members: IntArray) -> None:
        self._members = members

    def of(self, units: IntArray) -> IntArray:
        """Return where each unit stands, -1 for strangers."""
        at = np.searchsorted(self._members, units).clip(0, len(self._members) - 1)
        return np.where(self._members[at] == units, at, -1).astype(np.int64)


def _ranges(start: IntArray, at: IntArray) -> IntArray:
    sizes = start[at + 1] - start[at]
    offset = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.asarray(np.repeat(start[at], sizes) + offset, dtype=np.int64)


def _starts(sizes: IntArray) -> IntArray:
    return np.append(0, np.cumsum(sizes)).astype(np.int64)

"""Who borders on whom, along how many metres, and in which order around each unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geodata.crs import FloatArray

IntArray = npt.NDArray[np.int64]
ObjectArray = npt.NDArray[np.object_]

OUTSIDE = -1


@dataclass(frozen=True)
class Borders:
    """The borders of n units that form a valid coverage.

    ``first < second`` are the pairs that share ``length_m`` of border (shape (p,)). A walk around
    ring r of the units meets ``item[ring_start[r]:ring_start[r + 1]]`` one after the other:
    neighbours, OUTSIDE, and units that only touch in a corner; the rings of unit u are
    ``unit_start[u]`` to ``unit_start[u + 1]``. ``euler`` is parts minus holes of each unit.
    ``segment_pair`` and ``segments`` (s, 2, 2) are the straight pieces of the shared borders.
    """

    first: IntArray
    second: IntArray
    length_m: FloatArray
    unit_start: IntArray
    ring_start: IntArray
    item: IntArray
    euler: IntArray
    area_m2: FloatArray
    perimeter_m: FloatArray
    segment_pair: IntArray
    segments: FloatArray


def read(polygons: ObjectArray) -> Borders:
    """Read the borders of a valid coverage: neighbours share their border vertex by vertex.

    ``polygons``: Polygon or MultiPolygon, shape (n,), in metres.

    >>> row = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])
    >>> borders = read(row)
    >>> borders.first.tolist(), borders.second.tolist(), borders.length_m.tolist()
    ([0], [1], [1.0])
    """
    parts, part_owner = shapely.get_parts(polygons, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    owner = part_owner[ring_part].astype(np.int64)
    coords, ring_of = shapely.get_coordinates(rings, return_index=True)
    place = np.unique(coords[:, 0] + 1j * coords[:, 1] + 0.0, return_inverse=True)[1]
    is_start = np.flatnonzero(np.diff(ring_of, append=-1) == 0)
    ring = ring_of[is_start]
    tail, head = place[is_start], place[is_start + 1]
    other = _across(tail, head, owner[ring])
    length = np.hypot(*(coords[is_start + 1] - coords[is_start]).T)
    pair_first, pair_second, pair_length, segment, segment_pair = _pairs(owner[ring], other, length)
    item, item_ring = _walk(ring, owner[ring], other, tail)
    ring_start = np.searchsorted(item_ring, np.arange(len(rings) + 1)).astype(np.int64)
    count = len(polygons)
    part_count = np.bincount(part_owner, minlength=count)
    ring_count = np.bincount(owner, minlength=count)
    ends = np.stack([coords[is_start], coords[is_start + 1]], axis=1)
    return Borders(
        first=pair_first,
        second=pair_second,
        length_m=pair_length,
        unit_start=np.append(0, np.cumsum(ring_count)).astype(np.int64),
        ring_start=ring_start,
        item=item,
        euler=(2 * part_count - ring_count).astype(np.int64),
        area_m2=shapely.area(polygons),
        perimeter_m=_sums(owner[ring], length, count),
        segment_pair=segment_pair,
        segments=ends[segment],
    )


def _across(tail: npt.NDArray[np.intp], head: npt.NDArray[np.intp], owner: IntArray) -> IntArray:
    """Return the unit on the other side of each segment, OUTSIDE where there is none."""
    span = int(max(tail.max(initial=0), head.max(initial=0))) + 1
    key = np.minimum(tail, head) * span + np.maximum(tail, head)
    order = np.argsort(key, kind="stable")
    same = np.flatnonzero(key[order][1:] == key[order][:-1])
    other = np.full(len(key), OUTSIDE, dtype=np.int64)
    one, two = order[same], order[same + 1]
    other[one], other[two] = owner[two], owner[one]
    # A ring that touches itself along a line is no border.
    other[other == owner] = OUTSIDE
    return other


def _pairs(
    owner: IntArray, other: IntArray, length: FloatArray
) -> tuple[IntArray, IntArray, FloatArray, npt.NDArray[np.intp], IntArray]:
    segment = np.flatnonzero(owner < other)
    key = owner[segment] * (int(owner.max(initial=0)) + 1) + other[segment]
    pairs, pair_of = np.unique(key, return_inverse=True)
    span = int(owner.max(initial=0)) + 1
    sums = _sums(pair_of, length[segment], len(pairs))
    first, second = np.asarray(pairs // span, np.int64), np.asarray(pairs % span, np.int64)
    return first, second, sums, segment, pair_of.astype(np.int64)


def _sums(place: npt.NDArray[np.intp], amount: FloatArray, count: int) -> FloatArray:
    return np.asarray(np.bincount(place, weights=amount, minlength=count), dtype=np.float64)


def _walk(
    ring: npt.NDArray[np.intp], owner: IntArray, other: IntArray, tail: npt.NDArray[np.intp]
) -> tuple[IntArray, npt.NDArray[np.intp]]:
    """List what the walk around each ring meets: at each vertex the corner units, then the side."""
    corner_at, corner_unit = _corners(ring, owner, other, tail)
    position = np.concatenate([np.arange(len(other)) * 2 + 1, corner_at * 2])
    item = np.concatenate([other, corner_unit])
    order = np.argsort(position, kind="stable")
    item, at = item[order], position[order] // 2
    rings = ring[at]
    keep = np.ones(len(item), dtype=bool)
    keep[1:] = (item[1:] != item[:-1]) | (rings[1:] != rings[:-1])
    return item[keep], rings[keep]


def _corners(
    ring: npt.NDArray[np.intp], owner: IntArray, other: IntArray, tail: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.intp], IntArray]:
    """Find, for the start vertex of each segment, units that meet it only in that corner.

    Only vertices of at least four units have such. A unit beside the ring at that vertex is met
    on its side anyway, and repeating it there would cut its run in two.
    """
    pairs = np.unique(np.stack([tail, owner], axis=1), axis=0)
    start = np.searchsorted(pairs[:, 0], np.arange(int(tail.max(initial=-1)) + 2))
    many = np.flatnonzero(np.diff(start)[tail] >= 3)
    sizes = np.diff(start)[tail[many]]
    at = np.repeat(many, sizes)
    offset = np.arange(len(at)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    unit = pairs[start[tail[at]] + offset, 1]
    before = _other_before(other, ring)
    is_corner = (unit != owner[at]) & (unit != other[at]) & (unit != before[at])
    return at[is_corner], unit[is_corner].astype(np.int64)


def _other_before(other: IntArray, ring: npt.NDArray[np.intp]) -> IntArray:
    """Return the unit across the segment before, in the closed walk of each ring."""
    before = np.arange(len(ring)) - 1
    first = np.flatnonzero(np.diff(ring, prepend=-1))
    before[first] = np.append(first[1:], len(ring)) - 1
    return other[before]

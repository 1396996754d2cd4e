"""Defects of known kind, size and names, planted into winding towns: each is found, no other."""

from dataclasses import dataclass

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.analyses import partition
from tests.worlds.winding_town import BENDS, COLUMNS, CRS, ROWS, Town, beside

SIDES = ("south", "east", "north", "west")
seeds = st.integers(0, 10**9)
turns = st.floats(0, 360)
shifts = st.tuples(st.floats(-1e6, 1e6), st.floats(0, 4e6))


@dataclass
class Planted:
    """The changed grid and what must be found: (kind, area_m2, codes, parents) each."""

    row: int
    column: int
    polygon: shapely.Polygon
    expected: list


def shoelace(*points):
    x, y = np.array(points).T
    return abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def bulge(town, rng, width_m):
    """Move one segment of a side by ``width_m``: outwards an overlap, inwards a gap."""
    row, column, side = inner_side(rng)
    line = town.side(row, column, side)
    at = int(rng.integers(1, BENDS))
    a, b = line[at], line[at + 1]
    along = (b - a) / np.hypot(*(b - a))
    # The ring runs counter-clockwise: the outside is on the right.
    outwards = np.array([along[1], -along[0]]) * width_m
    moved = np.insert(line, at + 1, [a + outwards, b + outwards], axis=0)
    size = shoelace(a, b, b + outwards, a + outwards)
    return by_side(town, (row, column, side), moved, size, is_out=width_m > 0)


def gap(town, rng):
    return bulge(town, rng, -rng.uniform(0.4, 9))


def overlap(town, rng):
    return bulge(town, rng, rng.uniform(0.4, 9))


def sliver(town, rng):
    return bulge(town, rng, rng.uniform(0.09, 0.3) * rng.choice([-1, 1]))


def moved_vertex(town, rng):
    row, column, side = inner_side(rng)
    line = town.side(row, column, side)
    # Not beside a corner: there a third grid would touch the defect too.
    at = int(rng.integers(2, BENDS))
    before, here, after = line[at - 1 : at + 2]
    there = here + rng.uniform(-12, 12, 2)
    moved = line.copy()
    moved[at] = there
    along, away = after - before, there - here
    is_out = along[0] * away[1] - along[1] * away[0] < 0
    size = shoelace(before, here, after, there)
    return by_side(town, (row, column, side), moved, size, is_out=is_out)


def by_side(town, place, line, size, *, is_out):
    """A changed side, when it stays within the grid or within its neighbour."""
    row, column, side = place
    old, new = town.polygon(row, column), town.polygon(row, column, **{side: line})
    other = beside(row, column, side)
    neighbour = town.polygon(int(other[0]), int(other[1]))
    if not new.is_valid or size < 1.2:
        return None
    difference = new.symmetric_difference(old)
    holder = neighbour if is_out else old
    if abs(difference.area - size) > 1e-6 or not holder.buffer(1e-9).covers(difference):
        return None
    codes = sorted([f"{row}{column}", other])
    found = [("overlap" if is_out else "gap", size, codes, None)]
    is_across = (column < COLUMNS // 2) != (int(other[1]) < COLUMNS // 2)
    if is_out and is_across:
        own = "W" if column < COLUMNS // 2 else "E"
        parents = [own, "E" if own == "W" else "W"]
        found.append(("straddles_parent", size, [f"{row}{column}"], parents))
    return Planted(row, column, new, found)


def hole(town, rng):
    row, column = int(rng.integers(0, ROWS)), int(rng.integers(0, COLUMNS))
    side_m = rng.uniform(1.2, 40)
    x, y = town.polygon(row, column).centroid.coords[0]
    box = shapely.affinity.rotate(shapely.box(x, y, x + side_m, y + side_m), rng.uniform(0, 90))
    code = f"{row}{column}"
    polygon = shapely.Polygon(town.polygon(row, column).exterior, [box.exterior])
    return Planted(row, column, polygon, [("gap", side_m**2, [code], None)])


def swapped_parent(town, rng):
    row, column = int(rng.integers(0, ROWS)), int(rng.integers(0, COLUMNS))
    polygon = town.polygon(row, column)
    other = "E" if column < COLUMNS // 2 else "W"
    found = [("outside_parent", polygon.area, [f"{row}{column}"], [other])]
    return Planted(row, column, polygon, found)


def inner_side(rng):
    while True:
        row, column = int(rng.integers(0, ROWS)), int(rng.integers(0, COLUMNS))
        side = str(rng.choice(SIDES))
        other = beside(row, column, side)
        if "-" not in other and int(other[0]) < ROWS and int(other[1:]) < COLUMNS:
            return row, column, side


PLANTS = {
    "gap": gap,
    "overlap": overlap,
    "sliver": sliver,
    "hole": hole,
    "moved vertex": moved_vertex,
    "swapped parent": swapped_parent,
}


def moved(frame, turn, shift):
    placed = frame.rotate(turn, origin=(0, 0)).translate(*shift)
    return frame.set_geometry(placed.set_crs(CRS, allow_override=True))


def judge(grids, communities):
    found = partition.find(
        grids,
        code_column="code",
        name_column="name",
        parents=communities,
        parent_column="community",
    )
    return sorted(
        (row.kind, row.area_m2, row.area_ids, row.parent_ids, row.message)
        for row in found.itertuples()
    )


def check(name, seed, turn, shift):
    town = Town(seed)
    rng = np.random.default_rng(seed)
    grids, communities = moved(town.grids(), turn, shift), moved(town.communities(), turn, shift)
    shuffled = grids.iloc[rng.permutation(len(grids))]
    assert judge(shuffled, communities) == []
    plant = None
    while plant is None:
        plant = PLANTS[name](town, rng)
    changed = town.grids()
    shapes = changed.geometry.to_numpy().copy()
    shapes[changed["code"] == f"{plant.row}{plant.column}"] = plant.polygon
    changed = moved(changed.set_geometry(shapes, crs=CRS), turn, shift)
    if name == "swapped parent":
        is_it = changed["code"] == f"{plant.row}{plant.column}"
        changed.loc[is_it, "community"] = plant.expected[0][3][0]
    found = judge(changed.iloc[rng.permutation(len(changed))], communities)
    expected = sorted(plant.expected, key=lambda one: one[0])
    assert [row[0] for row in found] == [kind for kind, *_ in expected]
    for row, (_, size, codes, parents) in zip(found, expected, strict=True):
        assert row[1] == pytest.approx(size, rel=0.01)
        assert sorted(row[2]) == codes
        if parents is not None:
            assert row[3] == parents
        assert all(f"Market {code} ({code})" in row[4] for code in codes)


named = st.sampled_from(sorted(PLANTS))
slow = [HealthCheck.too_slow, HealthCheck.data_too_large]


@given(named, seeds, turns, shifts)
@settings(max_examples=40, suppress_health_check=slow)
def test_a_planted_defect_is_found_with_its_size_and_names(name, seed, turn, shift):
    check(name, seed, turn, shift)


@pytest.mark.drill
@given(named, seeds, turns, shifts)
@settings(max_examples=500, suppress_health_check=slow)
def test_500_planted_defects_none_missed_none_false(name, seed, turn, shift):
    check(name, seed, turn, shift)

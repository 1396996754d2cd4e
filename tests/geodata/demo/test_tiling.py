"""Market Square: two halls side by side, and stalls that do not quite fill them."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from geodata.demo.build.linework import NodingRule
from geodata.demo.build.tiling import PieceRule, tile

EXACT = NodingRule(grid_deg=1e-9, piece_grid_deg=1e-9, snap_deg=1e-9)
# A degree is about 111 km at the equator; one step here is about 111 m.
STEP = 0.001
STEP_M2 = 12_300


def hall(west: float, east: float) -> shapely.Polygon:
    return shapely.box(west * STEP, 0, east * STEP, 4 * STEP)


def halls() -> gpd.GeoDataFrame:
    shapes = [hall(0, 4), hall(4, 8)]
    return gpd.GeoDataFrame(geometry=shapes, index=["north", "south"], crs=4326)


def stalls(**rows: tuple[str, float, float, float, float]) -> gpd.GeoDataFrame:
    shapes = [
        shapely.transform(shapely.box(*row[1:]), lambda xy: xy * STEP) for row in rows.values()
    ]
    parents = [row[0] for row in rows.values()]
    return gpd.GeoDataFrame({"parent": parents}, geometry=shapes, index=list(rows), crs=4326)


def tiled(pieces, **rule):
    rule = PieceRule(**({"remnant_m2": 1e9} | rule))
    return tile(halls(), pieces, metric_epsg=32631, rule=rule, noding=EXACT)


def steps(geometry) -> int:
    return round(geometry.area / STEP**2)


def test_a_gap_goes_to_the_longest_shared_border():
    pieces = stalls(
        fish=("north", 0, 0, 4, 1), fruit=("north", 0, 1, 2, 4), cloth=("south", 4, 0, 8, 4)
    )
    units = tiled(pieces).units.set_index("piece")
    # The gap of 2 by 3 steps touches fish along 2 steps and fruit along 3.
    assert (steps(units.geometry["fish"]), steps(units.geometry["fruit"])) == (4, 12)


def test_a_piece_across_the_border_is_cut_and_its_rest_merged():
    pieces = stalls(fish=("north", 0, 0, 5, 4), cloth=("south", 5, 0, 8, 4))
    result = tiled(pieces)
    units = result.units.set_index("piece")
    assert (steps(units.geometry["fish"]), steps(units.geometry["cloth"])) == (16, 16)
    assert result.moved[["parent", "piece"]].to_numpy().tolist() == [["south", "fish"]]


def test_a_large_rest_stands_alone():
    pieces = stalls(fish=("north", 0, 0, 6, 4), cloth=("south", 6, 0, 8, 4))
    units = tiled(pieces, remnant_m2=4 * STEP_M2).units
    remnant = units[units["is_remnant"]].iloc[0]
    assert (remnant["piece"], remnant["parent"], steps(remnant.geometry)) == ("fish", "south", 8)


def test_a_hall_without_a_stall_is_one_unit():
    units = tiled(stalls(fish=("north", 0, 0, 4, 4))).units
    assert units["parent"].tolist() == ["north", "south"]
    assert units["piece"].isna().tolist() == [False, True]


def test_kept_parts_stay_together_and_what_lies_beyond_is_uncovered():
    pieces = stalls(fish=("north", 0, 0, 6, 4), cloth=("south", 7, 0, 8, 4))
    pieces.loc["fish", "geometry"] = shapely.union_all([hall(0, 1), hall(3, 6)])
    units = tiled(pieces, remnant_m2=STEP_M2, keeps_parts=True, bare_m2=9 * STEP_M2).units
    # Both northern parts of fish are one unit, with the gap of 8 steps between them; its southern
    # part counts as uncovered, and those 12 steps are enough for a unit without a stall.
    assert units["piece"].tolist()[:2] == ["fish", "cloth"]
    assert [steps(shape) for shape in units.geometry] == [16, 4, 12]
    assert units["piece"].isna().tolist() == [False, False, True]


def test_an_island_goes_to_the_nearest_unit():
    islands = halls()
    islands.loc["south", "geometry"] = shapely.union_all([hall(4, 8), hall(9, 10)])
    pieces = stalls(cloth=("south", 4, 0, 6, 4), hats=("south", 6, 0, 8, 4))
    rule = PieceRule(remnant_m2=1e9)
    units = tile(islands, pieces, metric_epsg=32631, rule=rule, noding=EXACT).units
    assert steps(units.set_index("piece").geometry["hats"]) == 12


def test_a_piece_that_the_noding_swallows_is_told():
    pieces = stalls(
        fish=("north", 0, 0, 4, 4), cloth=("south", 4, 0, 8, 4), hair=("south", 5, 0, 5.0000001, 4)
    )
    result = tiled(pieces)
    assert result.swallowed == {"hair": 1}
    assert result.units["piece"].tolist() == ["fish", "cloth"]


@pytest.mark.parametrize("offset", [0.0, 1e-8, 3e-7])
def test_units_fit_without_gap_or_overlap(offset):
    pieces = stalls(
        fish=("north", 0, 0, 2, 4),
        fruit=("north", 2 + offset, 0, 4 - offset, 4),
        cloth=("south", 4 - offset, 0, 8, 3),
    )
    units = tiled(pieces).units
    assert shapely.coverage_is_valid(units.geometry.to_numpy())
    assert steps(shapely.union_all(units.geometry.to_numpy())) == 32

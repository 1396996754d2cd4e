"""Little towns whose plans can be checked by hand, and laws that any plan keeps."""

import doctest
import importlib
import pkgutil

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.analyses import zoning
from geodata.analyses.zoning import VARIANTS, propose
from geodata.errors import InvalidInputError

BAND = {"weight_column": "households", "min_weight": 300, "max_weight": 500, "target_weight": 400}
MODULES = [module.name for module in pkgutil.iter_modules(zoning.__path__)]


def town(columns: int, rows: int, households: list[int], **more: list[str]) -> gpd.GeoDataFrame:
    """Square blocks of 100 m, from the south-west, row by row."""
    places = [(x, y) for y in range(rows) for x in range(columns)]
    boxes = [shapely.box(x * 100, y * 100, x * 100 + 100, y * 100 + 100) for x, y in places]
    codes = [f"B{i:03d}" for i in range(len(boxes))]
    return gpd.GeoDataFrame(
        {"code": codes, "households": households, **more}, geometry=boxes, crs=26985
    )


def kinds(plan: zoning.Proposal) -> list[str]:
    return [finding["kind"] for finding in plan.report["findings"]]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    module = importlib.import_module(f"geodata.analyses.zoning.{name}")
    assert doctest.testmod(module).failed == 0


def test_market_square_is_halved():
    plan = propose(town(4, 2, [100] * 8), **BAND)
    assert plan.report["zones_count"] == 2
    assert plan.report["in_band_share"] == 1.0
    assert sorted(plan.grids["polsby_popper"].round(3)) == [0.785, 0.785]


def test_large_piece_starts_from_metis_and_is_whole():
    plan = propose(town(12, 12, [40] * 144), **BAND)
    assert plan.report["in_band_share"] == 1.0
    assert plan.report["noncontiguous_count"] == plan.report["enclave_count"] == 0


def test_parents_are_never_crossed():
    streets = ["west", "west", "east", "east"] * 2
    plan = propose(town(4, 2, [100] * 8, street=streets), **BAND, parent_column="street")
    owners = plan.assignment.assign(street=streets).groupby("grid_code")["street"].nunique()
    assert owners.tolist() == [1, 1]


def test_tower_is_a_grid_of_its_own_and_named():
    plan = propose(town(3, 1, [900, 200, 200]), **BAND)
    assert plan.assignment["grid_code"].nunique() == 2
    assert kinds(plan) == ["oversize_unit"]
    assert "B000" in plan.report["findings"][0]["message"]


def test_lone_island_is_named():
    units = town(3, 1, [200, 200, 50])
    units.loc[2, "geometry"] = shapely.box(1000, 0, 1100, 100)
    assert kinds(propose(units, **BAND)) == ["undersize_island"]


def test_infeasible_demand_names_the_nearest():
    plan = propose(town(5, 1, [110] * 5), **BAND)
    assert kinds(plan) == ["infeasible"]
    assert "max 550 or min 275" in plan.report["findings"][0]["message"]


def test_river_is_crossed_only_at_the_bridge():
    units = town(2, 1, [200, 200])
    river = shapely.LineString([(100, 0), (100, 100)])
    bridge = shapely.LineString([(90, 50), (110, 50)])
    banks = gpd.GeoDataFrame({"barrier": ["hard", "bridge"]}, geometry=[river, bridge], crs=26985)
    apart = propose(units, **BAND, barriers=banks.iloc[:1])
    assert kinds(apart) == ["undersize_island", "undersize_island"]
    assert propose(units, **BAND, barriers=banks).report["zones_count"] == 1


@pytest.mark.parametrize("variant", VARIANTS)
def test_locked_grid_stays_and_nothing_joins(variant):
    today = ["G1", "G1", "G2", "G2", "G2", "G2"]
    units = town(6, 1, [100, 100, 200, 200, 200, 200], today=today)
    plan = propose(units, **BAND, today_column="today", locked=["G1"], variant=variant)
    code = plan.assignment["grid_code"]
    assert (code == "G1").tolist() == [True, True, False, False, False, False]
    assert plan.report["changes"]["G1"] == "G1 is locked and stays as it is."


@pytest.mark.parametrize("variant", VARIANTS)
def test_pinned_unit_is_where_it_is_pinned(variant):
    units = town(4, 1, [200] * 4, today=["G1", "G1", "G2", "G2"])
    plan = propose(units, **BAND, today_column="today", pinned={"B003": "G1"}, variant=variant)
    assert plan.assignment["grid_code"].iloc[3] == "G1"


def test_minimal_change_leaves_a_good_plan_alone():
    units = town(4, 2, [100] * 8, today=["G1", "G1", "G2", "G2"] * 2)
    plan = propose(units, **BAND, today_column="today", variant="minimal")
    assert plan.report["weight_kept_share"] == plan.report["zones_untouched_share"] == 1.0


def test_overlap_and_sliver_are_repaired_and_named():
    units = town(2, 1, [200, 200])
    units.loc[1, "geometry"] = shapely.box(99, 0, 200, 100)
    plan = propose(units, **BAND)
    assert plan.report["zones_count"] == 1
    assert kinds(plan) == ["overlap"]
    assert plan.grids.geometry.iloc[0].area == pytest.approx(20_000)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"min_weight": 600}, "must rise"),
        ({"variant": "best"}, "unknown variant"),
        ({"weight_column": "people"}, "no column 'people'"),
        ({"pinned": {"B999": "G1"}}, "do not exist"),
        ({"locked": ["G9"]}, "do not exist"),
    ],
)
def test_bad_requests_are_refused(change, message):
    with pytest.raises(InvalidInputError, match=message):
        propose(town(2, 1, [200, 200]), **{**BAND, **change})


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 220), min_size=30, max_size=30), st.integers(0, 10**6))
def test_plan_is_whole_and_ignores_place_and_row_order(households, seed):
    units = town(6, 5, households)
    plan = propose(units, **BAND, seed=3).assignment["grid_code"]
    order = np.random.default_rng(seed).permutation(30)
    shuffled = propose(units.iloc[order], **BAND, seed=3).assignment["grid_code"]
    assert plan.equals(shuffled.sort_index())
    moved = units.set_geometry(units.translate(4096, -2048))
    assert plan.equals(propose(moved, **BAND, seed=3).assignment["grid_code"])
    for _, grid in units.groupby(plan):
        assert shapely.union_all(grid.geometry.to_numpy()).geom_type == "Polygon"

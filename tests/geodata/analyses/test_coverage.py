"""Two grids of 100 m, A and B, and blocks of 50 x 100 m in a city of 300 x 100 m:

| A: b1 b2 | B: b3 b4 | none: b5 b6 |
"""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.analyses import coverage
from geodata.errors import InvalidInputError

CRS = 26985


def grids(*boxes):
    shapes = boxes or ((0, 100), (100, 200))
    return gpd.GeoDataFrame(
        {"code": ["A", "B"]}, geometry=[shapely.box(w, 0, e, 100) for w, e in shapes], crs=CRS
    )


def blocks(count=6):
    return gpd.GeoDataFrame(
        {
            "code": [f"b{i + 1}" for i in range(count)],
            "people": [100, 200, 300, 400, 500, 600][:count],
            "homes": [10, 20, 30, 40, 50, 60][:count],
        },
        geometry=[shapely.box(i * 50, 0, i * 50 + 50, 100) for i in range(count)],
        crs=CRS,
    )


def doors(*places):
    return gpd.GeoDataFrame(geometry=[place and shapely.Point(place) for place in places], crs=CRS)


def measure(areas, units, **named):
    people = {"population_column": "people", "household_column": "homes"}
    return coverage.measure(
        areas, units, code_column="code", unit_code_column="code", **people, **named
    )


def test_people_in_no_grid():
    outline = gpd.GeoSeries([shapely.box(0, 0, 300, 100)], crs=CRS)
    found = measure(grids(), blocks(), outline=outline)
    assert found.totals["population"] == 2100
    assert found.totals["population_outside"] == 1100
    assert found.totals["households_outside"] == 110
    assert found.totals["covered_share"] == pytest.approx(2 / 3)
    assert found.totals["uncovered_m2"] == 10_000
    assert found.areas["population"].tolist() == [300, 700]
    assert found.areas["unit_count"].tolist() == [2, 2]
    assert found.units["area_code"].tolist() == ["A", "A", "B", "B", None, None]
    assert found.findings["unit_id"].tolist() == ["b6", "b5"]
    assert found.findings["message"].iloc[0] == (
        "5,000 m² (100.0%) of unit b6, about 600 population, about 60 households, lie in no area."
    )


def test_a_block_half_outside_has_half_its_people_outside():
    found = measure(grids((0, 100), (100, 225)), blocks(5))
    assert found.totals["population_outside"] == 250
    assert found.units["covered_share"].tolist() == [1, 1, 1, 1, 0.5]
    assert found.areas["population"].tolist() == [300, 950]


def test_ground_that_two_grids_claim():
    # They share 90..110: 10 of 50 m of b2 and of b3.
    found = measure(grids((0, 110), (90, 200)), blocks(4))
    assert found.totals["population_on_two"] == pytest.approx(0.2 * 200 + 0.2 * 300)
    assert found.totals["population_outside"] == 0
    assert found.units["double_share"].tolist() == pytest.approx([0, 0.2, 0.2, 0])
    assert found.findings["kind"].tolist() == ["unit_on_two", "unit_on_two"]
    assert found.findings["area_ids"].tolist() == [["A", "B"], ["A", "B"]]


def test_a_block_that_a_border_cuts():
    found = measure(grids((0, 85), (85, 200)), blocks(4))
    assert found.totals["population_on_edge"] == 200
    assert found.areas["population"].tolist() == pytest.approx([100 + 140, 60 + 700])
    assert found.units["is_cut"].tolist() == [False, True, False, False]
    (finding,) = found.findings.itertuples()
    assert (finding.kind, finding.unit_id) == ("unit_cut", "b2")
    assert finding.area_m2 == pytest.approx(1500)
    assert finding.message == "Unit b2 is cut by the borders of A, B."


def test_addresses():
    found = measure(
        grids((0, 110), (90, 200)),
        blocks(4),
        addresses=doors((50, 50), (100, 50), (90, 50), (200, 50), (250, 50), None),
    )
    assert found.addresses["lies"].tolist() == [
        "inside",
        "two",
        "edge",
        "edge",
        "outside",
        "unplaced",
    ]
    assert found.addresses["area_code"].tolist() == ["A", "A", "A", "B", None, None]
    assert found.areas["address_count"].tolist() == [3, 1]
    expected = {"outside": 1, "on_two": 1, "on_edge": 2, "unplaced": 1}
    assert {name: found.totals[f"addresses_{name}"] for name in expected} == expected


def test_all_is_well():
    found = measure(grids(), blocks(4))
    assert found.findings.empty
    assert found.totals["population_outside"] == 0
    assert found.totals["covered_m2"] == 20_000


def test_what_is_not_known_is_counted():
    units = blocks(4)
    units["people"] = units["people"].astype(float)
    units.loc[1, "people"] = np.nan
    units.loc[2, "geometry"] = None
    found = measure(grids(), units)
    assert found.totals["population"] == 800
    assert found.totals["population_unknown_count"] == 1
    assert found.totals["unit_unplaced_count"] == 1
    assert found.units["area_code"].tolist() == ["A", "A", None, "B"]


def test_a_crack_between_grids_is_noise():
    found = measure(grids((0, 99.98), (100, 200)), blocks(4))
    assert found.findings.empty
    assert found.totals["population_outside"] == 0


def test_the_index_is_kept():
    areas, units = grids().iloc[::-1], blocks(4).set_index("code", drop=False).iloc[::-1]
    found = measure(areas, units, addresses=doors((50, 50)).set_index(np.array(["door"])))
    assert found.areas.index.tolist() == [1, 0]
    assert found.areas["population"].tolist() == [700, 300]
    assert found.units["area_code"].to_dict() == {"b4": "B", "b3": "B", "b2": "A", "b1": "A"}
    assert found.addresses.index.tolist() == ["door"]


def test_bad_layers_are_refused():
    with pytest.raises(InvalidInputError, match="metres"):
        measure(grids().to_crs(4326), blocks())
    with pytest.raises(InvalidInputError, match="CRS of the areas"):
        measure(grids(), blocks().to_crs(4326))
    with pytest.raises(InvalidInputError, match="row 1: column 'people' holds -100"):
        measure(grids(), blocks().assign(people=-100))
    with pytest.raises(InvalidInputError, match="no column 'inhabitants'"):
        coverage.measure(grids(), blocks(), code_column="code", population_column="inhabitants")
    with pytest.raises(InvalidInputError, match="row 1: the address is no Point"):
        measure(grids(), blocks(), addresses=blocks())


@given(
    west=st.tuples(st.floats(0, 80), st.floats(100, 200)),
    east=st.tuples(st.floats(60, 190), st.floats(200, 320)),
    shift=st.integers(-9999, 9999),
    random=st.randoms(use_true_random=False),
)
@settings(max_examples=50, deadline=None)
def test_everybody_is_counted_once_wherever_the_city_lies(west, east, shift, random):
    areas, units = grids(west, east), blocks()
    found = measure(areas, units, tolerance_m2=0.0)
    totals = found.totals
    everybody = found.areas["population"].sum() + totals["population_outside"]
    # Cracks below 5 cm are noise, at most 0.1 % of a block on each side.
    assert everybody - totals["population_on_two"] == pytest.approx(2100, rel=2e-3)
    order = random.sample(range(6), 6)
    moved = measure(
        areas.set_geometry(areas.translate(shift, 0)),
        units.set_geometry(units.translate(shift, 0)).iloc[order],
        tolerance_m2=0.0,
    )
    assert moved.totals == pytest.approx(totals, rel=1e-6, abs=1e-3)

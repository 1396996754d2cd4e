"""Three market grids of 100 m side by side: 400, 100 and no households."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.analyses import street_lengths, workload
from geodata.errors import InvalidInputError

CRS = 26985


def grids(**columns):
    return gpd.GeoDataFrame(
        {"code": ["G1", "G2", "G3"], "homes": [400, 100, None]} | columns,
        geometry=[shapely.box(w, 0, w + 100, 100) for w in (0, 100, 200)],
        crs=CRS,
    )


def measure(areas, **named):
    return workload.measure(areas, code_column="code", household_column="homes", **named)


def test_load_by_hand():
    calls = pd.DataFrame(
        {
            "area_code": ["G1", "G1", "G2", None],
            "kind": ["noise", "rubbish", "noise", "noise"],
            "spent": [None, 3.0, None, 9.0],
        }
    )
    found = measure(
        grids(tier=5, officers=[2, 1, 0]),
        tier_column="tier",
        officer_column="officers",
        incidents=calls,
        category_column="kind",
        hours_column="spent",
        category_hours={"noise": 5},
        months=2,
        patrol_m=pd.Series({"G1": 2000.0, "G3": 500.0}),
    )
    # G1: 400 x 0.25 + (5 + 3) / 2 + 2; G2: 25 + 5 / 2; G3: 0.5.
    assert found.areas["load_h"].tolist() == [106, 27.5, 0.5]
    assert found.areas["incident_count"].tolist() == [2, 1, 0]
    assert found.areas["load_per_officer_h"].tolist() == [53, 27.5, np.inf]
    (tier,) = found.tiers.to_dict("records")
    assert tier["tier"] == 5
    assert tier["load_h"] == 134
    assert tier["max_to_mean"] == pytest.approx(106 / (134 / 3))
    assert tier["officers_per_100_h"] == pytest.approx(300 / 134)


def test_each_tier_is_judged_by_itself():
    found = measure(grids(tier=[4, 5, 5]), tier_column="tier")
    assert found.tiers["tier"].tolist() == [4, 5]
    assert found.tiers["gini"].tolist() == [0, 0.5]


def test_a_street_on_the_border_is_walked_by_both():
    lanes = gpd.GeoSeries(
        [shapely.LineString([(100, 0), (100, 100)]), shapely.LineString([(0, 50), (250, 50)])],
        crs=CRS,
    )
    metres = street_lengths.measure(grids(), lanes, code_column="code")
    # The border strip of 1 m adds up to 1 m on each open side.
    assert metres.tolist() == pytest.approx([201, 202, 51], abs=0.01)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("homes", {"homes": [1, -1, 2]}),
        ("homes", {"homes": ["1", "many", "2"]}),
        ("several", {"code": ["G1", "G1", "G3"]}),
    ],
)
def test_what_cannot_be_a_load_is_refused(name, change):
    with pytest.raises(InvalidInputError, match=name):
        measure(grids(**change))


def test_weights_below_zero_are_refused():
    with pytest.raises(InvalidInputError, match="household_h"):
        workload.WorkloadWeights(household_h=-1)


# Hours of work; a load below a millionth of an hour would only try how floats underflow.
LOADS = st.one_of(st.just(0.0), st.floats(1e-6, 1e6))


@given(st.lists(LOADS, min_size=1, max_size=30), st.floats(0.01, 100))
def test_gini_is_that_of_the_pairs_and_needs_no_unit(loads, scale):
    values = np.array(loads)
    total = values.sum()
    pairs = np.abs(values[:, None] - values[None, :]).sum()
    expected = pairs / (2 * len(values) * total) if total > 0 else 0
    assert workload.gini(values) == pytest.approx(expected, abs=1e-9)
    assert workload.gini(values[::-1] * scale) == pytest.approx(expected, abs=1e-9)

"""Complaints on 20 x 20 cells of 100 m."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.analyses import forecast, lattice
from geodata.errors import InvalidInputError

CELLS = lattice.cells(gpd.GeoSeries([shapely.box(0, 0, 2000, 2000)], crs=26985), 100)


def propose(x, y, days, **options):
    at = np.array(days, dtype="datetime64[s]")
    options = {"until": "2026-01-01", "cell_m": 100, "kernel_m": 0} | options
    return forecast.propose(CELLS, np.asarray(x, float), np.asarray(y, float), at, **options)


def test_an_event_of_a_year_ago_weighs_half():
    found = propose([50, 150], [50, 50], ["2025-12-31", "2024-12-31"])
    rate = found["rate"].to_numpy()
    assert rate[1] / rate[0] == pytest.approx(0.5)
    assert np.count_nonzero(rate) == 2


def test_a_steady_past_is_expected_to_go_on():
    days = np.arange("2024-01-01", "2026-01-01", dtype="datetime64[D]")
    found = propose(np.full(len(days), 950), np.full(len(days), 950), days, horizon_days=30)
    assert found["rate"].sum() == pytest.approx(30, rel=0.01)


def test_the_kernel_spreads_half_of_it():
    day = ["2025-12-31"]
    sharp, wide = propose([950], [950], day), propose([950], [950], day, kernel_m=125)
    assert wide["rate"].sum() == pytest.approx(sharp["rate"].sum())
    # Half stays; of the other half a Gaussian of 1.25 cells leaves about a tenth in its cell.
    assert wide["rate"].max() / sharp["rate"].max() == pytest.approx(0.55, abs=0.01)


def test_the_top_share_is_selected():
    found = propose([50, 50, 150], [50, 50, 50], ["2025-12-31"] * 3, share=0.005)
    assert found.loc[found["selected"], "column"].tolist() == [0, 1]
    assert propose([50], [50], ["2025-12-31"], share=1e-9)["selected"].sum() == 1


def test_the_future_is_not_looked_at():
    assert propose([50], [50], ["2026-01-01"])["rate"].sum() == 0


@pytest.mark.parametrize("options", [{"share": 0}, {"horizon_days": 0}, {"half_life_days": -1}])
def test_bad_settings_are_refused(options):
    with pytest.raises(InvalidInputError):
        propose([50], [50], ["2025-12-31"], **options)


@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), min_size=1, max_size=20))
@settings(max_examples=20, deadline=None)
def test_the_order_of_the_events_changes_nothing(places):
    column, row = np.array(places).T * 100 + 50
    days = np.datetime64("2025-06-01") + np.arange(len(places))
    one = propose(column, row, days)["rate"].to_numpy()
    other = propose(column[::-1], row[::-1], days[::-1])["rate"].to_numpy()
    assert other == pytest.approx(one)

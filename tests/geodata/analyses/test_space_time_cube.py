"""Complaints on four cells of 100 m in a row."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geodata.analyses import lattice, space_time_cube
from geodata.errors import InvalidInputError

CELLS = lattice.cells(gpd.GeoSeries([shapely.box(0, 0, 400, 100)], crs=26985), 100)


def build(days, columns=0, **options):
    at = np.array(days, dtype="datetime64[s]")
    x = np.broadcast_to(np.asarray(columns) * 100.0 + 50.0, at.shape)
    options = {"cell_m": 100, "step_days": 7} | options
    return space_time_cube.build(CELLS, x, np.full(at.shape, 50.0), at, **options)


def test_the_last_step_is_whole_and_ends_before_the_end():
    cube = build(["2026-01-14T23:59", "2026-01-15", "2026-01-21"], [0, 1, 3], end="2026-01-22")
    assert cube.counts.tolist() == [[1, 0], [0, 1], [0, 0], [0, 1]]
    assert cube.starts.astype("datetime64[D]").astype(str).tolist() == [
        "2026-01-08", "2026-01-15", "2026-01-22",
    ]  # fmt: skip


def test_what_comes_at_the_end_or_later_does_not_count():
    assert build(["2026-01-21", "2026-01-22"], end="2026-01-22").counts.sum() == 1


def test_one_event_per_step_keeps_all_steps():
    assert build(["2026-01-01", "2026-01-08", "2026-01-15"]).counts[0].tolist() == [1, 1, 1]


def test_a_first_step_that_the_data_hardly_reach_is_dropped():
    # One a day for 15 days: two weeks and a day.
    days = np.arange("2026-01-01", "2026-01-16", dtype="datetime64[D]")
    assert build(days).counts[0].tolist() == [7, 7]
    assert build(days, step_count=3).counts[0].tolist() == [1, 7, 7]
    # An empty city is no reason to drop a step that the data do cover.
    assert build(["2026-01-02", *["2026-01-08"] * 9], end="2026-01-16").step_count == 2


def test_events_without_place_or_time_are_left_out():
    at = np.array(["NaT", "2026-01-08", "2026-01-08"], dtype="datetime64[s]")
    x = np.array([50.0, np.nan, 50.0])
    cube = space_time_cube.build(CELLS, x, x, at, cell_m=100, step_days=7)
    assert cube.counts.sum() == 1


def test_what_cannot_be_counted_is_refused():
    with pytest.raises(InvalidInputError, match="no step"):
        build(["2026-01-08"], step_days=0)
    with pytest.raises(InvalidInputError, match="no event has a time"):
        build(["NaT"])
    with pytest.raises(InvalidInputError, match="before the end"):
        build(["2026-01-08"], end="2026-01-01")
    with pytest.raises(InvalidInputError, match="too many"):
        build(["1000-01-01", "2026-01-08"], step_days=0.01)

"""A market lane of four pieces of 100 m at y = 0, in two grids of 200 m."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.analyses import patrol
from geodata.errors import InvalidInputError

CRS = 26985
NOW = pd.Timestamp("2026-03-20 12:00", tz="Asia/Shanghai")
GRIDS = gpd.GeoDataFrame(
    {"code": ["G1", "G2"]},
    geometry=[shapely.box(0, -50, 200, 50), shapely.box(200, -50, 400, 50)],
    crs=CRS,
)
LANES = gpd.GeoDataFrame(
    geometry=[shapely.LineString([(w, 0), (w + 100, 0)]) for w in (0, 100, 200, 300)], crs=CRS
)
DOORS = gpd.GeoDataFrame(geometry=gpd.points_from_xy([50, 250, 350], [15, 15, 45]), crs=CRS)


def walks(*rows):
    times = pd.to_datetime([NOW - pd.Timedelta(days=days) for days, *_ in rows])
    lines = [shapely.LineString([(west, 3), (east, 3)]) for _, west, east in rows]
    return gpd.GeoDataFrame({"end": times, "officer": "Ann"}, geometry=lines, crs=CRS)


def measure(tracks, **named):
    return patrol.measure(
        tracks,
        LANES,
        GRIDS,
        code_column="code",
        time_column="end",
        at=NOW,
        addresses=DOORS,
        **named,
    )


def test_shares_per_grid_and_week():
    found = measure(walks((1, 0, 170), (8, 0, 400)))
    rows = found.areas[["area_code", "passed_m", "street_share", "passed_count"]]
    # The week before: the whole lane, and both doors at 12 m. This week 170 of 200 m and the 20 m
    # that a track is wide make the second piece passed too.
    assert rows.to_numpy().tolist() == [
        ["G1", 200, 1, 1],
        ["G2", 200, 1, 1],
        ["G1", 200, 1, 1],
        ["G2", 0, 0, 0],
    ]
    assert found.areas["address_count"].tolist() == [1, 2, 1, 2]


def test_what_nobody_visits():
    found = measure(walks((1, 0, 100), (40, 100, 200)))
    assert found.streets["days_since"].tolist() == [1, 40, np.inf, np.inf]
    assert found.streets["is_neglected"].tolist() == [False, True, True, True]
    assert found.addresses["is_neglected"].tolist() == [False, True, True]
    assert found.streets["area_code"].tolist() == ["G1", "G1", "G2", "G2"]


def test_a_crossing_street_is_not_passed():
    across = walks((1, 0, 1)).set_geometry([shapely.LineString([(50, -99), (50, 99)])], crs=CRS)
    assert measure(across).areas["passed_m"].tolist() == [0, 0]


def test_no_person_comes_out():
    found = measure(walks((1, 0, 100)))
    for frame in (found.areas, found.streets, found.addresses):
        assert "officer" not in frame
        assert not frame.astype(str).apply(lambda c: c.str.contains("Ann")).any().any()


def test_no_tracks_and_times_without_zone():
    none = measure(walks((1, 0, 100)).iloc[:0])
    assert none.areas.empty
    assert none.streets["is_neglected"].all()
    with pytest.raises(InvalidInputError, match="zone"):
        measure(walks((1, 0, 100)).assign(end=pd.Timestamp("2026-03-01")))

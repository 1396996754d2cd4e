import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geodata.analyses.duplicates import deduplicate
from geodata.errors import InvalidInputError

HERE, THERE = shapely.Point(10, 10), shapely.Point(10, 20)


def complaints(*rows):
    places, times, categories = zip(*rows, strict=True)
    times = pd.to_datetime(pd.Series(times)).dt.tz_localize("America/New_York")
    return gpd.GeoDataFrame({"at": times, "category": categories}, geometry=list(places))


def kept(points, time_column="at", category_column="category"):
    return deduplicate(points, time_column, category_column).index.tolist()


def test_the_earliest_of_one_place_day_and_category_stays():
    assert kept(
        complaints(
            (HERE, "2016-07-08 20:00", "noise"),
            (HERE, "2016-07-08 08:00", "noise"),
            (HERE, "2016-07-08 23:59", "waste"),
            (HERE, "2016-07-09 00:00", "noise"),
            (THERE, "2016-07-08 08:00", "noise"),
        )
    ) == [1, 2, 3, 4]


def test_columns_may_be_left_out():
    rows = complaints((HERE, "2016-07-08", "noise"), (HERE, "2016-07-09", "waste"))
    assert kept(rows, None, "category") == [0, 1]
    assert kept(rows, None, None) == [0]


def test_what_has_no_place_or_time_is_kept():
    rows = complaints(
        (None, "2016-07-08", "noise"),
        (None, "2016-07-08", "noise"),
        (shapely.Point(), "2016-07-08", "noise"),
        (HERE, None, "noise"),
        (HERE, None, "noise"),
    )
    assert kept(rows) == [0, 1, 2, 3, 4]


def test_bad_columns_are_refused():
    rows = complaints((HERE, "2016-07-08", "noise"))
    with pytest.raises(InvalidInputError, match="no column 'kind'"):
        deduplicate(rows, "at", "kind")
    with pytest.raises(InvalidInputError, match="no dates"):
        deduplicate(rows, "category", None)

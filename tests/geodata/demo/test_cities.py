"""What must hold in every packed city."""

from __future__ import annotations

from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata import codes
from geodata.analyses import partition
from geodata.demo.packed import DATA, PackedCity, city_keys, open_city
from geodata.errors import NotFoundError

CITIES = city_keys()
TIERS = (1, 2, 3, 4, 5)


@cache
def city(key: str) -> PackedCity:
    return open_city(key)


@cache
def areas(key: str) -> gpd.GeoDataFrame:
    return city(key).layer("areas")


@cache
def units(key: str) -> gpd.GeoDataFrame:
    return city(key).layer("units")


def tier_of(key: str, tier: int) -> gpd.GeoDataFrame:
    frame = areas(key)
    return frame[frame["tier"] == tier]


def metric(key: str, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.to_crs(city(key).description["metric_epsg"])


@pytest.mark.parametrize("key", CITIES)
@pytest.mark.parametrize("tier", TIERS)
def test_each_tier_is_a_partition_nested_in_its_parents(key, tier):
    outline = metric(key, tier_of(key, 1))
    above = {}
    if tier > 1:
        above = {"parents": metric(key, tier_of(key, tier - 1)), "parent_column": "parent_code"}
    areas_of_tier = metric(key, tier_of(key, tier))
    found = partition.find(areas_of_tier, code_column="code", outline=outline, **above)
    assert found["message"].tolist() == []


@pytest.mark.parametrize("key", CITIES)
def test_units_tile_the_grids(key):
    found = partition.find(
        metric(key, units(key)),
        code_column="code",
        parents=metric(key, tier_of(key, 5)),
        parent_code_column="code",
        parent_column="grid_code",
        outline=metric(key, tier_of(key, 1)),
    )
    assert found["message"].tolist() == []


@pytest.mark.parametrize("key", CITIES)
@pytest.mark.parametrize("tier", TIERS)
def test_neighbours_share_every_vertex(key, tier):
    polygons = shapely.get_parts(tier_of(key, tier).geometry.to_numpy())
    assert shapely.is_valid(polygons).all()
    assert shapely.coverage_is_valid(polygons)


@pytest.mark.parametrize("key", CITIES)
def test_codes_say_where_an_area_belongs(key):
    frame = areas(key)
    assert frame["code"].is_unique
    for row in frame.itertuples():
        codes.validate(row.code, row.tier)
        parent = codes.parent_of(row.code, row.tier)
        assert (None if pd.isna(row.parent_code) else row.parent_code) == parent
    assert set(frame["parent_code"].dropna()) <= set(frame["code"])
    assert (units(key)["grid_code"].str[:12] == units(key)["community_code"]).all()
    assert set(units(key)["grid_code"]) == set(tier_of(key, 5)["code"])


@pytest.mark.parametrize("key", CITIES)
def test_grids_are_numbered_west_to_east(key):
    grids = metric(key, tier_of(key, 5))
    centre_x = grids.geometry.centroid.x
    for _, siblings in centre_x.groupby(grids["parent_code"]):
        assert siblings.is_monotonic_increasing


@pytest.mark.parametrize("key", CITIES)
def test_households_and_population_add_up(key):
    counts = ["households", "population"]
    of_units = units(key).groupby("grid_code")[counts].sum()
    pd.testing.assert_frame_equal(
        tier_of(key, 5).set_index("code")[counts], of_units, check_names=False
    )
    totals = areas(key).groupby("tier")[counts].sum()
    assert (totals == totals.loc[1]).all().all()


def lowest_code(key: str, points: np.ndarray, *, decimals: int | None) -> np.ndarray:
    """Grid code of each point by brute force: every polygon that meets it, the lowest code."""
    grids = tier_of(key, 5).sort_values("code")
    shapes = grids.geometry.to_numpy()
    if decimals is not None:
        shapes = shapely.transform(shapes, lambda xy: xy.round(decimals))
        points = points.round(decimals)
    point, grid = shapely.STRtree(shapes).query(shapely.points(points), predicate="intersects")
    found = np.full(len(points), len(shapes))
    np.minimum.at(found, point, grid)
    return np.append(grids["code"].to_numpy(dtype=object), None)[found]


@pytest.mark.parametrize("key", CITIES)
@pytest.mark.parametrize("decimals", [None, 6])
def test_every_incident_is_in_exactly_one_grid(key, decimals):
    points = city(key).table("incidents")[["lon", "lat"]].to_numpy()
    found = lowest_code(key, points, decimals=decimals)
    assert not pd.isna(found).any()
    shuffled = np.random.default_rng(1).permutation(len(points))
    again = lowest_code(key, points[shuffled], decimals=decimals)
    assert (again == found[shuffled]).all()


@pytest.mark.parametrize("key", CITIES)
def test_incidents_refer_to_what_the_city_declares(key):
    description = city(key).description
    incidents = city(key).table("incidents")
    categories = {row["code"]: row for row in description["categories"]}
    assert set(incidents["category_code"]) <= set(categories)
    assert all(categories[code]["parent"] for code in incidents["category_code"].unique())
    assert set(incidents["department_code"]) <= {row["code"] for row in description["departments"]}
    assert incidents["source_id"].is_unique
    start, end = (pd.Timestamp(moment) for moment in description["period"])
    assert incidents["reported_at"].between(start, end, inclusive="left").all()
    assert not (incidents["resolved_at"] < incidents["reported_at"]).any()


@pytest.mark.parametrize("key", CITIES)
def test_names_are_in_both_languages(key):
    description = city(key).description
    for row in [*description["tiers"], *description["departments"], *description["categories"]]:
        assert row["name"].isascii()
        assert any("一" <= sign <= "鿿" for sign in row["name_zh"])
    assert (areas(key)["name"].str.len() > 0).all()
    assert areas(key)["name_zh"].str.contains("[一-鿿]").all()


@pytest.mark.parametrize("key", CITIES)
def test_the_backdrop_is_valid_and_of_known_kinds(key):
    backdrop = city(key).layer("backdrop")
    assert set(backdrop["kind"]) <= {"road", "water", "rail", "park", "bridge"}
    assert backdrop.geometry.is_valid.all()


@pytest.mark.parametrize("key", CITIES)
def test_findings_name_a_place_a_rule_and_known_areas(key):
    known = set(areas(key)["code"])
    west, south, east, north = city(key).description["bbox"]
    for finding in city(key).findings:
        assert finding["message"]
        assert finding["message_zh"]
        assert finding["rule"]
        assert set(finding["area_codes"]) <= known
        assert west <= finding["at"][0] <= east
        assert south <= finding["at"][1] <= north


@pytest.mark.parametrize("key", CITIES)
def test_attribution_is_carried_and_documented(key):
    readme = (DATA / "README.md").read_text("utf-8")
    assert city(key).description["attribution"]
    for line in city(key).description["attribution"]:
        assert line in readme


def test_both_cities_together_stay_small():
    size = sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file())
    assert size <= 12_000_000


def test_an_unknown_city_is_named():
    with pytest.raises(NotFoundError, match="atlantis"):
        open_city("atlantis")

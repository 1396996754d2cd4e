"""Washington, end to end: every incident in exactly one grid, nothing missed, nothing doubled."""

import json
import urllib.request
from datetime import UTC, datetime

import numpy as np
import pytest
import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from geodata.analyses.area_lookup import AreaLookup
from geodata.queries import areas, incident_frames, incidents
from webgis import database

INCIDENTS = 22_576
# Strangers see those that are of no sensitive category.
PUBLIC = 22_245


@pytest.fixture(scope="module")
def dc(dc_settings):
    engine = database.make_engine(dc_settings, statement_timeout_s=0)
    with Session(engine) as session:
        yield session
    engine.dispose()


def get(url):
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310
        return json.load(answer)


def test_the_map_shows_every_public_incident(live_server_url):
    city = get(f"{live_server_url}/api/v1/city")
    assert city["incident_count"] == city["located_count"] == INCIDENTS
    view = "incidents/map?bbox=-77.2,38.7,-76.8,39.1&zoom=11"
    shown = get(f"{live_server_url}/api/v1/{view}")
    assert shown["total"] == sum(cluster[2] for cluster in shown["features"]) == PUBLIC


@pytest.mark.parametrize("tier", [1, 2, 3, 4, 5])
def test_each_tier_holds_every_public_incident_once(live_server_url, tier):
    found = get(f"{live_server_url}/api/v1/incidents/summary?by=area&tier={tier}")
    assert sum(row["count"] for row in found["items"]) == PUBLIC


def test_database_and_analysis_locate_alike_whatever_the_order(dc):
    points = incident_frames.frame(dc, [])
    grids = areas.frame(dc, 5, datetime.now(UTC))
    order = np.random.default_rng(7).permutation(len(points))
    shuffled = grids.sample(frac=1, random_state=7)
    lookup = AreaLookup.build(shuffled, shuffled["code"].to_list())
    x, y = points.geometry.x.to_numpy()[order], points.geometry.y.to_numpy()[order]
    found = lookup.find(x, y)
    assert (found >= 0).all()
    assert (shuffled["id"].to_numpy()[found] == points["grid_id"].to_numpy()[order]).all()
    in_database = dc.scalar(
        text("SELECT count(*) FROM incident WHERE grid_id = grid_at(geom, reported_at)")
    )
    assert in_database == INCIDENTS


def test_rounded_to_6_decimals_each_incident_still_has_exactly_one_grid(dc):
    points = incident_frames.frame(dc, [])
    grids = areas.frame(dc, 5, datetime.now(UTC))
    rounded = shapely.transform(grids.geometry.to_numpy(), lambda c: np.round(c, 6))
    x, y = (np.round(axis.to_numpy(), 6) for axis in (points.geometry.x, points.geometry.y))
    found = AreaLookup.build(grids.set_geometry(rounded, crs=4326), grids["code"].to_list()).find(
        x, y
    )
    assert (found >= 0).all()
    holders, which = shapely.STRtree(shapely.points(x, y)).query(rounded, predicate="intersects")
    on_edges = np.bincount(which, minlength=len(x)) > 1
    assert on_edges.sum() > 500  # the hard case is really there
    lowest = np.full(len(x), "9" * 15)
    codes = grids["code"].to_numpy(dtype=str)
    for holder, point in zip(codes[holders], which, strict=True):
        lowest[point] = min(lowest[point], holder)
    assert (codes[found] == lowest).all()


def test_no_gap_no_overlap_at_any_tier_and_the_straddling_ancs_are_named(live_server_url):
    coverage = get(f"{live_server_url}/api/v1/coverage")
    assert [row["area_count"] for row in coverage["tiers"]] == [1, 8, 40, 296, 738]
    for row in coverage["tiers"]:
        assert (row["gap_count"], row["overlap_count"], row["finding_count"]) == (0, 0, 0)
    assert coverage["people"]["households"] == 296_719
    assert coverage["people"]["households_outside"] == 0
    straddling = get(f"{live_server_url}/api/v1/coverage/findings?kind=straddles_parent&tier=3")
    messages = " ".join(row["properties"]["message"] for row in straddling["features"])
    assert "ANC 3G" in messages
    assert "ANC 6D" in messages


def test_those_that_strangers_miss_are_the_sensitive_ones(dc):
    hidden = dc.scalar(
        text(
            "SELECT count(*) FROM incident JOIN category ON category.id = category_id"
            " WHERE is_sensitive"
        )
    )
    assert INCIDENTS - hidden == PUBLIC


def test_late_and_unresolved_as_in_the_source(dc):
    late = dc.scalar(text("SELECT count(*) FROM incident WHERE resolved_at > due_at"))
    unresolved = dc.scalar(text("SELECT count(*) FROM incident WHERE resolved_at IS NULL"))
    shares = round(100 * late / INCIDENTS, 1), round(100 * unresolved / INCIDENTS, 1)
    assert shares == (6.2, 30.2)


def test_the_history_is_whole(dc):
    assert incidents.broken_chains(dc) == []
    assert dc.scalar(text("SELECT count(*) FROM incident_event")) >= INCIDENTS


def test_hotspots_tell_what_they_are(live_server_url):
    run = get(f"{live_server_url}/api/v1/hotspots?cell_m=250")["run"]
    left_out = run["summary"]["duplicate_count"] + run["summary"]["outside_count"]
    assert "Gi*" in run["method"]
    assert run["n"] + left_out == INCIDENTS
    assert run["period"]["start"].startswith("2016-07-08")
    assert run["boundaries_at"].startswith("2013-01-01")


def test_the_figures_say_what_the_source_says(live_server_url):
    everything = f"{live_server_url}/api/v1/kpis?from=2016-07-01&to=2016-09-01"
    (total,) = get(everything)["items"]
    assert total["counts"]["received"] == INCIDENTS
    assert round(100 * total["figures"]["late_share"]["share"], 1) == 6.2
    assert round(100 * total["figures"]["unresolved_share"]["share"], 1) == 30.2
    # Per ward as reported, and per grid on the boundaries of another day: nothing is lost.
    for grouped in ("by=area&tier=2", "by=area&tier=5&at=2026-11-01"):
        rows = get(f"{everything}&{grouped}")["items"]
        assert sum(row["counts"]["received"] for row in rows) == INCIDENTS

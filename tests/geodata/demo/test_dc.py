"""Washington as packed: the counts, shares and oddities that its sources have."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata.demo.packed import open_city

DC = open_city("dc")


@pytest.fixture(scope="module")
def areas():
    return DC.layer("areas")


@pytest.fixture(scope="module")
def requests():
    return DC.table("incidents")


def test_the_five_tiers_have_the_real_counts(areas):
    counts = areas.groupby("tier").size()
    assert counts[[1, 2, 3, 4]].tolist() == [1, 8, 40, 296]
    assert 600 <= counts[5] <= 900


def test_local_ids_and_codes_agree(areas):
    by_local_id = areas.set_index("local_id")["code"]
    assert by_local_id["W3"] == "110003000000"
    assert by_local_id["3G"] == "110003007000"
    assert by_local_id["3G04"] == "110003007004"
    assert by_local_id["1A01-02"] == "110001001001002"


def test_people_are_those_of_the_2010_census(areas):
    city = areas[areas["tier"] == 1].iloc[0]
    assert (city["population"], city["households"]) == (601_723, 296_719)


def test_most_grids_have_300_to_500_households(areas):
    grids = areas[areas["tier"] == 5]
    assert grids["households"].between(300, 500).mean() >= 0.80


def test_all_requests_are_there_with_their_shares(requests):
    assert len(requests) == 22_576
    late = requests["resolved_at"] > requests["due_at"]
    assert round(late.mean() * 100, 1) == 6.2
    assert round(requests["resolved_at"].isna().mean() * 100, 1) == 30.2
    assert requests["category_code"].nunique() == 48
    assert requests["department_code"].nunique() == 6


def test_open_states_are_exactly_the_unresolved(requests):
    is_open = requests["status"].isin(["dispatched", "processing", "suspended"])
    assert (is_open == requests["resolved_at"].isna()).all()
    assert requests["status"].value_counts().to_dict() == {
        "closed": 15_456,
        "dispatched": 3_657,
        "processing": 2_820,
        "suspended": 332,
        "rejected": 311,
    }


def test_times_are_those_of_washington(requests):
    first = requests.set_index("source_id").loc["16-00579652"]
    # The source says 2016-07-08T00:19:28 without a zone; summer time there is UTC-4.
    assert first["reported_at"] == pd.Timestamp("2016-07-08T04:19:28Z")
    assert first["resolved_at"] == pd.Timestamp("2016-07-19T17:28:07Z")


def test_real_and_invented_are_told_apart(areas, requests):
    assert not areas["is_synthetic"].any()
    assert not requests["is_synthetic"].any()
    assert DC.table("addresses")["is_synthetic"].all()


def test_addresses_do_not_pose_as_house_numbers():
    addresses = DC.table("addresses")
    assert 10_000 <= len(addresses) <= 30_000
    assert addresses["text"].str.fullmatch(r"\d+00 Block of .+").all()


def test_straddling_ancs_are_findings_and_their_wards_keep_official_outlines():
    straddling = [
        row["message"].split(" belongs")[0]
        for row in DC.findings
        if row["kind"] == "straddles_parent" and row["tier"] == 3
    ]
    assert straddling == ["ANC 3G", "ANC 6D"]
    outlines = DC.layer("official_outlines")
    assert outlines["area_code"].tolist() == [f"11000{ward}000000" for ward in range(1, 9)]


def test_uncovered_land_and_broken_rings_are_findings():
    gap = next(row for row in DC.findings if row["kind"] == "gap")
    assert round(gap["area_m2"] / 1e6, 1) == 1.0
    invalid = [row["message"].split(":")[0] for row in DC.findings if row["kind"] == "invalid"]
    assert invalid[:2] == ["water_polygons WaterPly_11", "national_parks 354"]

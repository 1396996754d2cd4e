"""Shenzhen as packed: real boundaries and totals, and all that is invented marked as such."""

from __future__ import annotations

import pytest

from geodata.demo.packed import open_city

SHENZHEN = open_city("shenzhen")


@pytest.fixture(scope="module")
def areas():
    return SHENZHEN.layer("areas")


@pytest.fixture(scope="module")
def incidents():
    return SHENZHEN.table("incidents")


def messages(kind: str) -> list[str]:
    return [row["message"] for row in SHENZHEN.findings if row["kind"] == kind]


def test_two_districts_eighteen_streets_and_their_communities(areas):
    counts = areas.groupby("tier").size()
    # 160 communities of the layer and 9 placeholders.
    assert counts[[1, 2, 3, 4]].tolist() == [1, 2, 18, 169]
    assert areas["name_zh"].str.fullmatch(r"未划社区\d?").sum() == 9


def test_district_totals_are_those_of_the_2020_census(areas):
    districts = areas[areas["tier"] == 2].set_index("name_zh")[["population", "households"]]
    assert districts.loc["福田区"].tolist() == [1_553_225, 510_115]
    assert districts.loc["南山区"].tolist() == [1_795_826, 547_661]


def test_a_known_community_keeps_its_code_and_population(areas):
    by_code = areas.set_index("code")
    assert by_code.loc["440304009007", ["name_zh", "population"]].tolist() == ["新田社区", 11_179]
    assert by_code.loc["440304002024", ["name_zh", "population"]].tolist() == ["鹏盛社区", 33_606]


def test_swapped_street_codes_follow_the_table(areas):
    by_name = areas[areas["tier"] == 3].set_index("name_zh")["code"]
    assert by_name["福保街道"] == "440304010000"
    assert by_name["华强北街道"] == "440304011000"
    assert len(messages("code_mismatch")) == 2


def test_missing_codes_are_found_by_name_or_assigned_from_601(areas):
    by_name = areas[areas["tier"] == 4].set_index("name_zh")["code"]
    assert by_name["中新街社区"] == "440305003011"
    assert by_name["大冲社区"] == "440305007603"
    assert len(messages("missing_code")) == 27


def test_the_known_oddities_are_findings():
    assert messages("invalid")[0].startswith("the ring of 新围社区 crosses itself")
    assert any("新围社区 and 丽雅社区 overlap by 19,8" in text for text in messages("overlap"))
    astray = [text.split(" is ")[0] for text in messages("outside_parent") if "招商街道" in text]
    assert astray == ["渔二社区", "海昌社区"]
    assert all(row["repaired"] for row in SHENZHEN.findings)


def test_nearly_all_grids_have_300_to_500_households(areas):
    grids = areas[areas["tier"] == 5]
    assert grids["households"].between(300, 500).mean() >= 0.97


def test_all_that_is_invented_says_so(areas, incidents):
    assert SHENZHEN.description["is_synthetic"]
    assert "模拟数据" in SHENZHEN.description["notes"]
    assert any("模拟数据" in line for line in SHENZHEN.description["attribution"])
    assert (areas["is_synthetic"] == (areas["tier"] == 5)).all()
    assert SHENZHEN.layer("units")["is_synthetic"].all()
    assert SHENZHEN.table("addresses")["is_synthetic"].all()
    assert incidents["is_synthetic"].all()
    assert incidents["description"].str.startswith("模拟数据").all()
    assert SHENZHEN.table("addresses")["text"].str.contains("模拟").all()


def test_incidents_have_a_rhythm(incidents):
    assert len(incidents) == 15_000
    local = incidents["reported_at"].dt.tz_convert("Asia/Shanghai")
    per_weekday = local.groupby(local.dt.day_of_week).size()
    assert per_weekday[[5, 6]].mean() < per_weekday[[0, 1, 2, 3, 4]].mean()
    hour = local.dt.hour
    noise = incidents["category_code"] == "E0302"
    assert hour[noise].isin([20, 21, 22, 23, 0, 1, 2]).mean() > 0.5
    floods = local[incidents["category_code"] == "E0501"].dt.date.value_counts()
    assert floods.head(4).sum() > floods.sum() / 2


def test_incidents_are_late_and_open_to_a_believable_share(incidents):
    assert 0.04 < (incidents["resolved_at"] > incidents["due_at"]).mean() < 0.12
    final = incidents["status"].isin(["closed", "reviewed", "rejected"])
    assert (final == incidents["resolved_at"].notna()).all()
    assert 0.01 < (~final).mean() < 0.08

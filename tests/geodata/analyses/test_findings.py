import geopandas as gpd
import pytest
import shapely

from geodata.analyses.findings import Finding, as_frame, describe, size_text

NAMES = {"G1": "North market", "G2": "South market"}
PARENTS = {"C1": "Old town", "C2": "Harbour"}


def finding(kind, *area_ids, reason="", parent_ids=(), area_m2=1500.0):
    return Finding(kind, area_ids, area_m2, None, None, reason, tuple(parent_ids))


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (finding("empty", "G1"), "North market (G1) has no polygon."),
        (
            finding("invalid", "G1", reason="self-intersection"),
            "The outline of North market (G1) is invalid: self-intersection.",
        ),
        (
            finding("gap", "G1", "G2", parent_ids=["C1"], reason="uncovered"),
            "1,500 m² beside North market (G1) and South market (G2) in Old town (C1) "
            "belong to no area.",
        ),
        (finding("gap", reason="uncovered"), "1,500 m² belong to no area."),
        (
            finding("straddles_parent", "G1", parent_ids=["C1", "C2"]),
            "North market (G1) straddles Old town (C1) and Harbour (C2): "
            "1,500 m² lie outside its own.",
        ),
        (
            finding("outside_parent", "G1", parent_ids=["C1"], reason="partly"),
            "1,500 m² of North market (G1) lie outside its parent Old town (C1), in no other.",
        ),
        (
            finding("outside_parent", "G9", parent_ids=["C9"], reason="unknown_parent"),
            "G9 names a parent that does not exist: C9.",
        ),
        (finding("outside_parent", "G1", reason="no_parent"), "North market (G1) names no parent."),
        (
            finding("outside_parent", "G1", reason="outline"),
            "1,500 m² of North market (G1) lie outside the outline.",
        ),
    ],
)
def test_every_finding_is_one_sentence(found, sentence):
    assert describe(found, NAMES, PARENTS) == sentence


def test_many_neighbours_are_summed_up():
    found = finding("gap", "G1", "a", "b", "c", "d", reason="uncovered")
    assert describe(found, {}, {}) == "1,500 m² beside G1, a, b and 2 more belong to no area."


@pytest.mark.parametrize(
    ("area_m2", "text"),
    [(0.004, "0.00 m²"), (9.99, "9.99 m²"), (10, "10 m²"), (999_999, "999,999 m²")],
)
def test_sizes(area_m2, text):
    assert size_text(area_m2) == text


def test_the_largest_come_first_by_kind():
    frame = as_frame(
        [finding("gap", "a", area_m2=1.0), finding("gap", "b", area_m2=9.0), finding("empty", "c")],
        gpd.GeoSeries([shapely.Point(0, 0)], crs=26985).crs,
        {},
        {},
    )
    assert frame["area_ids"].tolist() == [["c"], ["b"], ["a"]]
    assert frame["geometry"].isna().all()

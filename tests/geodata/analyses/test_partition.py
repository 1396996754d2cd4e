"""A district of 6 x 4 square grids of 100 m, numbered by row and column, in two communities:
the west half W and the east half E.
"""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.analyses import partition
from geodata.errors import InvalidInputError

CRS = 26985
OUTLINE = gpd.GeoSeries([shapely.box(0, 0, 600, 400)], crs=CRS)


def district():
    rows = [(r, c) for r in range(4) for c in range(6)]
    return gpd.GeoDataFrame(
        {
            "code": [f"{r}{c}" for r, c in rows],
            "name": [f"Market {r}{c}" for r, c in rows],
            "community": ["W" if c < 3 else "E" for _, c in rows],
        },
        geometry=[shapely.box(c * 100, r * 100, c * 100 + 100, r * 100 + 100) for r, c in rows],
        crs=CRS,
    )


def communities():
    return gpd.GeoDataFrame(
        {"code": ["W", "E"], "name": ["West", "East"]},
        geometry=[shapely.box(0, 0, 300, 400), shapely.box(300, 0, 600, 400)],
        crs=CRS,
    )


def reshape(areas, code, geometry):
    """Give one area another shape."""
    geometries = areas.geometry.to_numpy().copy()
    geometries[areas["code"] == code] = geometry
    return areas.set_geometry(gpd.GeoSeries(geometries, crs=CRS))


def shape(areas, code):
    return areas.geometry[areas["code"] == code].iloc[0]


def find(areas, **named):
    return partition.find(areas, code_column="code", **named)


def within(areas, **named):
    return find(areas, parents=communities(), parent_column="community", **named)


def rows(findings):
    return [
        (row.kind, row.area_ids, round(row.area_m2, 3))
        for row in findings[["kind", "area_ids", "area_m2"]].itertuples()
    ]


def test_a_partition_has_no_findings():
    assert find(district()).empty
    assert find(district(), outline=OUTLINE).empty
    findings = within(district(), outline=OUTLINE)
    assert findings.empty
    assert findings.attrs["noise"] == {"count": {}, "area_m2": {}}
    assert findings.crs.to_epsg() == CRS


def test_an_overlap_names_both_areas_and_its_ground():
    areas = reshape(district(), "11", shapely.box(100, 100, 210, 200))
    (finding,) = find(areas, name_column="name").itertuples()
    assert (finding.kind, finding.area_ids, finding.area_m2) == ("overlap", ["11", "12"], 1000)
    assert finding.geometry.equals(shapely.box(200, 100, 210, 200))
    assert finding.geometry.contains(finding.at)
    assert finding.message == "Market 11 (11) and Market 12 (12) overlap by 1,000 m²."


def test_an_area_inside_another_overlaps_it():
    areas = district()
    areas.loc[len(areas)] = ["99", "Kiosk", "W", shapely.box(110, 110, 120, 120)]
    assert rows(find(areas)) == [("overlap", ["11", "99"], 100)]


def test_a_hole_is_a_gap_between_its_neighbours():
    areas = district()
    areas = areas[areas["code"] != "11"]
    (finding,) = find(areas).itertuples()
    assert (finding.kind, finding.area_m2) == ("gap", 10_000)
    # Corner neighbours touch the gap too.
    assert finding.area_ids == ["00", "01", "02", "10", "12", "20", "21", "22"]
    assert finding.message == "10,000 m² beside 00, 01, 02 and 5 more belong to no area."


def test_a_notch_in_the_outer_edge_is_a_gap_of_the_outline_or_the_parent_only():
    areas = reshape(district(), "00", shapely.box(0, 10, 100, 100))
    assert find(areas).empty
    assert rows(find(areas, outline=OUTLINE)) == [("gap", ["00", "01"], 1000)]
    (finding,) = within(areas).itertuples()
    assert (finding.kind, finding.area_m2, finding.parent_ids) == ("gap", 1000, ["W"])


def test_a_hole_that_the_outline_has_too_is_meant():
    lake = shapely.box(100, 100, 200, 200)
    areas = district()
    areas = areas[areas["code"] != "11"]
    assert find(areas, outline=OUTLINE.difference(lake)).empty


def test_a_parent_without_any_area_is_one_gap():
    areas = district()
    (finding,) = within(areas[areas["community"] == "W"], name_column="name").itertuples()
    assert (finding.kind, finding.reason, finding.area_m2) == ("gap", "childless", 120_000)
    assert finding.message == "East (E) holds no area at all: 120,000 m² belong to none."


def test_an_area_in_two_parents_straddles_them():
    areas = reshape(district(), "02", shapely.box(200, 0, 320, 100))
    areas = reshape(areas, "03", shapely.box(320, 0, 400, 100))
    for findings in (within(areas), find(areas, parents=communities())):
        (finding,) = findings.itertuples()
        assert (finding.kind, finding.area_ids) == ("straddles_parent", ["02"])
        assert (finding.area_m2, finding.parent_ids) == (2000, ["W", "E"])


def test_an_area_that_names_the_wrong_parent_lies_outside_it():
    areas = district()
    areas.loc[areas["code"] == "02", "community"] = "E"
    (finding,) = within(areas, name_column="name").itertuples()
    assert (finding.kind, finding.reason) == ("outside_parent", "wholly")
    assert finding.message == "Market 02 (02) lies wholly outside its parent East (E)."


def test_an_area_that_reaches_out_of_every_parent():
    areas = reshape(district(), "00", shapely.box(-10, 0, 100, 100))
    assert rows(within(areas)) == [("outside_parent", ["00"], 1000)]
    assert rows(find(areas, outline=OUTLINE)) == [("outside_parent", ["00"], 1000)]


def test_orphans():
    areas = district()
    areas.loc[0, "community"] = None
    areas.loc[1, "community"] = "X"
    areas.loc[len(areas)] = ["99", "Island", "W", shapely.box(900, 900, 910, 910)]
    findings = within(areas)
    assert findings["reason"].tolist() == ["no_parent", "unknown_parent", "wholly"]
    lost = find(areas, parents=communities())
    assert lost["reason"].tolist() == ["nowhere"]


def test_one_code_on_two_areas():
    areas = district()
    areas.loc[0, "code"] = "01"
    (finding,) = find(areas).itertuples()
    assert (finding.kind, finding.area_ids, finding.reason) == ("duplicate_id", ["01"], "2")
    assert finding.message == "The code 01 is used by 2 areas."


def test_an_area_without_a_polygon():
    areas = district()
    for extra, geometry in enumerate([None, shapely.Polygon(), shapely.Point(1, 1)]):
        areas.loc[len(areas)] = [f"9{extra}", "", "W", geometry]
    findings = find(areas)
    assert findings["kind"].tolist() == ["empty"] * 3
    assert findings["at"].isna().all()


def test_an_invalid_ring_is_reported_and_judged_as_mended():
    bow_tie = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    findings = find(reshape(district(), "00", bow_tie), outline=OUTLINE)
    invalid, *gaps = findings.itertuples()
    assert (invalid.kind, invalid.area_ids) == ("invalid", ["00"])
    assert invalid.reason == "self-intersection"
    assert invalid.at.equals(shapely.Point(50, 50))
    assert [(gap.kind, gap.area_m2) for gap in gaps] == [("gap", 2500), ("gap", 2500)]


def test_noise_of_coordinates_is_counted_but_no_finding():
    areas = reshape(district(), "11", shapely.box(100, 100, 200.005, 200))
    areas = reshape(areas, "32", shapely.box(200, 300, 300, 399.96))
    findings = find(areas, outline=OUTLINE)
    assert findings.empty
    assert findings.attrs["noise"]["count"] == {"overlap": 1, "gap": 1}
    # 0.5 m² are below the tolerance; 4 m² of 4 cm width are no ground either.
    assert findings.attrs["noise"]["area_m2"] == pytest.approx({"overlap": 0.5, "gap": 4.0})


def test_a_finer_tolerance_finds_more():
    areas = reshape(district(), "11", shapely.box(100, 100, 200.5, 101))
    areas = reshape(areas, "11", shapely.union(shape(areas, "11"), shapely.box(100, 100, 200, 200)))
    assert find(areas, tolerance_m2=1.0).empty
    assert rows(find(areas, tolerance_m2=0.1)) == [("overlap", ["11", "12"], 0.5)]


def test_bad_questions_are_refused():
    areas = district()
    with pytest.raises(InvalidInputError, match="metres"):
        find(areas.to_crs(4326))
    with pytest.raises(InvalidInputError, match="no column 'id'"):
        partition.find(areas, code_column="id")
    with pytest.raises(InvalidInputError, match="a layer has EPSG:4326"):
        find(areas, parents=communities().to_crs(4326))
    with pytest.raises(InvalidInputError, match="needs the parents"):
        find(areas, parent_column="community")
    areas.loc[3, "code"] = None
    with pytest.raises(InvalidInputError, match="row 4: the area has no code"):
        find(areas)


# Every planted defect: what to expect and how to plant it in the interior area 11 (W) by amount.
def plant_gap(areas, amount):
    return reshape(areas, "11", shapely.box(100 + amount, 100, 200, 200))


def plant_overlap(areas, amount):
    return reshape(areas, "11", shapely.box(100, 100, 200 + amount, 200))


def plant_hole(areas, amount):
    hole = shapely.box(120, 120, 120 + amount, 120 + amount)
    return reshape(areas, "11", shape(areas, "11").difference(hole))


def plant_moved_vertex(areas, amount):
    corners = [(100, 100), (200, 100), (200 - amount, 200), (100, 200)]
    return reshape(areas, "11", shapely.Polygon(corners))


PLANTS = {
    "gap": (plant_gap, "gap", lambda a: 100 * a, {"11", "10"}),
    "overlap": (plant_overlap, "overlap", lambda a: 100 * a, {"11", "12"}),
    "hole": (plant_hole, "gap", lambda a: a * a, {"11"}),
    "moved vertex": (plant_moved_vertex, "gap", lambda a: 50 * a, {"11", "12"}),
}


@given(
    plant=st.sampled_from(sorted(PLANTS)),
    amount=st.floats(1.1, 40),
    turn=st.floats(0, 360),
    shift=st.tuples(st.floats(-1e6, 1e6), st.floats(0, 4e6)),
    random=st.randoms(use_true_random=False),
)
@settings(max_examples=60, deadline=None)
def test_a_planted_defect_is_found_wherever_the_city_lies(plant, amount, turn, shift, random):
    sow, kind, expected_m2, beside = PLANTS[plant]
    areas = sow(district(), amount)
    order = random.sample(range(len(areas)), len(areas))
    placed = areas.rotate(turn, origin=(0, 0)).translate(*shift)
    areas = areas.set_geometry(placed).iloc[order]
    parents = communities()
    parents = parents.set_geometry(parents.rotate(turn, origin=(0, 0)).translate(*shift))
    findings = find(areas, parents=parents, parent_column="community")
    assert findings["kind"].tolist() == [kind]
    assert findings["area_m2"].iloc[0] == pytest.approx(expected_m2(amount), rel=0.01)
    assert beside <= set(findings["area_ids"].iloc[0])


@given(seed=st.integers(0, 10**6), random=st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_the_order_of_rows_changes_nothing_on_a_wobbly_city(seed, random):
    jitter = np.random.default_rng(seed)
    areas = district()
    rings = [shapely.get_coordinates(g)[:-1] + jitter.normal(0, 3, (4, 2)) for g in areas.geometry]
    areas = areas.set_geometry(gpd.GeoSeries([shapely.Polygon(r) for r in rings], crs=CRS))
    order = random.sample(range(len(areas)), len(areas))
    first, second = within(areas), within(areas.iloc[order])
    assert first["message"].tolist() == second["message"].tolist()
    columns = ["kind", "area_ids", "parent_ids"]
    assert first[columns].to_numpy().tolist() == second[columns].to_numpy().tolist()


def test_no_areas_at_all():
    nothing = district().iloc[:0]
    assert find(nothing).empty
    (gap,) = find(nothing, outline=OUTLINE).itertuples()
    assert (gap.kind, gap.area_ids, gap.area_m2) == ("gap", [], 240_000)
    childless = within(nothing)
    assert childless["reason"].tolist() == ["childless", "childless"]


def test_parents_that_are_empty():
    assert find(district(), parents=communities().iloc[:0])["reason"].tolist() == ["nowhere"] * 24

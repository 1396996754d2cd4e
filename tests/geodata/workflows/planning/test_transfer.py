"""A plan leaves as a file and comes back the same; a file with mistakes names them all."""

import csv

import geopandas as gpd
import pytest
import shapely

from geodata.errors import InvalidInputError
from geodata.exporters import plan_drawing
from geodata.exporters.output import Output
from geodata.queries import plans
from geodata.workflows.planning import drafts, edits, transfer
from geodata.workflows.planning.edits import Edit, Hand
from tests.worlds import blocks, market

MON = Hand("mon", market.NOON)
M, R = market.MARKET, market.RIVER
NEXT = f"{market.COMMUNITY}003"


@pytest.fixture
def plan(session, town):
    blocks.build(session, town)
    new = drafts.NewPlan("Spring", market.COMMUNITY, least=100, target=300, most=400)
    return drafts.begin(session, MON, new)


def table(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("unit", "grid"), *rows])
    return path


def read_in(session, plan, path):
    return edits.apply(session, MON, plan.id, transfer.read(session, plan, path, plan.version))


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".gpkg", ".geojson", ".zip"])
def test_what_goes_out_comes_in_the_same(session, plan, tmp_path, ending):
    moves = (("B20", M, R), ("B21", M, R), ("B50", R, "new:1"))
    edits.apply(session, MON, plan.id, Edit(plan.version, moves))
    drawn = plans.assignment(session, plan)
    layer = "units" if ending in (".csv", ".xlsx") else "grids"
    path = tmp_path / f"plan{ending}"
    with Output() as output:
        output.layer(transfer.layer(session, plan, layer, market.NOON), path)
    other = drafts.begin(session, MON, drafts.NewPlan("Copy", market.COMMUNITY))
    read_in(session, other, path)
    found = plans.assignment(session, other)
    # The first plan took a new code; the second may not take the same.
    renamed = {NEXT: f"{market.COMMUNITY}004"}
    assert found == {unit: renamed.get(grid, grid) for unit, grid in drawn.items()}


def test_a_new_grid_keeps_its_code_when_nobody_had_it(session, plan, tmp_path):
    done = read_in(session, plan, table(tmp_path / "p.csv", [("B00", f"{market.COMMUNITY}077")]))
    assert list(done.codes.values()) == [f"{market.COMMUNITY}077"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("B99", M)], "row 1: the plan has no unit 'B99'"),
        ([("B00", "12")], "row 1: '12' is no grid code"),
        ([("B00", "440399001002001")], "row 1: unit B00 is in 440399001001"),
        ([("B00", R), ("B00", R)], "unit B00 stands in several rows"),
        ([("B00", M)], "nothing would move"),
    ],
)
def test_a_table_with_mistakes_names_them(session, plan, tmp_path, rows, message):
    with pytest.raises(InvalidInputError, match=message):
        transfer.read(session, plan, table(tmp_path / "p.csv", rows), plan.version)


def test_a_layer_that_leaves_units_out_names_them(session, plan, tmp_path):
    path = tmp_path / "half.geojson"
    half = gpd.GeoDataFrame({"grid": [M]}, geometry=[market.square(0)], crs=4326)
    with Output() as output:
        output.layer(half, path)
    with pytest.raises(InvalidInputError, match="unit B30 lies in no grid of the file"):
        transfer.read(session, plan, path, plan.version)


def test_a_file_without_the_column_says_which(session, plan, tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("block,zone\nB00,1\n", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="needs a column 'unit'; it has block, zone"):
        transfer.read(session, plan, path, plan.version)


def test_the_register_tells_the_officer(session, plan):
    frame = transfer.layer(session, plan, "register", market.NOON).set_index("grid")
    assert frame.loc[M, ["officer", "households", "unit_count"]].tolist() == ["W1 Wang", 360, 6]
    assert frame.geometry.geom_type.unique().tolist() == ["Point"]


def test_the_drawing_has_a_page_per_community(session, plan):
    edits.apply(session, MON, plan.id, Edit(plan.version, (), {M: {"name": "<b>Market</b>"}}))
    grids = transfer.layer(session, plan, "grids", market.NOON).to_crs(4547)
    page = plan_drawing.write(grids, {market.COMMUNITY: "Market Town"}, "Spring", "en")
    assert page.count("<section>") == 1
    assert page.count("<path") == 2
    assert "&lt;b&gt;Market&lt;/b&gt;" in page
    assert "<b>" not in page
    assert shapely.get_num_geometries(grids.geometry.iloc[0]) == 1

"""Any layer in any format: another program reads the same back, and nobody gets too much."""

import csv
import io
import json
import subprocess
from datetime import date

import pytest
from sqlalchemy import select

from geodata.importers.layers import read_layer
from geodata.models import Address, Area, Backdrop, Category, RegisterCount
from tests.worlds import market

EXPORTS = "/api/v1/exports"
ENDINGS = {
    "geojson": ".geojson",
    "gpkg": ".gpkg",
    "shp": ".zip",
    "csv": ".csv",
    "xlsx": ".xlsx",
    "kml": ".kml",
    "parquet": ".parquet",
}
# How many features of each layer the town below has.
COUNTS = {
    "districts": 1,
    "grids": 2,
    "units": 2,
    "addresses": 1,
    "backdrop": 1,
    "registers": 1,
    "incidents": 2,
}
FORMULA = '=HYPERLINK("http://127.0.0.1/")'


@pytest.fixture
def full_town(town, session):
    """Market Town with one of everything that can be exported."""
    session.add_all(
        [
            Address(code="A1", text="集市路1号", geom="SRID=4326;POINT(114.005 22.505)"),
            Backdrop(kind="road", geom="SRID=4326;LINESTRING(114 22.505,114.02 22.505)"),
            RegisterCount(
                area_id=town.market.id,
                measure="households",
                value=400,
                counted_on=date(2026, 5, 1),
                source="office",
            ),
            market.complaint(town, 114.005, 22.505, description=FORMULA),
            market.complaint(town, 114.015, 22.505, description="狗叫"),
        ]
    )
    session.flush()
    return town


@pytest.fixture
def dispatcher(sign_in, full_town):
    return sign_in("dispatcher")


def fetch(client, layer, form, **query):
    return client.get(f"{EXPORTS}/{layer}", query_string={"format": form, **query})


@pytest.mark.parametrize("form", ENDINGS)
@pytest.mark.parametrize("layer", COUNTS)
def test_every_layer_comes_in_every_format(dispatcher, tmp_path, layer, form):
    answer = fetch(dispatcher, layer, form)
    assert answer.status_code == 200, answer.json
    path = tmp_path / f"{layer}{ENDINGS[form]}"
    path.write_bytes(answer.data)
    assert f'filename="{path.name}"' in answer.headers["Content-Disposition"]
    assert len(read_layer(path)) == COUNTS[layer]


@pytest.mark.parametrize("form", ["geojson", "gpkg", "shp", "csv", "xlsx", "kml"])
@pytest.mark.parametrize("layer", ["grids", "incidents"])
def test_gdal_reads_the_same_features_back(dispatcher, tmp_path, layer, form):
    path = tmp_path / f"{layer}{ENDINGS[form]}"
    path.write_bytes(fetch(dispatcher, layer, form).data)
    source = f"/vsizip/{path}" if form == "shp" else str(path)
    back = tmp_path / "back.json"
    options = ["-oo", "GEOM_POSSIBLE_NAMES=wkt"] if form in ("csv", "xlsx") else []
    places = ["-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat"] if form == "csv" else []
    if form == "xlsx":
        options = ["layer"]
    command = ["ogr2ogr", "-f", "GeoJSON", str(back)]
    command += [*options, *places, source] if form != "xlsx" else [source, *options]
    subprocess.run(command, check=True, capture_output=True)
    features = json.loads(back.read_text())["features"]
    assert len(features) == COUNTS[layer]
    column = "code" if layer == "grids" else "source"
    values = {
        str(value) for f in features for name, value in f["properties"].items() if name == column
    }
    assert values == ({market.MARKET, market.RIVER} if layer == "grids" else {"test"})


def test_a_file_tells_question_boundaries_and_age(dispatcher):
    answer = fetch(dispatcher, "incidents", "geojson", area=market.MARKET)
    told = json.loads(answer.data)["about"]
    assert f"area={market.MARKET}" in told["query"]
    assert told["boundaries_at"] == market.FOUNDED.isoformat()
    assert told["data_at"]
    assert len(json.loads(answer.data)["features"]) == 1


def test_no_formula_reaches_a_spreadsheet(dispatcher):
    text = fetch(dispatcher, "incidents", "csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["description"] for row in rows} == {f"'{FORMULA}", "狗叫"}


def test_cases_leave_only_with_a_desk(client, sign_in, full_town):
    assert fetch(client, "incidents", "csv").status_code == 401
    assert fetch(sign_in("officer"), "incidents", "csv").status_code == 403
    assert fetch(client, "grids", "csv").status_code == 200
    allowed = {row["layer"]: row["is_allowed"] for row in client.get(EXPORTS).json["items"]}
    assert (allowed["incidents"], allowed["grids"]) == (False, True)


def test_a_station_hands_on_its_own_cases_only(sign_in, full_town):
    lead = sign_in("station_lead", area=market.RIVER)
    features = json.loads(fetch(lead, "incidents", "geojson").data)["features"]
    assert [f["properties"]["grid_code"] for f in features] == [market.RIVER]


def test_sensitive_cases_need_a_right_of_their_own(sign_in, session, full_town):
    session.scalars(select(Category).where(Category.code == "0203")).one().is_sensitive = True
    session.flush()
    assert fetch(sign_in("planner"), "incidents", "csv").status_code == 422
    assert fetch(sign_in("station_lead"), "incidents", "csv").status_code == 200


def test_no_contact_and_no_reporter_is_in_a_file(dispatcher):
    text = fetch(dispatcher, "incidents", "csv").data.decode("utf-8-sig")
    header = text.splitlines()[0]
    assert not any(word in header for word in ("phone", "contact", "reporter", "handler"))


def test_the_boundaries_of_a_day(dispatcher, session, full_town):
    river = session.get(Area, full_town.river.id)
    river.valid_to = market.NOON
    session.flush()
    assert len(json.loads(fetch(dispatcher, "grids", "geojson").data)["features"]) == 1
    before = fetch(dispatcher, "grids", "geojson", at="2026-01-01")
    assert len(json.loads(before.data)["features"]) == 2


@pytest.mark.parametrize(
    ("layer", "query", "status"),
    [
        ("people", {}, 404),
        ("grids", {"format": "exe"}, 422),
        ("grids", {"area": market.MARKET}, 422),
        ("findings", {}, 422),
        ("incidents", {"area": "999"}, 404),
    ],
)
def test_nonsense_is_refused(dispatcher, layer, query, status):
    assert dispatcher.get(f"{EXPORTS}/{layer}", query_string=query).status_code == status

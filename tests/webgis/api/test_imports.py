"""A file through the API: uploaded, looked at, checked, written, rolled back, by who may."""

import json

import pytest
import shapely
from sqlalchemy import select

from geodata.models import Area, JobRun, Unit
from geodata.queries import import_runs
from tests.worlds import market
from webgis import import_jobs, uploads

IMPORTS = "/api/v1/imports"
SQUARE = shapely.box(114.001, 22.501, 114.004, 22.504)
UNITS = f'code,households,population,wkt\nN1,12,30,"{SQUARE.wkt}"\nN2,-1,3,"{SQUARE.wkt}"\n'


@pytest.fixture(autouse=True)
def home(settings, monkeypatch):
    monkeypatch.setenv("WEBGIS_HOME", str(settings.home))
    return settings.home


@pytest.fixture
def planner(sign_in, town):
    return sign_in("planner")


def send(client, content, kind="units", name="units.csv", source="office"):
    query = {"kind": kind, "source": source, "file_name": name}
    body = content.encode() if isinstance(content, str) else content
    return client.post(
        IMPORTS, query_string=query, data=body, content_type="application/octet-stream"
    )


def work(session, import_id):
    """Do the queued step as the worker would."""
    job = import_runs.latest_job(session, import_id)
    import_jobs.run(session, job.id, job.parameters, lambda *_: None)
    session.get(JobRun, job.id).state = "succeeded"
    session.flush()


def step(client, session, made, name, body=None):
    answer = client.post(f"{IMPORTS}/{made['id']}/{name}", json={} if body is None else body)
    assert answer.status_code == 202, answer.json
    work(session, made["id"])
    return client.get(f"{IMPORTS}/{made['id']}").json


def test_a_file_is_looked_at_checked_written_and_rolled_back(planner, session):
    made = send(planner, UNITS)
    assert made.status_code == 201, made.json
    look = made.json["preview"]
    assert look["guessed"] == {n: n for n in ("code", "households", "population")}
    assert [feature["properties"]["row"] for feature in look["features"]] == [1, 2]
    checked = step(planner, session, made.json, "check")
    assert (checked["state"], checked["report"]["inserted"]) == ("checked", 1)
    assert [f["row"] for f in checked["report"]["findings"]] == [2]
    assert session.scalar(select(Unit.id).where(Unit.code == "N1")) is None
    done = step(planner, session, made.json, "confirm")
    assert (done["state"], done["counts"]["inserted"]) == ("imported", 1)
    assert session.scalar(select(Unit.households).where(Unit.code == "N1")) == 12
    undone = step(planner, session, made.json, "rollback")
    assert undone["state"] == "rolled_back"
    assert session.scalar(select(Unit.id).where(Unit.code == "N1")) is None


def test_the_report_comes_as_a_file(planner, session):
    made = send(planner, UNITS).json
    step(planner, session, made, "check")
    answer = planner.get(f"{IMPORTS}/{made['id']}/report?format=csv")
    assert answer.headers["Content-Disposition"].endswith('.csv"')
    assert answer.text.splitlines()[1] == "2,error,no_count,households is '-1'"
    assert planner.get(f"{IMPORTS}/{made['id']}/report").json["rows"] == 2


def test_how_a_source_is_read_is_remembered_for_its_next_file(planner, session):
    text = f'nr,hh,pop,wkt\nN1,12,30,"{SQUARE.wkt}"\n'
    columns = {"code": "nr", "households": "hh", "population": "pop"}
    made = send(planner, text).json
    step(planner, session, made, "check", {"columns": columns, "datum": "cgcs2000"})
    step(planner, session, made, "confirm")
    again = send(planner, text).json
    assert again["preview"]["guessed"] == columns
    assert again["settings"]["datum"] == "cgcs2000"


def test_another_datum_moves_the_preview(planner):
    made = send(planner, UNITS).json
    moved = planner.post(f"{IMPORTS}/{made['id']}/preview", json={"datum": "gcj02"}).json
    west, east = (
        look["preview"]["features"][0]["geometry"]["coordinates"][0][0][0] for look in (moved, made)
    )
    assert east - west == pytest.approx(0.005, abs=0.001)


def test_only_an_approver_publishes_boundaries(planner, sign_in, session):
    shape = json.loads(shapely.to_geojson(market.square(0)))
    properties = {"code": market.MARKET, "name_zh": "老集市"}
    feature = {"type": "Feature", "properties": properties, "geometry": shape}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    made = send(planner, text, "areas", "grids.geojson").json
    checked = step(planner, session, made, "check")
    assert (checked["report"]["updated"], checked["report"]["is_blocked"]) == (1, False)
    assert planner.post(f"{IMPORTS}/{made['id']}/confirm").status_code == 403
    step(sign_in("approver"), session, made, "confirm")
    assert session.scalar(select(Area.name_zh).where(Area.code == market.MARKET)) == "老集市"


@pytest.mark.parametrize("role", ["dispatcher", "officer", "auditor"])
def test_others_import_nothing(sign_in, client, town, role):
    assert send(client, UNITS).status_code == 401
    assert send(sign_in(role), UNITS).status_code == 403
    assert client.get(IMPORTS).status_code == 401


def test_a_grant_on_a_part_of_the_city_is_not_enough(sign_in, town):
    assert send(sign_in("planner", area=market.COMMUNITY), UNITS).status_code == 403


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ({"content": "no table"}, 422),
        ({"content": b""}, 422),
        ({"kind": "people"}, 422),
        ({"name": "units.exe"}, 422),
        ({"name": "../../units.csv\0"}, 422),
        ({"source": ""}, 422),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_kept(planner, home, words, status):
    before = set(uploads.folder(home).glob("*"))
    answer = send(planner, **({"content": UNITS} | words))
    assert answer.status_code == status, answer.json
    assert answer.content_type == "application/problem+json"
    assert set(uploads.folder(home).glob("*")) == before


def test_a_path_in_the_name_stays_a_name(planner, home):
    made = send(planner, UNITS, name="../../../units.csv")
    assert made.status_code == 201
    assert uploads.path(home, made.json["id"], "../../../units.csv").parent.name == made.json["id"]


def test_only_what_was_checked_is_written_and_only_what_was_written_rolled_back(planner):
    made = send(planner, UNITS).json
    for name in ("confirm", "rollback"):
        assert planner.post(f"{IMPORTS}/{made['id']}/{name}").status_code == 409
    assert planner.post(f"{IMPORTS}/{market.NAMESPACE}/confirm").status_code == 404


def test_two_steps_never_run_at_once(planner):
    made = send(planner, UNITS).json
    assert planner.post(f"{IMPORTS}/{made['id']}/check", json={}).status_code == 202
    assert planner.post(f"{IMPORTS}/{made['id']}/check", json={}).status_code == 409


def test_unknown_fields_and_columns_are_named(planner, session):
    made = send(planner, UNITS).json
    wrong = planner.post(f"{IMPORTS}/{made['id']}/check", json={"colums": {}})
    assert wrong.status_code == 422
    assert "colums" in wrong.json["detail"]
    for half in ({"layer": "\ud83d"}, {"constants": {"code": "\x00"}}, {"columns": {"code": "?"}}):
        assert planner.post(f"{IMPORTS}/{made['id']}/preview", json=half).status_code in (200, 422)

"""Addresses through the API: by text, by point, by code."""

from datetime import datetime

import pytest

from geodata.models import Address
from geodata.queries import job_runs
from geodata.workflows import address_book, address_findings
from tests.worlds import market

BOOK = {
    "A1": ("河边区集市街道东门社区人民路12号", 114.004, 22.505),
    "A2": ("河边区集市街道东门社区人民路126号", 114.006, 22.505),
    "A3": ("河边区集市街道东门社区人民路126号福景大厦3栋502室", 114.006, 22.506),
    "A4": ("河边区集市街道西门社区解放路126号", 114.014, 22.505),
    "A5": ("1200 Block of K St NW", 114.012, 22.503),
    "A6": ("1300 Block of K St NW", 114.013, 22.503),
    "A7": ("1200 Block of K St SE", 114.05, 22.6),
}


@pytest.fixture
def book(town, session):
    for code, (text, lon, lat) in BOOK.items():
        session.add(Address(code=code, text=text, geom=f"SRID=4326;POINT({lon} {lat})"))
    session.flush()
    assert address_book.complete(session) == len(BOOK)
    return town


def first(client, text, **query):
    items = client.get("/api/v1/addresses", query_string={"q": text, **query}).json["items"]
    return items[0]["code"] if items else None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("河边区集市街道东门社区人民路126号", "A2"),
        ("人民路126号", "A2"),
        ("人民路12", "A1"),
        ("126号人民路", "A2"),
        ("人民126", "A2"),
        ("人明路126号", "A2"),
        ("民人路126", "A2"),
        ("解放路126号", "A4"),
        ("福景大厦3栋502", "A3"),
        ("人民路126号福景大厦3栋502室", "A3"),
        ("1200 k street northwest", "A5"),
        ("1234 K St NW", "A5"),
        ("K St NW 1310", "A6"),
        ("1200 K Street, SE", "A7"),
    ],
)
def test_the_right_address_comes_first(book, client, text, code):
    assert first(client, text) == code


def test_an_answer_knows_its_parts_its_grid_and_its_unit(book, client):
    found = client.get("/api/v1/addresses?q=解放路126号").json["items"][0]
    assert (found["district"], found["road"], found["number"]) == ("河边区", "解放路", "126")
    assert (found["grid_code"], found["unit_code"]) == (market.RIVER, "U2")
    assert (found["lon"], found["lat"]) == (114.014, 22.505)


def test_before_the_grids_were_founded_an_address_has_none(book, client):
    assert client.get("/api/v1/addresses/A4?at=2019-12-31").json["grid_code"] is None
    assert client.get("/api/v1/addresses/A4?at=2020-01-02").json["grid_code"] == market.RIVER
    assert market.FOUNDED.year == datetime(2020, 1, 1).year  # noqa: DTZ001


def test_nothing_like_it_is_an_empty_list(book, client):
    assert client.get("/api/v1/addresses?q=%20").json["items"] == []
    assert client.get("/api/v1/addresses?q=...").json["items"] == []


def test_a_point_finds_the_addresses_around_it(book, client):
    near = client.get("/api/v1/addresses/nearest?lon=114.006&lat=22.5051&limit=2").json["items"]
    assert [row["code"] for row in near] == ["A2", "A3"]
    # A ten-thousandth of a degree of latitude is 11.1 m.
    assert near[0]["distance_m"] == pytest.approx(11.12, abs=0.05)
    assert client.get("/api/v1/addresses/nearest?lon=0&lat=0").json["items"] == []


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=a&limit=0", "?q=a&typo=1", f"?q={'a' * 201}", "?q=a&at=soon"]
)
def test_what_cannot_be_asked_is_refused(book, client, query):
    answer = client.get(f"/api/v1/addresses{query}")
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"


def test_a_point_off_the_earth_is_refused(book, client):
    assert client.get("/api/v1/addresses/nearest?lon=0&lat=91").status_code == 422
    assert client.get("/api/v1/addresses/nearest?lon=nan&lat=0").status_code == 422


def test_an_unknown_address_is_not_found(book, client):
    assert client.get("/api/v1/addresses/nowhere").status_code == 404


def test_a_zero_byte_is_no_server_error(book, client):
    assert client.get("/api/v1/addresses?q=%00ab").status_code in (200, 422)
    assert client.get("/api/v1/addresses/a%00b").status_code in (404, 422)


def test_findings_of_the_address_book_come_with_their_run(client, session, town):
    assert client.get("/api/v1/addresses/findings").status_code == 404
    session.add(Address(code="F1", text="城外1号", geom="SRID=4326;POINT(115 22.5)"))
    session.flush()
    run, _ = job_runs.queue(session, "addresses", {})
    figures = address_findings.run(session, run.id, {}, lambda *_: None)
    attempt = job_runs.claim(session, run.id)
    job_runs.finish(session, run.id, attempt, "succeeded", **figures)
    answer = client.get("/api/v1/addresses/findings").json
    assert answer["run"]["summary"]["address_without_grid"] == 1
    kinds = [feature["properties"]["kind"] for feature in answer["features"]]
    assert sorted(kinds) == ["address_without_grid", *["grid_without_address"] * 2]

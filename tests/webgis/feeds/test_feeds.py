import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from tests.worlds import crowd, market
from webgis import create_app

ATOM, GEORSS = "{http://www.w3.org/2005/Atom}", "{http://www.georss.org/georss}"
WEST_HALF = [[114.0, 22.5], [114.01, 22.5], [114.01, 22.51], [114.0, 22.51], [114.0, 22.5]]


@pytest.fixture
def news(session, town):
    """A published week of nine reports, and one report in the other grid."""
    crowd.report(session, town, 9)
    crowd.publish(session)
    session.add(market.complaint(town, 114.0153, 22.5048, description="at Li's, <b>now</b>"))
    session.commit()


def entries(answer):
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.data).findall(f"{ATOM}entry")  # noqa: S314


def events(answer):
    assert answer.content_type == "text/calendar; charset=utf-8"
    lines = answer.data.replace(b"\r\n ", b"").decode().split("\r\n")
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    return [line.removeprefix("SUMMARY:") for line in lines if line.startswith("SUMMARY:")]


def test_atom_has_places_and_no_words_of_people(client, news):
    answer = client.get("/feeds/city.atom")
    found = entries(answer)
    assert len(found) == 11
    points = {entry.findtext(f"{GEORSS}point") for entry in found}
    assert "22.505000 114.015000" in points
    assert "Li" not in answer.text
    for name in ("id", "title", "updated", "summary"):
        assert all(entry.findtext(f"{ATOM}{name}") for entry in found)


def test_a_calendar_has_the_same_items_in_lines_that_programs_read(client, news):
    answer = client.get("/feeds/city.ics", headers={"Accept-Language": "en"})
    assert len(events(answer)) == 11
    assert "Public order: 9 reports" in events(answer)
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))


def test_a_city_without_open_incidents_feeds_counts_only(settings, connection, news):
    stranger = create_app(replace(settings, open_incidents=False), connection).test_client()
    found = entries(stranger.get("/feeds/city.atom"))
    assert [entry.findtext(f"{ATOM}title") for entry in found] == ["街面秩序：9 件"]


def test_sensitive_items_are_in_no_feed(client, news, town, session):
    town.noise.is_sensitive = True
    session.commit()
    assert len(entries(client.get("/feeds/city.atom"))) == 1


def subscribe(client, ring):
    shape = {"type": "Polygon", "coordinates": [ring]}
    return client.post("/api/v1/public/subscriptions", json={"geometry": shape})


def test_a_drawn_polygon_is_followed_by_its_key(client, news):
    answer = subscribe(client, WEST_HALF)
    assert answer.status_code == 201
    path = answer.json["atom"].removeprefix("http://localhost")
    assert len(entries(client.get(path))) == 10
    assert len(events(client.get(path.replace(".atom", ".ics")))) == 10
    assert client.get("/feeds/place/another.atom").status_code == 404


def test_a_polygon_is_compared_with_what_is_shown(client, news):
    def found(west, south, side):
        east, north = west + side, south + side
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        path = subscribe(client, ring).json["atom"].removeprefix("http://localhost")
        return [e for e in entries(client.get(path)) if "urn:uuid" in e.findtext(f"{ATOM}id")]

    assert len(found(114.0152, 22.5047, 0.0002)) == 0
    assert len(found(114.0149, 22.5049, 0.0002)) == 1


def test_a_subscription_can_be_forgotten(client, news):
    key = subscribe(client, WEST_HALF).json["key"]
    url = f"/api/v1/public/subscriptions/{key}"
    assert client.delete(url).status_code == 204
    assert client.delete(url).status_code == 404
    assert client.get(f"/feeds/place/{key}.atom").status_code == 404


def test_hostile_polygons_are_refused(client, town):
    bow_tie = [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]
    many = [[i / 1000, (i % 7) / 10] for i in range(2000)]
    for ring in (bow_tie, many, [], [[float("nan"), 0]] * 4, "all"):
        assert subscribe(client, ring).status_code in (400, 422)

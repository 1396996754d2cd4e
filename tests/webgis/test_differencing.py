"""Strangers who compare many answers learn of no single person.

Three attacks. Where incidents are not open data: ten thousand boxes and times, asked in nested
pairs, so that a pair's difference is what lies between them. Where they are: two worlds that differ
in one person must give the same answers to everything.
"""

import json
import random
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from geodata.models import Category
from geodata.workflows import publishing
from tests.worlds import crowd, market
from webgis import create_app

LEAST = 8
PAIRS = 5_000
WEEKS = 4
REPORTS_PER_WEEK = 60
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def busy_town(session, town):
    """Four published weeks: a crowded corner, people scattered alone, some sensitive."""
    waste = Category(code="01", level=1, name="Waste", name_zh="垃圾")
    secret = Category(code="09", level=1, name="Quarrels", name_zh="纠纷", is_sensitive=True)
    session.add_all([waste, secret])
    session.flush()
    draw = random.Random(8)
    for week in range(WEEKS):
        for number in range(REPORTS_PER_WEEK):
            is_alone = number % 2
            lon = 114.0 + (draw.random() * 0.02 if is_alone else 0.004 + draw.random() * 0.002)
            lat = 22.5 + (draw.random() * 0.01 if is_alone else 0.004 + draw.random() * 0.002)
            case = market.complaint(
                town,
                lon,
                lat,
                id=UUID(int=week * 1_000 + number + 1),
                reported_at=crowd.WEEK[0] + timedelta(weeks=week, hours=draw.random() * 168),
            )
            case.category_id = draw.choice([town.noise.id, town.noise.id, waste.id, secret.id])
            session.add(case)
        session.flush()
        start = crowd.WEEK[0] + timedelta(weeks=week)
        publishing.freeze(session, start, start + timedelta(weeks=1))
    session.commit()
    return town


def box(west, south, east, north):
    return f"{west:.6f},{south:.6f},{east:.6f},{north:.6f}"


def nested(draw):
    """Return a box and a little smaller one inside: the ring between holds at most a few doors."""
    west, south = 114.0 + draw.random() * 0.018, 22.5 + draw.random() * 0.008
    east, north = west + 1e-4 + draw.random() * 0.01, south + 1e-4 + draw.random() * 0.006
    cut = 10 ** draw.uniform(-5, -3)
    return box(west, south, east + cut, north + cut), box(west, south, east, north)


def test_ten_thousand_boxes_and_times_isolate_nobody(settings, connection, busy_town):
    app = create_app(replace(settings, open_incidents=False), connection)
    stranger, draw = app.test_client(), random.Random(10_000)

    def counts(where, start, topic):
        url = f"/api/v1/public/counts?bbox={where}&week={start:%Y-%m-%dT%H:%M:%SZ}{topic}"
        return total(stranger.get(url).json["features"])

    def features(where, start, topic):
        moment = f"{start + timedelta(days=3):%Y-%m-%dT%H:%M:%SZ}"
        url = f"/ogc/collections/public-counts/items?bbox={where}&datetime={moment}&limit=1000"
        return total(json.loads(stranger.get(url + topic).data)["features"])

    learned = []
    for _ in range(PAIRS):
        ask, topic = draw.choice([counts, features]), draw.choice(["", "&topic=02", "&topic=01"])
        start = crowd.WEEK[0] + timedelta(weeks=draw.randrange(WEEKS))
        outer, inner = nested(draw)
        learned.append(ask(outer, start, topic) - ask(inner, start, topic))
    assert min(learned) >= 0
    assert [d for d in learned if 0 < d < LEAST] == []
    # The attack really moved edges of groups, or it would show nothing.
    assert sum(d > 0 for d in learned) > 20


def total(features):
    return sum(feature["properties"]["count"] for feature in features)


def test_no_published_group_is_small_and_none_overlaps_another(session, busy_town):
    from sqlalchemy import text  # noqa: PLC0415

    assert session.scalar(text("SELECT min(count) FROM public_count")) >= LEAST
    overlapping = session.scalar(
        text("""
            SELECT count(*) FROM public_count a JOIN public_count b
            ON a.id < b.id AND a.topic = b.topic AND a.step_start = b.step_start
            AND a.cell_m > 0 AND b.cell_m > 0 AND ST_Relate(a.geom, b.geom, 'T********')
            AND ST_Area(ST_Intersection(a.geom, b.geom)) > 1e-12
        """)
    )
    assert overlapping == 0


def test_a_closed_city_answers_no_question_about_single_incidents(settings, connection, busy_town):
    stranger = create_app(replace(settings, open_incidents=False), connection).test_client()
    for question in questions(random.Random(1)):
        if "/feeds/" in question:
            continue
        assert stranger.get(question).status_code in (400, 401), question
    titles = ET.fromstring(stranger.get("/feeds/city.atom").data)  # noqa: S314
    assert all("#" not in t.text for t in titles.iterfind(f"{ATOM}entry/{ATOM}title"))


def questions(draw, count=60):
    """Yield questions to every public address that is made from single incidents."""
    yield "/feeds/city.atom"
    yield "/feeds/city.ics"
    for by in ("category", "status", "department", "area&tier=2", "area&tier=4", "area&tier=5"):
        yield f"/api/v1/incidents/summary?by={by}"
    for z, x, y in ((6, 52, 27), (12, 3345, 1785), (17, 107051, 57131), (18, 214102, 114263)):
        yield f"/tiles/incidents/{z}/{x}/{y}.mvt"
    for _ in range(count):
        where = draw.choice(nested(draw))
        start = crowd.WEEK[0] + timedelta(hours=draw.random() * 168 * WEEKS)
        end = start + timedelta(hours=draw.random() * 48)
        when = f"from={start:%Y-%m-%dT%H:%M:%SZ}&to={end:%Y-%m-%dT%H:%M:%SZ}"
        yield f"/api/v1/incidents?bbox={where}&{when}"
        yield f"/api/v1/incidents/map?bbox={where}&zoom={draw.randrange(8, 20)}"
        yield f"/api/v1/incidents/histogram?bbox={where}&bins=20"
        yield f"/api/v1/incidents/summary?by=category&bbox={where}&{when}"
        yield f"/ogc/collections/incidents/items?bbox={where}&limit=1000"
        yield f"/open311/v2/requests.json?start_date={start:%Y-%m-%d}&end_date={end:%Y-%m-%d}"


def everything(client):
    draw = random.Random(5)
    found = {}
    for question in questions(draw):
        answer = client.get(question)
        assert answer.status_code == 200, question
        found[question] = answer.data
    return found


def move(session, case, lon, lat, grid_id):
    case.geom = f"SRID=4326;POINT({lon!r} {lat!r})"
    case.raw_lon, case.raw_lat, case.grid_id = lon, lat, grid_id
    session.commit()


def test_two_doors_of_one_square_look_alike(client, session, busy_town):
    case = market.complaint(busy_town, 114.01249, 22.50551, address="1 Mill Road")
    session.add(case)
    session.commit()
    before = everything(client)
    assert any(b"114.012" in body for body in before.values())
    case.address = "9 Mill Road"
    move(session, case, 114.01151, 22.50649, busy_town.river.id)
    after = everything(client)
    # 114.01249 and 114.01151 both round to 114.012, 22.50551 and 22.50649 to 22.506.
    assert [q for q in before if before[q] != after[q]] == []


def test_a_sensitive_incident_can_be_anywhere(client, session, busy_town):
    case = market.complaint(busy_town, 114.003, 22.503)
    case.category_id = session.query(Category.id).filter_by(code="09").scalar()
    session.add(case)
    session.commit()
    before = everything(client)
    move(session, case, 114.017, 22.508, busy_town.river.id)
    after = everything(client)
    assert [q for q in before if before[q] != after[q]] == []

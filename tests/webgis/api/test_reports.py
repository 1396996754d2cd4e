"""What comes with a report: contact, tracking code, followers, place, what is known nearby."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from geodata.models import Incident, IncidentContact, IncidentTracking
from tests.worlds import market

KEY = "11111111-1111-4111-8111-111111111111"
CODE = "7Q2K9M4XW0ABCDEF"
REPORT = {
    "id": KEY,
    "lon": 114.005,
    "lat": 22.505,
    "category_code": "0203",
    "description": "drums",
    "address": "1 Market Street",
    "tracking_code": CODE,
    "contact": {"name": "Ann", "phone": "+86 755 1234", "email": "ann@example.org"},
}


def post(client, **changes):
    return client.post("/api/v1/incidents", json=REPORT | changes)


def test_contact_is_kept_apart_and_in_no_public_answer(client, town, session):
    answer = post(client)
    assert answer.status_code == 201
    assert answer.json["address"] == "1 Market Street"
    kept = session.scalars(select(IncidentContact)).one()
    assert (kept.name, kept.phone, kept.email) == ("Ann", "+86 755 1234", "ann@example.org")
    for path in (f"incidents/{KEY}", "incidents", f"track/{CODE}"):
        text = client.get(f"/api/v1/{path}").text
        assert "ann@example.org" not in text
        assert "1234" not in text


def test_an_anonymous_report_has_no_contact(client, town, session):
    assert post(client, contact={"name": "", "email": " "}).status_code == 422
    assert post(client, contact={"name": ""}).status_code == 201
    assert session.scalars(select(IncidentContact)).all() == []


def test_the_tracking_code_opens_the_report(client, town, session):
    number = post(client).json["number"]
    found = client.get(f"/api/v1/track/{CODE}")
    assert (found.json["number"], found.json["status"], found.json["is_open"]) == (
        number,
        "reported",
        True,
    )
    assert found.headers["Cache-Control"] == "no-store"
    assert client.get("/api/v1/track/7q2k-9m4x-w0ab-cdef").json["number"] == number
    assert CODE.encode() not in session.scalars(select(IncidentTracking.code_hash)).one()


@pytest.mark.parametrize(
    "code", ["0000000000000000", "short", "7Q2K9M4XW0ABCDE%00", "IIIIIIIIIIIIIIII"]
)
def test_another_code_opens_nothing(client, town, code):
    post(client)
    assert client.get(f"/api/v1/track/{code}").status_code == 404


def test_a_retry_gives_the_code_to_nobody(client, town):
    post(client)
    assert post(client).status_code == 200
    assert post(client, tracking_code="0" * 16).status_code == 409
    assert CODE not in post(client, tracking_code=CODE).text


def test_the_qr_code_is_a_picture(client, town):
    answer = client.get(f"/api/v1/track/{CODE}/qr.svg")
    assert answer.content_type.startswith("image/svg+xml")
    assert answer.data.startswith(b"<?xml")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"category_code": "9999"}, "category_code"),
        ({"lon": 113.0}, "lon"),
        ({"lon": 22.505, "lat": 114.005}, "lat"),
        ({"lon": 500}, "lon"),
        ({"reported_at": "2199-01-01T00:00:00Z"}, "reported_at"),
        ({"description": "x" * 1_000_000}, "description"),
        ({"address": "x" * 301}, "address"),
        ({"contact": {"email": "nobody"}}, "contact.email"),
        ({"contact": {"phone": "ring me"}}, "contact.phone"),
        ({"tracking_code": "guess"}, "tracking_code"),
    ],
)
def test_bad_input_is_refused_by_field(client, town, changes, field):
    answer = post(client, **changes)
    assert answer.status_code == 422
    named = answer.json.get("field") or answer.json["errors"][0]["field"]
    assert named == field
    assert client.get("/api/v1/incidents").json["total"] == 0


def test_outside_the_city_is_said_in_words(client, town):
    assert "outside the city" in post(client, lon=114.05).json["detail"]


def test_a_place_names_its_grid_and_addresses(client, town, session):
    session.add(market.address("A1", "1 Market Street", 114.0051, 22.505))
    session.add(market.address("A2", "2 Market Street", 114.0053, 22.505))
    session.add(market.address("A9", "Far away", 114.0099, 22.505))
    session.commit()
    place = client.get("/api/v1/places?lon=114.005&lat=22.505").json
    assert place["grid"]["code"] == market.MARKET
    assert [area["tier"] for area in place["areas"]] == [1, 2, 3, 4, 5]
    assert [row["text"] for row in place["addresses"]] == ["1 Market Street", "2 Market Street"]
    # 0.0001 degrees of longitude at 22.5 degrees north: 111,320 m x cos 22.505 x 0.0001.
    assert place["addresses"][0]["distance_m"] == pytest.approx(10.3, abs=0.1)


def test_a_place_outside_has_no_grid(client, town):
    place = client.get("/api/v1/places?lon=113&lat=22.505").json
    assert (place["is_inside"], place["grid"], place["areas"]) == (False, None, [])
    assert client.get("/api/v1/places?lon=113").status_code == 422


def test_nearby_are_the_open_ones_of_the_same_kind(sign_in, town, session):
    near = market.complaint(town, 114.0052, 22.505)  # 20.6 m away
    far = market.complaint(town, 114.009, 22.505)  # 412 m away
    closed = market.complaint(town, 114.0051, 22.505, status="closed")
    session.add_all([near, far, closed])
    session.commit()
    client = sign_in("dispatcher")
    ask = "/api/v1/incidents/nearby?lon=114.005&lat=22.505&category="
    (found,) = client.get(f"{ask}0203").json["items"]
    assert found["id"] == str(near.id)
    assert found["distance_m"] == pytest.approx(20.6, abs=0.1)
    assert len(client.get(f"{ask}02&radius_m=500").json["items"]) == 2
    assert client.get(f"{ask}0101").json["items"] == []
    assert client.get(f"{ask}0203&radius_m=1e9").status_code == 422


def test_followers_are_counted_once(client, town, session):
    complaint = market.complaint(town, 114.005, 22.505)
    session.add(complaint)
    session.commit()
    url = f"/api/v1/incidents/{complaint.id}/followers"
    body = {"id": KEY, "email": "ann@example.org"}
    first, again = client.post(url, json=body), client.post(url, json=body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json["followers_count"] == 1
    other = client.post(url, json={**body, "id": KEY.replace("1", "2")})
    assert (other.status_code, other.json["followers_count"]) == (200, 1)
    assert "ann@" not in client.get(f"/api/v1/incidents/{complaint.id}").text
    assert client.delete(f"{url}/{KEY}").json["followers_count"] == 0
    assert client.delete(f"{url}/{KEY}").status_code == 404


def test_a_report_may_be_older_than_the_boundaries(client, town):
    long_ago = market.FOUNDED - timedelta(days=1)
    answer = post(client, reported_at=long_ago.isoformat())
    assert (answer.status_code, answer.json["grid_code"]) == (201, None)
    assert datetime.now(UTC) > long_ago


def test_strangers_learn_of_what_is_nearby_but_no_text_and_no_exact_place(client, town, session):
    told = {"description": "drums", "address": "1 Market Street"}
    session.add(market.complaint(town, 114.0052, 22.505, **told))
    session.commit()
    ask = "/api/v1/incidents/nearby?lon=114.005&lat=22.505&category=0203&radius_m=500"
    (found,) = client.get(ask).json["items"]
    assert (found["description"], found["address"], found["thumbnail_url"]) == (None, None, None)
    assert (found["lon"], found["lat"]) == pytest.approx((114.005, 22.505))
    assert found["distance_m"] == pytest.approx(0, abs=0.1)
    # Nothing is found by where it really is: the radius is tested on what is shown, too.
    near = ask.replace("radius_m=500", "radius_m=15").replace("lon=114.005", "lon=114.0052")
    assert client.get(near).json["items"] == []


def test_the_reporter_may_withdraw_and_nobody_with_another_code(client, town):
    post(client)
    order = {"action": "withdraw", "reason": "it is quiet again"}
    assert client.post("/api/v1/track/0000000000000000/actions", json=order).status_code == 404
    assert client.get(f"/api/v1/track/{CODE}").json["actions"] == ["withdraw"]
    done = client.post(f"/api/v1/track/{CODE}/actions", json=order)
    assert (done.status_code, done.json["status"]) == (200, "rejected")
    again = client.post(f"/api/v1/track/{CODE}/actions", json=order)
    assert again.status_code == 409


def test_the_reporter_reopens_within_the_period(client, town, session):
    post(client)
    client.post(f"/api/v1/track/{CODE}/actions", json={"action": "withdraw", "reason": "quiet"})
    order = {"action": "reopen", "reason": "drums again"}
    done = client.post(f"/api/v1/track/{CODE}/actions", json=order)
    assert done.json["is_open"]
    client.post(f"/api/v1/track/{CODE}/actions", json={"action": "withdraw", "reason": "quiet"})
    case = session.scalars(select(Incident)).one()
    case.closed_at -= timedelta(days=400)
    session.commit()
    assert client.post(f"/api/v1/track/{CODE}/actions", json=order).status_code == 409


def test_followers_and_photos_of_a_duplicate_count_for_the_survivor(client, sign_in, town, session):
    whole = market.complaint(town, 114.005, 22.505)
    double = market.complaint(town, 114.0051, 22.505)
    session.add_all([whole, double])
    session.commit()
    for number, case in enumerate((whole, double)):
        body = {"id": KEY.replace("1", str(number + 3)), "email": f"a{number}@example.org"}
        client.post(f"/api/v1/incidents/{case.id}/followers", json=body)
    desk = sign_in("dispatcher")
    order = {"action": "merge", "into": str(whole.id), "reason": "the same drums"}
    assert desk.post(f"/api/v1/incidents/{double.id}/actions", json=order).status_code == 200
    assert desk.get(f"/api/v1/incidents/{whole.id}").json["followers_count"] == 2
    assert desk.get(f"/api/v1/incidents/{double.id}").json["followers_count"] == 1

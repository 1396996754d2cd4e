"""Alerts over the API: listed, looked into, decided."""

from datetime import UTC, datetime

import pytest

from geodata.models import Alert
from geodata.queries import alert_rules, alerts
from tests.worlds import market, trouble

NOW = datetime(2026, 5, 4, 20, tzinfo=UTC)


def write(session, rule="scan", name="a", lon=114.005, **values):
    row = Alert(
        identity=f"{rule}/{name}",
        rule_id=alert_rules.get(session, rule).id,
        state="open",
        title="8 cases at one place",
        title_zh="同一地点8件",
        method="counted",
        observed=8,
        expected=2,
        ratio=4,
        p=0.001,
        raised_observed=8,
        window_start=datetime(2026, 4, 4, tzinfo=UTC),
        window_end=datetime(2026, 5, 4, tzinfo=UTC),
        first_raised_at=NOW,
        last_raised_at=NOW,
        last_seen_at=NOW,
        geom=f"SRID=4326;POINT({lon} 22.505)",
        **values,
    )
    alerts.add(session, row, actor="clockwork")
    session.commit()
    return row.id


@pytest.fixture
def alert_id(session, town):
    return write(session, incident_ids=trouble.at_the_door(session, town, 3))


def test_listed_with_figures_and_counts(client, alert_id):
    answer = client.get("/api/v1/alerts").json
    (feature,) = answer["features"]
    assert feature["geometry"]["type"] == "Point"
    properties = feature["properties"]
    assert (properties["observed"], properties["expected"], properties["ratio"]) == (8, 2, 4)
    assert (properties["rule"], properties["kind"]) == ("scan", "scan")
    assert properties["incident_count"] == 3
    assert answer["counts"]["open"] == answer["total"] == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", 1),
        ("?state=open,dismissed", 1),
        ("?state=dismissed", 0),
        ("?kind=scan&rule=scan", 1),
        ("?kind=surge", 0),
        ("?bbox=114,22.5,114.01,22.51", 1),
        ("?bbox=115,22.5,115.01,22.51", 0),
        ("?from=2026-05-01&to=2026-05-02", 1),
        ("?to=2026-04-01", 0),
        ("?from=2026-06-01", 0),
    ],
)
def test_filtered(client, alert_id, words, found):
    assert len(client.get(f"/api/v1/alerts{words}").json["features"]) == found


@pytest.mark.parametrize("words", ["?state=red", "?colour=red", "?area=nowhere", "?bbox=1,2"])
def test_what_cannot_be_asked(client, town, words):
    answer = client.get(f"/api/v1/alerts{words}")
    assert answer.status_code in (404, 422)
    assert answer.content_type == "application/problem+json"


def test_detail_has_the_cases_behind_it_and_its_history(client, alert_id):
    properties = client.get(f"/api/v1/alerts/{alert_id}").json["properties"]
    assert len(properties["cases"]) == 3
    assert {"id", "number", "status", "category_code", "lon", "lat"} <= set(properties["cases"][0])
    assert [event["action"] for event in properties["history"]] == ["raised"]
    # Nobody signed in: nothing may be done, and nobody's name is told.
    assert properties["actions"] == []
    assert properties["history"][0]["actor"] is None


def test_a_dispatcher_acknowledges_assigns_and_dismisses(sign_in, client, alert_id):
    dispatcher = sign_in("dispatcher")
    path = f"/api/v1/alerts/{alert_id}/actions"
    found = dispatcher.get(path).json
    assert [each["action"] for each in found["actions"]] == ["acknowledge", "assign", "dismiss"]
    body = {"action": "acknowledge", "version": found["version"]}
    answer = dispatcher.post(path, json=body)
    assert answer.json["properties"]["state"] == "acknowledged"
    assert dispatcher.post(path, json=body).status_code == 409
    version = answer.json["properties"]["version"]
    answer = dispatcher.post(
        path, json={"action": "assign", "version": version, "assigned_to": "officer:W1"}
    )
    assert answer.json["properties"]["assigned_to"] == "officer:W1"
    assert client.get(f"/api/v1/alerts/{alert_id}").json["properties"]["assigned_to"] is None
    dismissal = {"action": "dismiss", "version": version + 1}
    assert dispatcher.post(path, json=dismissal).status_code == 422
    answer = dispatcher.post(path, json=dismissal | {"reason": "a fair"})
    history = answer.json["properties"]["history"]
    assert (history[-1]["actor"], history[-1]["reason"]) == (dispatcher.login, "a fair")
    assert client.get("/api/v1/alerts").json["features"] == []


def test_only_who_may_decides_and_only_there(sign_in, client, alert_id):
    path = f"/api/v1/alerts/{alert_id}/actions"
    body = {"action": "acknowledge", "version": 1}
    assert client.post(path, json=body).status_code in (401, 403)
    assert sign_in("officer").post(path, json=body).status_code == 403
    elsewhere = sign_in("dispatcher", area=market.RIVER)
    assert elsewhere.get(path).json["actions"] == []
    assert elsewhere.post(path, json=body).status_code == 403
    assert sign_in("dispatcher", area=market.MARKET).post(path, json=body).status_code == 200


@pytest.mark.parametrize("rule", ["repeat_parties", "rental", "repeat_address"])
def test_quarrels_homes_and_doors_are_for_staff(sign_in, client, session, town, rule):
    hidden = write(session, rule=rule)
    assert client.get("/api/v1/alerts?state=all").json["total"] == 0
    assert client.get(f"/api/v1/alerts/{hidden}").status_code == 404
    officer = sign_in("officer")
    assert officer.get("/api/v1/alerts").json["total"] == 1
    assert officer.get(f"/api/v1/alerts/{hidden}").status_code == 200


def test_of_an_area_and_all_below_it(client, session, town):
    write(session, area_id=town.market.id)
    assert client.get(f"/api/v1/alerts?area={market.COMMUNITY}").json["total"] == 1
    assert client.get(f"/api/v1/alerts?area={market.RIVER}").json["total"] == 0


def test_an_alert_that_is_not_there(client, town):
    assert client.get("/api/v1/alerts/1").status_code == 404
    assert client.get(f"/api/v1/alerts/{2**70}").status_code == 404

"""Rules look, alerts are raised once, told again when grown, ended when gone."""

from datetime import timedelta
from uuid import uuid4

import geopandas as gpd
import pytest
import shapely
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from geodata.alerting.kinds import check_rule
from geodata.errors import ConflictError, ForbiddenError, InvalidInputError
from geodata.models import Alert, AlertEvent, AlertRule, JobRun
from geodata.queries import alert_rules, alerts, incident_parties, watched_places
from geodata.rights.actor import Actor, Grant
from geodata.workflows import progress
from geodata.workflows.alerting import FINDERS, decide, run
from geodata.workflows.alerting.look import look
from tests.worlds import market, trouble

DISPATCHER = Actor(7, "chen", (Grant("dispatcher"),))
NIGHT = market.NOON + timedelta(hours=1)


@pytest.fixture
def run_id(session, town):
    row = JobRun(id=uuid4(), kind="alerts", state="running")
    session.add(row)
    session.flush()
    return row.id


def only(session, code, **parameters):
    rule = alert_rules.get(session, code)
    alert_rules.change(session, rule, by="test", parameters=rule.parameters | parameters)
    return rule


def tonight(session, run_id, code, days=0):
    at = (NIGHT + timedelta(days=days)).isoformat()
    return run.run(session, run_id, {"at": at, "rule": code}, progress.silent)["summary"]


def all_alerts(session):
    return session.scalars(select(Alert).order_by(Alert.id)).all()


def test_eight_at_one_door_are_one_alert_with_its_figures_and_cases(session, town, run_id):
    trouble.quiet(session, town)
    keys = trouble.at_the_door(session, town)
    assert tonight(session, run_id, "repeat_address")["rules"] == {
        "repeat_address": {"found": 1, "raised": 1}
    }
    (alert,) = all_alerts(session)
    assert (alert.observed, alert.expected, alert.state) == (8, 0, "open")
    assert set(alert.incident_ids) == set(keys)
    assert alert.title == "8 cases at one place in 30 days"
    assert alert.p < 1e-6


def test_the_next_nights_repeat_nothing_until_it_grows_by_half(session, town, run_id):
    trouble.quiet(session, town)
    trouble.at_the_door(session, town)
    tonight(session, run_id, "repeat_address")
    assert tonight(session, run_id, "repeat_address")["rules"]["repeat_address"] == {
        "found": 1,
        "seen": 1,
    }
    trouble.at_the_door(session, town, 4, since=8)
    outcomes = tonight(session, run_id, "repeat_address")["rules"]["repeat_address"]
    assert outcomes == {"found": 1, "grew": 1}
    (alert,) = all_alerts(session)
    assert (alert.observed, alert.raised_observed, alert.raised_count) == (12, 12, 2)
    words = [event.action for event in alerts.history(session, alert.id)]
    assert words == ["raised", "grew"]


def test_a_rule_never_floods_a_screen(session, town, run_id):
    trouble.quiet(session, town)
    trouble.at_the_door(session, town)
    only(session, "repeat_address", min_count=1, most_live=3)
    outcomes = tonight(session, run_id, "repeat_address")["rules"]["repeat_address"]
    assert outcomes["raised"] == 3
    assert outcomes["found"] == outcomes["raised"] + outcomes["left_out"]
    # The door, which is the least usual, is among them.
    assert all_alerts(session)[0].observed >= 8


def test_a_dismissed_alert_stays_so_and_comes_back_only_when_grown(session, town, run_id):
    trouble.quiet(session, town)
    trouble.at_the_door(session, town)
    tonight(session, run_id, "repeat_address")
    (alert,) = all_alerts(session)
    values = {"version": alert.version, "reason": "a fair"}
    decide.act(session, DISPATCHER, alert.id, "dismiss", values)
    tonight(session, run_id, "repeat_address")
    assert alert.state == "dismissed"
    trouble.at_the_door(session, town, 4, since=8)
    tonight(session, run_id, "repeat_address")
    assert alert.state == "open"
    history = alerts.history(session, alert.id)
    assert [event.action for event in history] == ["raised", "dismiss", "raised_again"]
    assert history[1].actor == "chen"
    assert history[2].detail == {"before": 8.0, "now": 12.0}


def test_what_no_night_sees_any_more_is_resolved(session, town, run_id):
    trouble.quiet(session, town)
    trouble.at_the_door(session, town)
    tonight(session, run_id, "repeat_address")
    (alert,) = all_alerts(session)
    alert.last_seen_at -= timedelta(days=15)
    only(session, "repeat_address", min_count=50)
    outcomes = tonight(session, run_id, "repeat_address")["rules"]["repeat_address"]
    assert outcomes == {"found": 0, "ended": 1}
    assert alert.state == "resolved"


def test_a_listed_place_is_watched(session, town, run_id):
    trouble.at_the_door(session, town, 3)
    place = gpd.GeoDataFrame(
        {"code": ["R1"], "name": ["Lane 7"], "radius_m": [30.0]},
        geometry=[shapely.Point(*trouble.DOOR)],
        crs=4326,
    )
    assert "empty" in tonight(session, run_id, "rental")["skipped"]["rental"]
    watched_places.replace(session, "rental", place)
    tonight(session, run_id, "rental")
    (alert,) = all_alerts(session)
    assert alert.title == "3 cases in 90 days: Lane 7"
    assert alert.detail["place_code"] == "R1"


def test_the_same_two_parties_meeting_again_are_told_without_names(session, town, run_id):
    keys = trouble.at_the_door(session, town, 3)
    pairs = [(key, letter * 32) for key in keys[:2] for letter in "ab"]
    incident_parties.add(session, [*pairs, (keys[2], "a" * 32), (keys[2], "c" * 32)])
    assert incident_parties.add(session, pairs) == 0
    tonight(session, run_id, "repeat_parties")
    (alert,) = all_alerts(session)
    assert alert.observed == 2
    assert set(alert.incident_ids) == set(keys[:2])
    assert "a" * 32 not in f"{alert.title} {alert.detail}"


def test_a_surge_of_a_category_in_an_area(session, town, run_id):
    trouble.quiet(session, town)
    trouble.at_the_door(session, town, 80, hours=2)
    only(session, "surge", days=30)
    assert "60 days" in tonight(session, run_id, "surge")["skipped"]["surge"]
    only(session, "surge", days=7, base_days=28, min_ratio=1.1)
    tonight(session, run_id, "surge")
    (alert,) = all_alerts(session)
    assert alert.category_code == "0203"
    assert alert.title.startswith("Noise, Area 440399001000: ")
    assert len(alert.incident_ids) == alert.observed


def test_overdue_cases_of_one_community_against_the_rest(session, town, run_id):
    late = market.NOON - timedelta(days=3)
    for i in range(40):
        lon = 114.001 + i * 2e-4 if i < 20 else 114.011 + (i - 20) * 2e-4
        due = late if i < 12 else market.NOON + timedelta(days=9)
        row = market.complaint(town, lon, 22.505, reported_at=late - timedelta(days=1), due_at=due)
        session.add(row)
    trouble.at_the_door(session, town, 1)
    only(session, "overdue", tier=5)
    tonight(session, run_id, "overdue")
    (alert,) = all_alerts(session)
    assert (alert.observed, alert.detail["open_count"]) == (12, 20)
    assert alert.area_id == town.market.id
    assert len(alert.incident_ids) == 12


def test_a_community_over_its_limit_is_told_while_it_is(session, town, run_id):
    town.community.population = 31_000
    session.flush()
    tonight(session, run_id, "community_30k")
    (alert,) = all_alerts(session)
    assert alert.title == f"Area {market.COMMUNITY}: 31,000 people, limit 30,000"
    assert alert.ratio == pytest.approx(31 / 30)


def test_the_scan_finds_the_door_within_the_quiet_town(session, town, run_id):
    trouble.quiet(session, town)
    trouble.at_the_door(session, town, 12, hours=1)
    only(session, "scan", cell_m=250, radius_m=500, shuffles=199)
    summary = tonight(session, run_id, "scan")
    assert summary["rules"]["scan"]["raised"] == 1
    (alert,) = all_alerts(session)
    assert alert.recurrence_days >= 100
    assert alert.observed >= 12
    assert alert.expected < 4
    assert len(alert.incident_ids) == alert.observed


def test_more_than_the_own_year(session, town, run_id):
    trouble.quiet(session, town, 7 * 57)
    trouble.outbreak(session, town)
    only(session, "own_year", cell_m=200)
    tonight(session, run_id, "own_year")
    (alert,) = all_alerts(session)
    assert alert.q <= 0.05
    assert alert.ratio > 1
    assert len(alert.incident_ids) == alert.observed


def test_a_short_past_is_told_and_stops_no_other_rule(session, town, run_id):
    trouble.quiet(session, town)
    trouble.at_the_door(session, town)
    found = run.run(session, run_id, {"at": NIGHT.isoformat()}, progress.silent)
    assert "weeks" in found["summary"]["skipped"]["own_year"]
    assert found["summary"]["rules"]["repeat_address"]["raised"] == 1
    assert found["n"] == 7 * trouble.WEEKS * 10 + 8


@pytest.mark.parametrize("kind", list(FINDERS))
def test_an_empty_city_raises_nothing(session, town, kind):
    needed = {"watched_place": {"list": "rental"}, "area_limit": {"high": 9}}
    parameters = check_rule(kind, needed.get(kind, {}))
    seen = look(session, NIGHT)
    if kind in ("own_year", "surge", "watched_place"):
        with pytest.raises(InvalidInputError, match=r"needed|empty"):
            FINDERS[kind](seen, parameters)
    else:
        assert FINDERS[kind](seen, parameters) == []


def raised(session, town, run_id):
    trouble.at_the_door(session, town)
    tonight(session, run_id, "repeat_address")
    return all_alerts(session)[0]


def test_acknowledge_assign_resolve_reopen(session, town, run_id):
    alert = raised(session, town, run_id)
    for action, values in (
        ("acknowledge", {}),
        ("assign", {"assigned_to": "officer:W1"}),
        ("assign", {"assigned_to": "department:PARKS"}),
        ("resolve", {"reason": "talked to them"}),
        ("reopen", {"reason": "again"}),
    ):
        decide.act(session, DISPATCHER, alert.id, action, {"version": alert.version, **values})
    assert (alert.state, alert.assigned_to) == ("open", None)
    states = [event.to_state for event in alerts.history(session, alert.id)]
    assert states == ["open", "acknowledged", "assigned", "assigned", "resolved", "open"]


def test_a_stale_version_a_wrong_place_and_an_unknown_holder_are_refused(session, town, run_id):
    alert = raised(session, town, run_id)
    with pytest.raises(ConflictError, match="version"):
        decide.act(session, DISPATCHER, alert.id, "acknowledge", {"version": 99})
    elsewhere = Actor(8, "li", (Grant("dispatcher", market.RIVER),))
    with pytest.raises(ForbiddenError):
        decide.act(session, elsewhere, alert.id, "acknowledge", {"version": alert.version})
    here = Actor(8, "li", (Grant("dispatcher", market.MARKET),))
    for holder in ("W1", "officer:nobody", "mayor:W1"):
        values = {"version": alert.version, "assigned_to": holder}
        with pytest.raises(InvalidInputError):
            decide.act(session, here, alert.id, "assign", values)


def test_the_history_cannot_be_rewritten(session, town, run_id):
    raised(session, town, run_id)
    event = session.scalars(select(AlertEvent)).first()
    event.actor = "nobody"
    with pytest.raises(DBAPIError, match="append"):
        session.flush()


def test_every_rule_of_a_new_city_is_valid(session):
    for rule in session.scalars(select(AlertRule)):
        check_rule(rule.kind, rule.parameters)

"""`webgis alerts`: rules, lists of places and parties from the command line."""

import json
from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from geodata.errors import InvalidInputError, NotFoundError
from geodata.models import IncidentParty
from geodata.queries import alert_rules, watched_places
from tests.worlds import market
from webgis import alert_commands


@pytest.fixture
def run(session, monkeypatch):
    @contextmanager
    def within(_):
        yield session

    monkeypatch.setattr(alert_commands.database, "transaction", within)
    monkeypatch.setattr(alert_commands, "_engine", lambda: None)

    def call(*words):
        return CliRunner().invoke(
            alert_commands.alerts, [str(word) for word in words], catch_exceptions=False
        )

    return call


def test_a_rule_is_added_changed_and_switched_off(run, session, town):
    words = ["noise", "--kind", "repeat_address", "--set", "days=14", "--set", 'categories=["02"]']
    shown = json.loads(run("rule", *words).output)
    assert shown["parameters"]["days"] == 14
    run("rule", "noise", "--set", "min_count=7", "--off")
    rule = alert_rules.get(session, "noise")
    assert rule.parameters == {"days": 14, "categories": ["02"], "min_count": 7}
    assert rule.is_active is False
    assert "off noise (repeat_address)" in run("rules").output


def test_what_cannot_be_a_rule(run, town):
    with pytest.raises(NotFoundError):
        run("rule", "nothing", "--set", "days=14")
    with pytest.raises(InvalidInputError, match="days"):
        run("rule", "noise", "--kind", "repeat_address", "--set", "days=soon")
    with pytest.raises(InvalidInputError, match="kind scan"):
        run("rule", "scan", "--kind", "surge")


def test_a_list_of_places_replaces_the_one_before(run, session, town, tmp_path):
    path = tmp_path / "rentals.csv"
    path.write_text("code,name,radius_m,lon,lat\nR1,Lane 7,30,114.005,22.505\n")
    assert "1 places" in run("watch", "rental", path).output
    run("watch", "rental", path)
    frame = watched_places.frame(session, "rental")
    assert frame[["code", "name", "radius_m"]].to_numpy().tolist() == [["R1", "Lane 7", 30.0]]
    path.write_text("code,radius_m,lon,lat\nR1,0,114.005,22.505\n")
    with pytest.raises(InvalidInputError, match="row 1"):
        run("watch", "rental", path)


def test_parties_are_kept_as_pseudonyms_only(run, session, town, tmp_path):
    session.add(market.complaint(town, 114.005, 22.505, source_id="7"))
    session.flush()
    path = tmp_path / "parties.csv"
    path.write_text("source,source_id,party\ntest,7,Zhang San\ntest,7,zhangsan\ntest,7,Li Si\n")
    assert "2 parties noted" in run("parties", path).output
    kept = session.query(IncidentParty).all()
    assert all("zhang" not in row.pseudonym and len(row.pseudonym) == 32 for row in kept)
    path.write_text("source,source_id,party\ntest,8,Li Si\n")
    with pytest.raises(InvalidInputError, match="row 1"):
        run("parties", path)
    path.write_text("source,party\ntest,Li Si\n")
    with pytest.raises(InvalidInputError, match="source_id"):
        run("parties", path)


def test_a_pseudonym_depends_on_the_secret_alone():
    one = alert_commands.pseudonym("Zhang San", "a")
    assert one == alert_commands.pseudonym(" zhang  san ", "a")
    assert one != alert_commands.pseudonym("Zhang San", "b")

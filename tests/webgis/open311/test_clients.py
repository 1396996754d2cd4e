"""Two independent clients run the whole cycle against a live server."""

import importlib
import itertools
import sys
import warnings
from datetime import UTC, datetime, timedelta

import georeport
import pytest
from jsonschema import validate

from geodata.workflows import accounts
from tests.webgis.open311 import georeport_rules as rules
from tests.worlds.reports import forgotten_afterwards
from webgis import database


@pytest.fixture
def key(dc_settings, live_server_url):
    """A key of the demo dispatcher."""
    engine = database.make_engine(dc_settings)
    with database.transaction(engine) as session:
        found = accounts.add_key(session, "demo-dispatcher", "line", "test", datetime.now(UTC))
    engine.dispose()
    return found


@pytest.fixture
def three():
    """The client three, which was written for Python 2."""
    itertools.ifilter = filter
    try:
        with warnings.catch_warnings():
            # Its sources have escapes that newer Pythons warn of.
            warnings.simplefilter("ignore")
            found = importlib.import_module("three").Three
        yield found
    finally:
        del itertools.ifilter
        for name in [name for name in sys.modules if name.partition(".")[0] == "three"]:
            del sys.modules[name]


def test_georeport_reads_everything(live_server_url):
    reader = georeport.GeoReport(f"{live_server_url}/open311/v2")
    services = reader.get_service_list()
    validate(services, rules.SERVICES)
    assert len(services) > 20
    validate(reader.get_service_definition(services[0]["service_code"]), rules.DEFINITION)
    found = reader.get_service_requests(
        start_date="2016-08-01T00:00:00Z", end_date="2016-08-02T00:00:00Z"
    )
    validate(found, rules.REQUESTS)
    for row in found[:3]:
        assert reader.get_service_request(row["service_request_id"]) == row


def test_georeport_reads_the_xml_too(live_server_url):
    reader = georeport.GeoReport(f"{live_server_url}/open311/v2", output_format="xml")
    plain = georeport.GeoReport(f"{live_server_url}/open311/v2").get_service_list()
    services = reader.get_service_list()
    assert [row["service_code"] for row in services] == [row["service_code"] for row in plain]


def test_three_reports_and_follows(live_server_url, three, key, cluster):
    with forgotten_afterwards(cluster) as keys:
        report_and_follow(live_server_url, three, key, keys)


def report_and_follow(url, three, key, keys):
    line = three(f"{url}/open311/v2/", api_key=key)
    assert line.discovery()["endpoints"][0]["url"] == f"{url}/open311/v2"
    pothole = next(row for row in line.services() if row["service_code"] == "S0301")
    validate(line.services(pothole["service_code"]), rules.DEFINITION)
    taken = line.post(
        "S0301", lat=38.9097, long=-77.0322, name="Ada Byron", description="a hole", phone="1"
    )
    validate(taken, rules.TAKEN)
    key = taken[0]["service_request_id"]
    keys.append(key)
    assert line.token(key)[0]["service_request_id"] == key
    followed = line.request(key)
    validate(followed, rules.REQUESTS)
    assert (followed[0]["status"], followed[0]["service_code"]) == ("open", "S0301")
    yesterday = (datetime.now(UTC) - timedelta(days=1)).strftime("%m-%d-%Y")
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).strftime("%m-%d-%Y")
    listed = line.requests("S0301", start=yesterday, end=tomorrow)
    validate(listed, rules.REQUESTS)
    assert key in [row["service_request_id"] for row in listed]
    refused = three(f"{url}/open311/v2/", api_key="wrong").post("S0301")
    validate(refused, rules.ERRORS)
    assert refused[0]["code"] == "403"

"""The description of the API is true: generated requests get what it promises, never a 500."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from webgis.api import PREFIX

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


def describe(client):
    return client.get(f"{PREFIX}/openapi.json").json


def test_the_description_is_openapi_3_1_and_names_every_family(client):
    document = describe(client)
    assert document["openapi"] == "3.1.0"
    families = {path.split("/")[3] for path in document["paths"]}
    assert families == {
        "accounts",
        "addresses",
        "alert-rules",
        "alerts",
        "areas",
        "bulletins",
        "calendar",
        "attachments",
        "categories",
        "city",
        "contact-readings",
        "coverage",
        "density",
        "departments",
        "emerging",
        "exports",
        "figures",
        "forecast",
        "goals",
        "hotspots",
        "imported-cases",
        "imports",
        "incidents",
        "index",
        "jobs",
        "kpis",
        "limits",
        "loop-settings",
        "notice-choices",
        "notices",
        "officers",
        "plans",
        "public",
        "registers",
        "report-map",
        "responsibilities",
        "saved-filters",
        "session",
        "statuses",
        "wall-links",
        "places",
        "track",
        "webhooks",
    }


@pytest.mark.parametrize(
    "operation",
    [
        ("GET", "/api/v1/areas"),
        ("GET", "/api/v1/areas/{code}"),
        ("GET", "/api/v1/incidents"),
        ("GET", "/api/v1/incidents/map"),
        ("GET", "/api/v1/incidents/histogram"),
        ("GET", "/api/v1/incidents/summary"),
        ("GET", "/api/v1/incidents/{incident_id}"),
        ("POST", "/api/v1/incidents"),
        ("GET", "/api/v1/incidents/nearby"),
        ("POST", "/api/v1/incidents/{incident_id}/followers"),
        ("POST", "/api/v1/attachments"),
        ("GET", "/api/v1/places"),
        ("GET", "/api/v1/track/{code}"),
        ("GET", "/api/v1/hotspots"),
        ("GET", "/api/v1/emerging"),
        ("GET", "/api/v1/forecast"),
        ("GET", "/api/v1/density"),
        ("GET", "/api/v1/index"),
        ("GET", "/api/v1/alerts"),
        ("GET", "/api/v1/alerts/{alert_id}"),
        ("POST", "/api/v1/alerts/{alert_id}/actions"),
        ("POST", "/api/v1/alert-rules"),
        ("GET", "/api/v1/coverage/findings"),
        ("GET", "/api/v1/figures"),
        ("GET", "/api/v1/officers/on-duty"),
        ("GET", "/api/v1/kpis"),
        ("GET", "/api/v1/goals/{goal}/streaks"),
    ],
)
def test_generated_requests_never_break_it(client, app, town, operation):
    schema = schemathesis.openapi.from_wsgi(f"{PREFIX}/openapi.json", app)
    method, path = operation

    found = schema[path][method]

    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=found.as_strategy())
    def run(case):
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    run()

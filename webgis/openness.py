"""Single incidents are shown to everybody only where the city's incidents are open data.

The one place that enforces WEBGIS_OPEN_INCIDENTS: it runs before every request.
"""

from __future__ import annotations

from flask import Flask, current_app, request

from webgis import auth

RIGHT = "case.read"
# Endpoints that show single incidents with their places, or tell that one changed.
SINGLE = {"events.stream", "feeds.atom", "feeds.calendar"}
SINGLE_BLUEPRINTS = ("incidents", "open311_requests")
# Writing a report, and what is aggregated, is open to all.
OPEN = {"incidents.report", "open311_requests.submit"}
# Endpoints where one named layer or collection is the incidents.
LAYERED = {"tiles", "ogc"}
INCIDENT_LAYER = "incidents"


def init_app(app: Flask) -> None:
    """Ask for sign-in before showing single incidents, where they are not open data."""
    app.before_request(_guard)


def is_open() -> bool:
    """Return whether everybody may see single incidents."""
    return bool(current_app.config["WANGGE"].open_incidents)


def _guard() -> None:
    if not is_open() and _shows_single_incidents():
        auth.require(RIGHT)


def _shows_single_incidents() -> bool:
    endpoint = request.endpoint or ""
    blueprint = endpoint.partition(".")[0]
    if blueprint in LAYERED:
        return INCIDENT_LAYER in (request.view_args or {}).values()
    if endpoint in OPEN or request.method == "OPTIONS":
        return False
    return endpoint in SINGLE or blueprint in SINGLE_BLUEPRINTS

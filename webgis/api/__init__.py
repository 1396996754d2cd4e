"""API v1: one blueprint per noun; BLUEPRINTS is the list of every endpoint family."""

from __future__ import annotations

from flask import Flask
from flask_smorest import Api

from webgis.api import (
    accounts,
    addresses,
    alert_rules,
    alerts,
    areas,
    attachments,
    bulletins,
    case_actions,
    case_limits,
    case_queues,
    catalogue,
    city,
    contacts,
    coverage,
    density,
    emerging,
    exports,
    figures,
    followers,
    forecast,
    goals,
    hotspots,
    imported_cases,
    imports,
    incidents,
    index,
    jobs,
    kpis,
    notice_choices,
    notices,
    officers,
    places,
    plan_files,
    plan_notes,
    plan_units,
    plans,
    public,
    registers,
    report_map,
    responsibilities,
    saved_filters,
    session,
    tracking,
    wall_links,
    webhooks,
)
from webgis.api.schemas import Problem

BLUEPRINTS = (
    city.blueprint,
    areas.blueprint,
    addresses.blueprint,
    catalogue.blueprint,
    incidents.blueprint,
    imports.blueprint,
    registers.blueprint,
    imported_cases.blueprint,
    exports.blueprint,
    case_actions.blueprint,
    case_limits.blueprint,
    case_queues.blueprint,
    responsibilities.blueprint,
    plans.blueprint,
    plan_notes.blueprint,
    plan_files.blueprint,
    plan_units.blueprint,
    hotspots.blueprint,
    coverage.blueprint,
    jobs.blueprint,
    session.blueprint,
    accounts.blueprint,
    figures.blueprint,
    officers.blueprint,
    public.blueprint,
    bulletins.blueprint,
    report_map.blueprint,
    wall_links.blueprint,
    kpis.blueprint,
    goals.blueprint,
    emerging.blueprint,
    forecast.blueprint,
    alerts.blueprint,
    alert_rules.blueprint,
    density.blueprint,
    index.blueprint,
    notices.blueprint,
    notice_choices.blueprint,
    attachments.blueprint,
    followers.blueprint,
    contacts.blueprint,
    places.blueprint,
    tracking.blueprint,
    webhooks.blueprint,
    saved_filters.blueprint,
)

PREFIX = "/api/v1"


class ProblemApi(Api):
    """smorest's description of the API, with our own errors."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        """Leave errors to webgis.errors, which knows every kind."""

    def _register_responses(self) -> None:
        """Describe every error as the problem document that it is."""
        self.DEFAULT_RESPONSE_CONTENT_TYPE = "application/problem+json"
        super()._register_responses()
        del self.DEFAULT_RESPONSE_CONTENT_TYPE  # the class's own again


def init_app(app: Flask) -> None:
    """Register every blueprint and the description at /api/v1/openapi.json."""
    app.config.update(
        API_TITLE="Wangge",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = ProblemApi(app)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint, url_prefix=PREFIX + (blueprint.url_prefix or ""))

"""Open311 GeoReport v2: discovery, services, requests and tokens, as XML and JSON."""

from __future__ import annotations

from flask import Blueprint, Response

from geodata.queries import cities
from webgis import limits
from webgis.database import session
from webgis.open311 import refusal, search, submission, wire
from webgis.open311 import services as catalogue

FORM = "<any(xml, json):form>"

blueprint = Blueprint("open311", __name__, url_prefix="/open311")
refusal.init(blueprint)


@blueprint.before_request
def _jurisdiction() -> None:
    wanted, city = search.given("jurisdiction_id"), cities.get(session())
    if wanted and wanted not in (city.key, city.code):
        refusal.unknown(f"this server has one jurisdiction: {city.key}")


@blueprint.get(f"/discovery.{FORM}")
@blueprint.get(f"/v2/discovery.{FORM}")
def discovery(form: str) -> Response:
    """Return where the service is."""
    del form  # read by wire
    return wire.answer(catalogue.discovery(), root="discovery")


@blueprint.get(f"/v2/services.{FORM}")
def services(form: str) -> Response:
    """Return what can be reported."""
    del form
    return wire.answer(catalogue.listing(), root="services", item="service")


@blueprint.get(f"/v2/services/<code>.{FORM}")
def service(code: str, form: str) -> Response:
    """Return the attributes of a service."""
    del form
    return wire.answer(catalogue.definition(code), root="service_definition")


@blueprint.get(f"/v2/requests.{FORM}")
def requests(form: str) -> Response:
    """Return requests."""
    del form
    return wire.answer(search.page(), root="service_requests", item="request")


@blueprint.get(f"/v2/requests/<request_id>.{FORM}")
def one_request(request_id: str, form: str) -> Response:
    """Return one request."""
    del form
    return wire.answer(search.one(request_id), root="service_requests", item="request")


@blueprint.post(f"/v2/requests.{FORM}")
@limits.limiter.limit(limits.of_writes)
def submit(form: str) -> Response:
    """Take a request."""
    del form
    return wire.answer([submission.submit()], root="service_requests", item="request", status=201)


@blueprint.get(f"/v2/tokens/<token>.{FORM}")
def token(token: str, form: str) -> Response:
    """Return the request of a token: ids are given at once, so that each is its own token."""
    del form
    found = search.one(token)[0]["service_request_id"]
    row = {"service_request_id": found, "token": token}
    return wire.answer([row], root="service_requests", item="request")


@blueprint.route("/<path:rest>", methods=["GET", "POST"])
def anything_else(rest: str) -> Response:
    """Answer in this face's own form that there is nothing."""
    del rest
    refusal.no_such_address()

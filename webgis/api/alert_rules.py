"""The rules by which alerts are raised: data that a person may add, change or switch off."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import fields, validate

from geodata.alerting.kinds import KINDS, check_rule
from geodata.models import AlertRule
from geodata.queries import alert_rules, watched_places
from webgis import auth, geojson, limits
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.database import session
from webgis.request_args import CODE, Strict

blueprint = Blueprint("alert_rules", __name__, url_prefix="/alert-rules")

_NAME = validate.Length(1, 200)


class RuleChange(Strict):
    """What is to change; what is left out stays."""

    name = fields.String(validate=_NAME)
    name_zh = fields.String(validate=_NAME)
    parameters = fields.Dict(keys=fields.String())
    is_active = fields.Boolean()


class NewRule(RuleChange):
    """A rule: its code, its kind, what it is called and told."""

    code = fields.String(required=True, validate=CODE)
    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)))
    name = fields.String(required=True, validate=_NAME)
    name_zh = fields.String(required=True, validate=_NAME)
    parameters = fields.Dict(keys=fields.String(), load_default=dict)


class Rule(schemas.Named):
    """A rule with all of its parameters, also those that are left at their default."""

    kind = fields.String(required=True)
    parameters = fields.Dict(required=True)
    is_active = fields.Boolean(required=True)


@blueprint.get("")
@blueprint.response(200, schemas.Items)
def list_rules() -> Response:
    """Return rules [{code, kind, name, name_zh, parameters, is_active, changed_at}]."""
    return geojson.json({"items": [_shape(rule) for rule in alert_rules.listing(session())]})


@blueprint.get("/kinds")
@blueprint.response(200, schemas.Items)
def list_kinds() -> Response:
    """Return kinds [{kind, name, name_zh, method, parameters: [{name, type, default, low, ..}]}].

    ``lists`` are the lists of places that rules of the kind watched_place may name.
    """
    items = [
        {
            "kind": code,
            "name": kind.name,
            "name_zh": kind.name_zh,
            "method": kind.method,
            "parameters": list(kind.parameters),
        }
        for code, kind in KINDS.items()
    ]
    lists = [row._asdict() for row in watched_places.lists(session())]
    return geojson.json({"items": items, "lists": lists})


@blueprint.post("")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(NewRule)
@blueprint.response(201, Rule)
def create_rule(body: dict[str, Any]) -> Response:
    """Add a rule; it looks from the next run on. 409 when the code is taken."""
    actor = auth.require("alert.configure")
    check_rule(body["kind"], body["parameters"])
    rule = alert_rules.create(session(), by=actor.name, **body)
    session().commit()
    return geojson.json(_shape(rule), 201)


@blueprint.patch("/<string:code>")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(RuleChange)
@blueprint.response(200, Rule)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def change_rule(body: dict[str, Any], code: str) -> Response:
    """Change a rule or switch it off; its alerts and their history stay."""
    actor = auth.require("alert.configure")
    rule = alert_rules.get(session(), code)
    if "parameters" in body:
        check_rule(rule.kind, body["parameters"])
    alert_rules.change(session(), rule, by=actor.name, **body)
    session().commit()
    return geojson.json(_shape(rule))


def _shape(rule: AlertRule) -> dict[str, Any]:
    names = ("code", "kind", "name", "name_zh", "is_active", "changed_at")
    parameters = check_rule(rule.kind, rule.parameters)
    return {name: getattr(rule, name) for name in names} | {"parameters": parameters}

"""Alerts: what a person should look at, the cases behind it, and what was decided.

A feature of the collection has the properties id, state (open, acknowledged, assigned,
dismissed, resolved), version, rule, kind, rule_name, rule_name_zh, title, title_zh, method,
category_code, area {code, name, name_zh} or null, window_start, window_end, observed (S), expected
(E), ratio, p, q, recurrence_days, raised_count, first_raised_at, last_raised_at, last_seen_at,
assigned_to ("officer:W1", "department:PARKS") and incident_count; its geometry is a point or a
polygon. Live screens hear {"alert": id, "action": word} in /api/v1/events.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response
from marshmallow import fields, validate

from geodata.alerting.actions import ACTIONS, LIVE_STATES, STATES
from geodata.alerting.kinds import KINDS
from geodata.errors import NotFoundError
from geodata.queries import alerts, areas
from geodata.queries._rows import AnyRow
from geodata.queries.alerts import AlertFilter
from geodata.rights.actor import Actor
from geodata.workflows.alerting.decide import act
from webgis import auth, geojson, limits
from webgis.api import alert_shape, schemas
from webgis.api.blueprint import Blueprint
from webgis.database import session
from webgis.request_args import (
    CODE,
    MAX_OFFSET,
    MAX_PAGE_SIZE,
    BoxField,
    Moment,
    Strict,
    Words,
)

blueprint = Blueprint("alerts", __name__, url_prefix="/alerts")

_PATH = "/<int(max=9223372036854775807):alert_id>"


class AlertArgs(Strict):
    """Which alerts; default: all that somebody still has to do something about."""

    states = Words(
        allowed=(*STATES, "live", "all"),
        data_key="state",
        load_default=("live",),
        metadata={"type": "string"},
    )
    kinds = Words(allowed=tuple(KINDS), data_key="kind", metadata={"type": "string"})
    rules = Words(data_key="rule", metadata={"type": "string"})
    category = fields.String(validate=CODE)
    area = fields.String(validate=CODE)
    box = BoxField(data_key="bbox", metadata={"type": "string"})
    start = Moment(data_key="from", metadata={"type": "string"})
    end = Moment(data_key="to", metadata={"type": "string"})
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10_000))
    page_size = fields.Integer(load_default=100, validate=validate.Range(1, MAX_PAGE_SIZE))


class AlertCollection(schemas.FeatureCollection):
    """Alerts with how many there are by state, of all pages."""

    counts = fields.Dict(required=True)
    page = fields.Integer(required=True)
    page_size = fields.Integer(required=True)
    total = fields.Integer(required=True)


class AlertAction(Strict):
    """What is done, on which version; a reason or a holder where the action needs it."""

    action = fields.String(required=True, validate=validate.OneOf(list(ACTIONS)))
    version = fields.Integer(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))
    reason = fields.String(load_default="", validate=validate.Length(max=2000))
    assigned_to = fields.String(validate=validate.Length(1, 100))


class Actions(Strict):
    """What the actor may do now."""

    version = fields.Integer(required=True)
    actions = fields.List(fields.Dict(), required=True)


@blueprint.get("")
@blueprint.arguments(AlertArgs, location="query")
@blueprint.response(200, AlertCollection, content_type=geojson.GEOJSON)
def list_alerts(args: dict[str, Any]) -> Response:
    """Return alerts as features, last told first; ``counts`` {state: n} are of all states."""
    number, size = args.pop("page"), args.pop("page_size")
    actor = auth.current_actor()
    states = _states(args.pop("states"))
    if "area" in args:
        area_id = areas.get_id(session(), args.pop("area"), datetime.now(UTC))
        args["area_ids"] = areas.subtree_ids(area_id)
    wanted = AlertFilter(**args, without_kinds=alert_shape.hidden_kinds(actor))
    counts = alerts.counts(session(), wanted)
    total = sum(count for state, count in counts.items() if state in states)
    offset = min((number - 1) * size, MAX_OFFSET)
    rows = alerts.page(session(), wanted, states=states, limit=size, offset=offset)
    return geojson.collection(
        [alert_shape.feature(row, actor) for row in rows],
        counts={state: counts.get(state, 0) for state in STATES},
        page=number,
        page_size=size,
        total=total,
    )


@blueprint.get(_PATH)
@blueprint.response(200, schemas.Feature, content_type=geojson.GEOJSON)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def one_alert(alert_id: int) -> Response:
    """Return one alert with detail, cases, history and actions.

    cases: [{id, number, status, category_code, reported_at, due_at, lon, lat}], the latest first;
    history: [{at, actor, action, from_state, to_state, reason, detail}]; actions: as below.
    """
    actor = auth.current_actor()
    return _detail(_visible(alert_id, actor), actor)


@blueprint.get(f"{_PATH}/actions")
@blueprint.response(200, Actions)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def list_actions(alert_id: int) -> Response:
    """Return {version, actions: [{action, name, name_zh, to_state, needs}]} of the actor now."""
    actor = auth.current_actor()
    row = _visible(alert_id, actor)
    found = alert_shape.possible(session(), row, actor)
    return geojson.json({"version": row.version, "actions": found})


@blueprint.post(f"{_PATH}/actions")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(AlertAction)
@blueprint.response(200, schemas.Feature, content_type=geojson.GEOJSON)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def act_on_alert(body: dict[str, Any], alert_id: int) -> Response:
    """Do {action, version, reason?, assigned_to?}; answers as GET of one alert.

    403 without the right here, 409 for a stale version or a state that does not allow it, 422
    when a reason or a holder is missing or unknown.
    """
    actor = auth.require("alert.decide")
    act(session(), actor, alert_id, body.pop("action"), body)
    session().commit()
    return _detail(alerts.one(session(), alert_id), actor)


def _visible(alert_id: int, actor: Actor) -> AnyRow:
    row = alerts.one(session(), alert_id)
    if row.kind in alert_shape.hidden_kinds(actor):
        raise NotFoundError(f"there is no alert {alert_id} that you may see")
    return row


def _detail(row: AnyRow, actor: Actor) -> Response:
    response = geojson.json(alert_shape.detail(session(), row, actor))
    response.content_type = geojson.GEOJSON
    response.headers["Cache-Control"] = "no-store"
    return response


def _states(words: tuple[str, ...]) -> tuple[str, ...]:
    if "all" in words:
        return STATES
    live = LIVE_STATES if "live" in words else ()
    return tuple({*live, *(word for word in words if word in STATES)})

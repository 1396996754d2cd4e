"""Webhooks: news pushed to another system, signed, tried again, with a log that tells all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response, current_app, url_for
from marshmallow import fields, validate

from geodata.errors import ForbiddenError
from geodata.models import Webhook
from geodata.notices import signature
from geodata.queries import accounts, webhook_deliveries, webhooks
from geodata.queries._rows import AnyRow
from geodata.rights import policy
from geodata.workflows import webhook_care, webhook_making
from webgis import auth, limits
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.api.notices import KEY, own_account, private
from webgis.database import session
from webgis.outgoing.addresses import check_url
from webgis.request_args import CODE, Strict

MAX_LIMIT = 100
ID = "<int(max=9223372036854775807):webhook_id>"

blueprint = Blueprint("webhooks", __name__, url_prefix="/webhooks")


class NewWebhook(Strict):
    """An area's code or a drawn polygon; without either, one's own notices are pushed."""

    name = fields.String(required=True, validate=validate.Length(1, 100))
    url = fields.String(required=True, validate=validate.Length(1, 1000))
    kinds = fields.List(
        fields.String(validate=validate.OneOf(sorted(webhook_making.KINDS))),
        load_default=list,
        validate=validate.Length(max=100),
        metadata={"description": "incident, plan, alert or incident.dispatch ...; none is all"},
    )
    area_code = fields.String(load_default=None, allow_none=True, validate=CODE)
    geometry = fields.Dict(load_default=None, allow_none=True, metadata={"description": "GeoJSON"})


class PageArgs(Strict):
    """Which messages."""

    limit = fields.Integer(load_default=30, validate=validate.Range(1, MAX_LIMIT))
    before = fields.Integer(load_default=None, validate=KEY)


@blueprint.get("")
@blueprint.response(200, schemas.Items)
def list_webhooks() -> Response:
    """Return one's own webhooks; an administrator sees everybody's. Secrets are never shown."""
    account_id = own_account()
    is_admin = policy.may(auth.current_actor(), "webhook.manage")
    found = webhooks.listing(session(), None if is_admin else account_id)
    return private({"items": [_shape(webhook, login) for webhook, login in found]})


@blueprint.post("")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(NewWebhook)
@blueprint.response(201, {"type": "object"})
def create_webhook(body: dict[str, Any]) -> Response:
    """Make a webhook; its secret is in this answer and never again."""
    own_account()
    check_url(body["url"], current_app.config["WANGGE"].webhook_networks)
    order = webhook_making.Wish(**body)
    webhook, key = webhook_making.make(session(), auth.current_actor(), order, datetime.now(UTC))
    session().commit()
    shape = _shape(webhook, auth.current_actor().name)
    shape["secret"] = signature.shown(webhook.secret)
    if key is not None:
        # The same subscription can be read as a feed, too.
        shape["atom"] = url_for("feeds.of_place", key=key, form="atom", _external=True)
        shape["calendar"] = url_for("feeds.of_place", key=key, form="ics", _external=True)
    return private(shape, 201)


@blueprint.delete(f"/{ID}")
@limits.limiter.limit(limits.of_writes)
@blueprint.response(204)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def delete_webhook(webhook_id: int) -> Response:
    """Remove a webhook with all of its messages."""
    webhooks.remove(session(), _own(webhook_id))
    session().commit()
    return Response(status=204)


@blueprint.post(f"/{ID}/rotate")
@limits.limiter.limit(limits.of_writes)
@blueprint.response(200, {"type": "object"})
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def rotate_secret(webhook_id: int) -> Response:
    """Give it a new secret; for a day, messages are signed with both."""
    webhook = _own(webhook_id)
    secret = webhook_care.rotate(webhook, datetime.now(UTC))
    session().commit()
    return private(
        {"secret": signature.shown(secret), "old_secret_until": webhook.old_secret_until}
    )


@blueprint.post(f"/{ID}/test")
@limits.limiter.limit(limits.of_writes)
@blueprint.response(202, {"type": "object"})
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def test_webhook(webhook_id: int) -> Response:
    """Send it a message of the kind "ping"."""
    message_id = webhook_making.ping(session(), _own(webhook_id), datetime.now(UTC))
    session().commit()
    return private({"message_id": str(message_id)}, 202)


@blueprint.post(f"/{ID}/enable")
@limits.limiter.limit(limits.of_writes)
@blueprint.response(200, {"type": "object"})
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def enable_webhook(webhook_id: int) -> Response:
    """Switch it on again after it was switched off for failing."""
    webhook = _own(webhook_id)
    webhook_care.switch_on(webhook)
    session().commit()
    return private(_shape(webhook, _login(webhook)))


@blueprint.get(f"/{ID}/deliveries")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, schemas.Items)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def list_deliveries(args: dict[str, Any], webhook_id: int) -> Response:
    """Return its messages, the newest first, each with its last attempt."""
    rows = webhook_deliveries.page(session(), _own(webhook_id).id, args["limit"], args["before"])
    return private({"items": [_delivery(row) for row in rows]})


@blueprint.post(f"/{ID}/deliveries/<int(max=9223372036854775807):delivery_id>/redeliver")
@limits.limiter.limit(limits.of_writes)
@blueprint.response(202, {"type": "object"})
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def redeliver(webhook_id: int, delivery_id: int) -> Response:
    """Send a message once more, under its own id."""
    now = datetime.now(UTC)
    found = webhook_deliveries.again(session(), _own(webhook_id).id, delivery_id, now)
    session().commit()
    return private({"id": found.id, "message_id": f"msg_{found.message_id}"}, 202)


def _own(webhook_id: int) -> Webhook:
    account_id = own_account()
    webhook = webhooks.get(session(), webhook_id)
    if webhook.account_id != account_id and not policy.may(auth.current_actor(), "webhook.manage"):
        raise ForbiddenError("this webhook is somebody else's")
    return webhook


def _login(webhook: Webhook) -> str:
    account = accounts.by_id(session(), webhook.account_id)
    return account.login if account else ""


def _shape(webhook: Webhook, login: str) -> dict[str, Any]:
    names = ("id", "name", "url", "kinds", "area_code", "created_at", "failing_since")
    place = "own" if webhook.subscription_id is None else "area" if webhook.area_code else "drawn"
    return {name: getattr(webhook, name) for name in names} | {
        "owner": login,
        "place": place,
        "old_secret_until": webhook.old_secret_until,
        "disabled_at": webhook.disabled_at,
        "disabled_why": webhook.disabled_why,
    }


def _delivery(row: AnyRow) -> dict[str, Any]:
    return {**row._asdict(), "message_id": f"msg_{row.message_id}"}

"""Signing in and out, and who one is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import marshmallow as ma
from flask import Response
from flask_login import login_user, logout_user
from flask_wtf.csrf import generate_csrf
from marshmallow import fields, validate

from geodata.errors import UnauthenticatedError
from geodata.queries import accounts
from geodata.rights import policy
from geodata.rights.actor import Actor
from webgis import auth, geojson, limits
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.auth import passwords
from webgis.auth.setup import SignedIn
from webgis.database import session
from webgis.request_args import Strict

blueprint = Blueprint("session", __name__, url_prefix="/session")


class Credentials(Strict):
    """A login and its password."""

    login = fields.String(required=True, validate=validate.Length(1, 64))
    password = fields.String(required=True, validate=validate.Length(1, passwords.LONGEST))


class SessionAnswer(ma.Schema):
    """Who one is, and what one may do."""

    account = fields.Dict(allow_none=True, required=True)
    rights = fields.List(fields.String(), required=True)
    csrf = fields.String(allow_none=True, required=True)


@blueprint.get("")
@blueprint.response(200, SessionAnswer)
def who() -> Response:
    """Return who is signed in, with their rights."""
    return _answer(auth.current_actor())


@blueprint.post("")
@limits.limiter.limit(limits.WRONG_PASSWORDS, deduct_when=limits.of_wrong_passwords)
@blueprint.arguments(Credentials)
@blueprint.response(200, SessionAnswer)
@blueprint.alt_response(401, schema=schemas.Problem, content_type="application/problem+json")
def sign_in(body: dict[str, Any]) -> Response:
    """Sign in with login and password; ten failures in a row lock the login for a while."""
    now = datetime.now(UTC)
    try:
        account = passwords.check(session(), body["login"], body["password"], now)
    finally:
        session().commit()  # a failure counts too
    actor = accounts.actor(session(), account.id, now)
    if actor is None:
        raise UnauthenticatedError(passwords.WRONG)
    login_user(SignedIn(actor, account.session_number))
    return _answer(actor)


@blueprint.delete("")
@blueprint.response(204)
def sign_out() -> Response:
    """Sign out here."""
    logout_user()
    return Response(status=204)


def _answer(actor: Actor) -> Response:
    rights = policy.rights_of(actor)
    if actor.account_id is None:
        return _private({"account": None, "rights": rights, "csrf": None})
    account = accounts.by_id(session(), actor.account_id)
    body = {
        "login": actor.name,
        "name": account.name if account else actor.name,
        "roles": [{"role": grant.role, "area_code": grant.area_code} for grant in actor.grants],
        "department_code": actor.department_code,
        "officer_code": actor.officer_code,
    }
    return _private({"account": body, "rights": rights, "csrf": generate_csrf()})


def _private(body: dict[str, Any]) -> Response:
    response = geojson.json(body)
    response.headers["Cache-Control"] = "no-store"
    return response

"""Accounts, their roles and keys: for administrators; what was done to them: for auditors."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response
from marshmallow import fields, validate

from geodata.queries import accounts, api_keys
from geodata.rights.roles import ROLES
from geodata.workflows import accounts as work
from webgis import auth, geojson
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.auth import passwords
from webgis.database import session
from webgis.request_args import CODE, Moment, Strict

PAGE = validate.Range(1, 500)
WORDS = validate.Length(1, 200)

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")


class PageArgs(Strict):
    """Which accounts."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, 10_000))
    page_size = fields.Integer(load_default=100, validate=PAGE)


class NewAccount(Strict):
    """A person or program that is to sign in."""

    login = fields.String(required=True, validate=WORDS)
    name = fields.String(required=True, validate=WORDS)
    password = fields.String(load_default=None)
    department_code = fields.String(load_default=None, validate=CODE)
    officer_code = fields.String(load_default=None, validate=CODE)
    email = fields.Email(load_default=None)


class Change(Strict):
    """Open or close the account, or give it a new password."""

    is_active = fields.Boolean()
    password = fields.String()
    reason = fields.String(load_default=None, validate=WORDS)


class NewGrant(Strict):
    """A role on an area's subtree; no area is the whole city."""

    role = fields.String(required=True, validate=validate.OneOf(tuple(ROLES)))
    area_code = fields.String(load_default=None, validate=CODE)
    valid_from = Moment(load_default=None)
    valid_to = Moment(load_default=None)
    reason = fields.String(required=True, validate=WORDS)


class Reason(Strict):
    """Why."""

    reason = fields.String(load_default=None, validate=WORDS)


class NewKey(Strict):
    """What the key is for."""

    name = fields.String(required=True, validate=WORDS)


@blueprint.get("")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, schemas.Items)
def list_accounts(args: dict[str, Any]) -> Response:
    """Return accounts by login."""
    auth.require("account.manage")
    size = args["page_size"]
    rows = accounts.page(session(), size, (args["page"] - 1) * size)
    total = accounts.count(session())
    return geojson.json({"items": [row._asdict() for row in rows], "total": total})


@blueprint.post("")
@blueprint.arguments(NewAccount)
@blueprint.response(201, schemas.Account)
def create(body: dict[str, Any]) -> Response:
    """Make an account without any role."""
    actor = auth.require("account.manage")
    password = body.pop("password")
    stored = passwords.hashed(password) if password is not None else None
    new = work.NewAccount(**body, password_hash=stored)
    account = work.create(session(), new, actor.name, datetime.now(UTC))
    session().commit()
    return geojson.json(_detail(account.login), 201)


@blueprint.get("/events")
@blueprint.response(200, schemas.Items)
def events() -> Response:
    """Return the newest 500 events of all accounts."""
    auth.require("audit.read")
    rows = accounts.history(session(), None, 500)
    return geojson.json({"items": [row._asdict() for row in rows]})


@blueprint.get("/<login>")
@blueprint.response(200, schemas.Account)
def one_account(login: str) -> Response:
    """Return one account with its roles and keys."""
    auth.require("account.manage")
    return geojson.json(_detail(login))


@blueprint.patch("/<login>")
@blueprint.arguments(Change)
@blueprint.response(200, schemas.Account)
def change(body: dict[str, Any], login: str) -> Response:
    """Open or close an account, or replace its password; its sessions end."""
    actor = auth.require("account.manage")
    if "password" in body:
        work.set_password(session(), login, passwords.hashed(body["password"]), actor.name)
    if "is_active" in body:
        work.set_active(session(), login, body["is_active"], actor.name, body["reason"])
    session().commit()
    return geojson.json(_detail(login))


@blueprint.post("/<login>/grants")
@blueprint.arguments(NewGrant)
@blueprint.response(201, schemas.Account)
def give(body: dict[str, Any], login: str) -> Response:
    """Give a role."""
    actor = auth.require("account.manage")
    start = body["valid_from"] or datetime.now(UTC)
    work.grant(
        session(),
        login,
        body["role"],
        body["area_code"],
        valid_from=start,
        valid_to=body["valid_to"],
        by=actor.name,
        reason=body["reason"],
    )
    session().commit()
    return geojson.json(_detail(login), 201)


@blueprint.delete("/<login>/grants/<int:grant_id>")
@blueprint.arguments(Reason, location="query")
@blueprint.response(200, schemas.Account)
def take(args: dict[str, Any], login: str, grant_id: int) -> Response:
    """End a role now."""
    actor = auth.require("account.manage")
    now = datetime.now(UTC)
    work.end_grant(
        session(), login, min(grant_id, 2**62), by=actor.name, reason=args["reason"], now=now
    )
    session().commit()
    return geojson.json(_detail(login))


@blueprint.post("/<login>/keys")
@blueprint.arguments(NewKey)
@blueprint.response(201, schemas.ApiKey)
def add_key(body: dict[str, Any], login: str) -> Response:
    """Make a key for a program; it is shown only this once."""
    actor = auth.require("account.manage")
    key = work.add_key(session(), login, body["name"], actor.name, datetime.now(UTC))
    session().commit()
    return geojson.json({"key": key, "name": body["name"]}, 201)


@blueprint.delete("/<login>/keys/<int:key_id>")
@blueprint.response(204)
def revoke_key(login: str, key_id: int) -> Response:
    """End a key now."""
    actor = auth.require("account.manage")
    work.revoke_key(session(), login, min(key_id, 2**62), actor.name, datetime.now(UTC))
    session().commit()
    return Response(status=204)


def _detail(login: str) -> dict[str, Any]:
    account = accounts.get(session(), login)
    return {
        "login": account.login,
        "name": account.name,
        "email": account.email,
        "is_active": account.is_active,
        "grants": [row._asdict() for row in accounts.grants(session(), account.id)],
        "keys": [row._asdict() for row in api_keys.of_account(session(), account.id)],
    }

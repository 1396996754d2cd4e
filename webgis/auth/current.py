"""Who acts in this request: a session cookie, a key, or nobody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from flask import g, request
from flask_login import current_user

from geodata.errors import UnauthenticatedError
from geodata.queries import accounts, api_keys
from geodata.rights import policy
from geodata.rights.actor import ANONYMOUS, Actor
from geodata.workflows.accounts import key_hash
from webgis.database import session

SCHEME = "Bearer "


def current_actor() -> Actor:
    """Return who acts; raises UnauthenticatedError for a key that does not hold."""
    if "actor" not in g:
        g.actor = _of_key() or _of_cookie() or ANONYMOUS
    actor: Actor = g.actor
    return actor


def require(right: str, area_codes: Collection[str] | None = None) -> Actor:
    """Return who acts if they have the right; else 401 for strangers, 403 for the others."""
    actor = current_actor()
    if actor.account_id is None and not policy.may(actor, right, area_codes):
        raise UnauthenticatedError("sign in first")
    policy.require(actor, right, area_codes)
    return actor


def has_key() -> bool:
    """Return whether the request shows a key, so that no cookie speaks for it."""
    return request.headers.get("Authorization", "").startswith(SCHEME)


def _of_key() -> Actor | None:
    if not has_key():
        return None
    key = request.headers["Authorization"].removeprefix(SCHEME).strip()
    account_id = api_keys.account_of(session(), key_hash(key))
    actor = accounts.actor(session(), account_id, datetime.now(UTC)) if account_id else None
    if actor is None:
        raise UnauthenticatedError("this key does not hold; ask an administrator for a new one")
    return actor


def _of_cookie() -> Actor | None:
    if not current_user.is_authenticated:
        return None
    actor: Actor = current_user.actor
    return actor

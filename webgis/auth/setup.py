"""Flask-Login and CSRF, set up for a cookie that only this site's own pages can use."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask, request
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf.csrf import CSRFProtect

from geodata.queries import accounts
from geodata.rights.actor import Actor
from webgis.auth.current import has_key
from webgis.database import session

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}

csrf = CSRFProtect()


class SignedIn(UserMixin):
    """An account in a session; the cookie carries its id and its session number."""

    def __init__(self, actor: Actor, session_number: int) -> None:
        self.actor = actor
        self.session_number = session_number

    def get_id(self) -> str:
        """Return what the cookie carries."""
        return f"{self.actor.account_id}:{self.session_number}"


def init_app(app: Flask) -> None:
    """Attach both; a request that a cookie speaks for needs the CSRF header to change anything."""
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    app.config.update(WTF_CSRF_SSL_STRICT=False)  # the token is bound to the session already
    manager = LoginManager(app)
    manager.user_loader(_load)
    csrf.init_app(app)
    app.before_request(_check_csrf)


def _check_csrf() -> None:
    if request.method not in SAFE and not has_key() and current_user.is_authenticated:
        csrf.protect()


def _load(carried: str) -> SignedIn | None:
    account_id, _, number = carried.partition(":")
    if not (account_id.isdecimal() and number.isdecimal() and len(carried) < 40):
        return None
    account = accounts.by_id(session(), int(account_id))
    if account is None or account.session_number != int(number):
        return None
    actor = accounts.actor(session(), account.id, datetime.now(UTC))
    return SignedIn(actor, account.session_number) if actor else None

"""People of Market Town who sign in."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from geodata.queries import accounts
from geodata.workflows import accounts as work
from tests.worlds import market
from webgis.auth import passwords

PASSWORD = "a long enough word"  # noqa: S105


class Client(FlaskClient):
    """A client that sends the CSRF token, as the pages do."""

    login = ""
    csrf = ""

    def open(self, *args, **words):
        words["headers"] = {"X-CSRFToken": self.csrf, **(words.get("headers") or {})}
        return super().open(*args, **words)


@cache
def password_hash() -> str:
    """Return the hash of the one password, made once for argon2 is slow by design."""
    return passwords.hashed(PASSWORD)


def account(session: Session, login: str, role: str, area: str | None = None, **place: str) -> str:
    """Write an account with a role from the town's founding on; ``place``: department, officer."""
    new = work.NewAccount(
        login,
        login.title(),
        password_hash(),
        place.get("department"),
        place.get("officer"),
    )
    work.create(session, new, by="test", now=datetime.now(UTC))
    work.grant(
        session,
        login,
        role,
        area,
        valid_from=market.FOUNDED,
        valid_to=None,
        by="test",
        reason="test",
    )
    return login


def sign_in(
    app: Flask, session: Session, role: str, area: str | None = None, **place: str
) -> Client:
    """Make an account with a role and sign it in."""
    login = account(session, f"{role}-{accounts.count(session) + 1}", role, area, **place)
    app.test_client_class = Client
    client = app.test_client()
    answer = client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
    assert answer.status_code == 200, answer.json
    client.login, client.csrf = login, answer.json["csrf"]
    return client

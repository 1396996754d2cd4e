"""How often one address may write."""

from __future__ import annotations

from flask import Flask, Response, current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

WRONG_PASSWORDS = "20 per minute"

limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True)


def init_app(app: Flask) -> None:
    """Attach the limiter."""
    limiter.init_app(app)


def of_writes() -> str:
    """Return the limit for endpoints that write."""
    limit: str = current_app.config["WANGGE"].rate_limit
    return limit


def of_wrong_passwords(response: Response) -> bool:
    """Return whether an attempt to sign in counts against its address: only a failed one."""
    return response.status_code == 401


def of_lookups() -> str:
    """Return the limit for looking a secret up: far below what guessing would need."""
    return "120 per minute"

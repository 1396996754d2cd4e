"""How often one address may write."""

from __future__ import annotations

from flask import Flask, current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True)


def init_app(app: Flask) -> None:
    """Attach the limiter."""
    limiter.init_app(app)


def of_writes() -> str:
    """Return the limit for endpoints that write."""
    limit: str = current_app.config["WANGGE"].rate_limit
    return limit

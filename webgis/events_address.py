"""Where a page finds the events: behind a proxy at its own address, else one port further."""

from __future__ import annotations

import re

from flask import current_app, request

from webgis.config import Settings

PATH = "/events"
HOST = re.compile(r"^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$", re.IGNORECASE)


def origin() -> str | None:
    """Return scheme, host and port of the events, None where they are the page's own."""
    settings: Settings = current_app.config["WANGGE"]
    if settings.behind_proxy or settings.serves_events or not HOST.match(request.host):
        return None
    host = request.host.rpartition(":")[0] if request.host.rsplit(":", 1)[-1].isdigit() else ""
    return f"{request.scheme}://{host or request.host}:{settings.port + 1}"


def address() -> str:
    """Return the address that a page opens its stream at."""
    return (origin() or "") + PATH

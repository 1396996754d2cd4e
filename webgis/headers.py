"""Security headers of every answer, and its compression."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, current_app
from flask_compress import Compress

from webgis import events_address

COMPRESSED = [
    "application/geo+json",
    "application/javascript",
    "application/json",
    "application/problem+json",
    "image/svg+xml",
    "text/css",
    "text/html",
    "text/javascript",
]


def init_app(app: Flask) -> None:
    """Add the headers after each request and compress what is text."""
    app.config.update(COMPRESS_MIMETYPES=COMPRESSED, COMPRESS_ALGORITHM=["gzip"], COMPRESS_LEVEL=3)
    Compress(app)
    app.after_request(_add)


def _add(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _policy())
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
    response.headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(self)")
    return response


def _policy() -> str:
    # Only map tiles may come from elsewhere, and only from the services that were configured.
    services = current_app.config["WANGGE"].basemaps
    hosts = {
        f"{u.scheme}://{u.netloc.replace('{s}', '*')}"
        for u in (urlsplit(service["url"]) for service in services)
        if u.netloc
    }
    images = " ".join(["'self'", "data:", "blob:", *sorted(hosts)])
    listens = " ".join(filter(None, ["'self'", events_address.origin()]))
    return (
        "default-src 'self'; script-src 'self'; style-src 'self'; worker-src 'self' blob:; "
        f"img-src {images}; connect-src {listens}; font-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )

"""ETags from the version of the data, so that an unchanged answer costs no query."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from flask import Response, request

# Browsers ask again each time, with the ETag; a proxy may answer for a few seconds.
CACHE_CONTROL = "public, max-age=0, must-revalidate, s-maxage=5"


def conditional(version: str, build: Callable[[], Response]) -> Response:
    """Answer 304 when the client holds this version of this address, else build the answer."""
    key = f"{version}|{request.full_path}|{request.headers.get('Accept', '')}"
    etag = hashlib.sha256(key.encode()).hexdigest()[:24]
    # Compression marks its variant behind a colon: "etag:gzip".
    held = {tag.partition(":")[0] for tag in request.if_none_match.as_set()}
    response = Response(status=304) if etag in held else build()
    response.set_etag(etag)
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response

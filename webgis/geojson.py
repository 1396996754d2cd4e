"""JSON answers: collections are encoded by msgspec, geometries come as text from the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from flask import Response

GEOJSON = "application/geo+json"

_encoder = msgspec.json.Encoder()


def json(body: Any, status: int = 200) -> Response:
    """Return ``body`` as JSON; datetimes become ISO 8601."""
    return Response(_encoder.encode(body), status, content_type="application/json")


def feature(properties: dict[str, Any], geometry: str | None, key: Any = None) -> dict[str, Any]:
    """Return one feature; ``geometry`` is GeoJSON text or None."""
    shape = msgspec.Raw(geometry.encode() if geometry else b"null")
    return {"type": "Feature", "id": key, "geometry": shape, "properties": properties}


def collection(features: Iterable[dict[str, Any]], **members: Any) -> Response:
    """Return a FeatureCollection with extra members beside the features."""
    body = {"type": "FeatureCollection", **members, "features": list(features)}
    return Response(_encoder.encode(body), content_type=GEOJSON)

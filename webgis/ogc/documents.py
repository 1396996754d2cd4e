"""Landing page, conformance, description, collections."""

from __future__ import annotations

from typing import Any

from geodata.queries import cities, features
from geodata.queries.feature_sources import Source, all_of, type_of
from webgis import openness
from webgis.database import session
from webgis.ogc import crs
from webgis.ogc.links import GEOJSON, HTML, JSON, OPENAPI, here, link, own
from webgis.ogc.parameters import DEFAULT_LIMIT, MAX_LIMIT

CONFORMANCE = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
]


def landing() -> dict[str, Any]:
    """Return where everything is."""
    city = cities.get(session())
    return {
        "title": f"{city.name} {city.name_zh}",
        "description": "Grids, areas, incidents and hotspots as OGC API - Features",
        "attribution": "; ".join(city.attribution),
        "links": [
            *own(JSON),
            link("service-desc", here("api"), OPENAPI, "OpenAPI description"),
            link("service-doc", here("api", f="html"), HTML, "Description as HTML"),
            link("conformance", here("conformance"), JSON, "What this server conforms to"),
            link("data", here("collections"), JSON, "Collections"),
        ],
    }


def conformance() -> dict[str, Any]:
    """Return the classes of the standard that hold."""
    return {"conformsTo": CONFORMANCE, "links": own(JSON)}


def sources() -> dict[str, Source]:
    """Return the collections that this server shows to everybody."""
    hidden = set() if openness.is_open() else openness.SINGLE_LAYERS
    return {name: source for name, source in all_of(session()).items() if name not in hidden}


def collections() -> dict[str, Any]:
    """Return all collections."""
    return {
        "links": own(JSON),
        "collections": [describe(source) for source in sources().values()],
        "crs": crs.names(),
    }


def describe(source: Source) -> dict[str, Any]:
    """Return one collection with its extent and links."""
    city = cities.get(session())
    box = features.bounds(session(), source) or (city.west, city.south, city.east, city.north)
    start, end = features.period(session(), source)
    extent: dict[str, Any] = {"spatial": {"bbox": [list(box)], "crs": crs.CRS84}}
    if start:
        extent["temporal"] = {"interval": [[start, end]]}
    items = here("items", collection=source.id)
    return {
        "id": source.id,
        "title": f"{source.title} {source.title_zh}",
        "description": source.description,
        "attribution": "; ".join(city.attribution),
        "itemType": "feature",
        "extent": extent,
        "crs": crs.names(),
        "storageCrs": crs.CRS84,
        "links": [
            link("self", here("collection", collection=source.id), JSON, "This collection"),
            link("items", items, GEOJSON, source.title),
            link("items", f"{items}?f=html", HTML, source.title),
        ],
    }


def description() -> dict[str, Any]:
    """Return the OpenAPI 3.0 document."""
    paths = {
        "/": _get("landing", "Landing page", []),
        "/conformance": _get("conformance", "Conformance classes", []),
        "/api": _get("api", "This document", []),
        "/collections": _get("collections", "Collections", []),
    }
    for source in sources().values():
        root = f"/collections/{source.id}"
        words = [_parameter(name, "string") for name in ("bbox", "bbox-crs", "datetime", "crs")]
        words += [_parameter(name, type_of(column)) for name, column in source.columns.items()]
        words += [_parameter("after", type_of(source.key)), _limit()]
        one = [
            {**_parameter("id", "string"), "in": "path", "required": True},
            _parameter("crs", "string"),
        ]
        paths[root] = _get(f"{source.id}.describe", source.description, [])
        paths[f"{root}/items"] = _get(f"{source.id}.items", source.title, words)
        paths[f"{root}/items/{{id}}"] = _get(f"{source.id}.item", source.title, one)
    return {
        "openapi": "3.0.3",
        "info": {"title": landing()["title"], "version": "1.0"},
        "servers": [{"url": here("landing").rstrip("/")}],
        "paths": paths,
    }


def _get(operation: str, summary: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    shape = {"name": "f", "in": "query", "schema": {"type": "string", "enum": ["json", "html"]}}
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "parameters": [*parameters, shape],
            "responses": {
                "200": {"description": "as asked"},
                "400": {"description": "a parameter is wrong or unknown"},
            },
        }
    }


def _parameter(name: str, kind: str) -> dict[str, Any]:
    schema = {"type": "string", "format": "date-time"} if kind == "date-time" else {"type": kind}
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _limit() -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}
    return {"name": "limit", "in": "query", "required": False, "schema": schema}

"""OGC API - Features, Part 1 (core, GeoJSON, HTML, OpenAPI 3.0) and Part 2 (CRS)."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Blueprint, Response, render_template, request

from geodata.errors import NotFoundError
from geodata.queries import features
from geodata.queries._rows import AnyRow
from geodata.queries.feature_sources import Source, all_of
from geodata.queries.features import GEOMETRY, KEY
from webgis import geojson, pages
from webgis.database import session
from webgis.ogc import crs, documents, parameters
from webgis.ogc.links import GEOJSON, HTML, JSON, OPENAPI, here, link, own
from webgis.ogc.refusal import refuse

blueprint = Blueprint("ogc", __name__, url_prefix="/ogc")


@blueprint.get("/", strict_slashes=False)
def landing() -> Response:
    """Return the landing page."""
    parameters.known_only()
    return _answer(documents.landing())


@blueprint.get("/conformance")
def conformance() -> Response:
    """Return the conformance classes."""
    parameters.known_only()
    return _answer(documents.conformance())


@blueprint.get("/api")
def api() -> Response:
    """Return the OpenAPI document."""
    parameters.known_only()
    return _answer(documents.description(), OPENAPI)


@blueprint.get("/collections")
def collections() -> Response:
    """Return every collection."""
    parameters.known_only()
    return _answer(documents.collections())


@blueprint.get("/collections/<collection>")
def collection(collection: str) -> Response:
    """Return one collection."""
    parameters.known_only()
    return _answer(documents.describe(_source(collection)))


@blueprint.get("/collections/<collection>/items")
def items(collection: str) -> Response:
    """Return a page of features; next follows the key, so that a page never shifts."""
    source = _source(collection)
    args = parameters.of_items(source)
    rows = features.page(
        session(), source, args.wanted, args.drawn, after=args.after, limit=args.limit + 1
    )
    more, rows = len(rows) > args.limit, rows[: args.limit]
    links = own(GEOJSON)
    if more:
        after = str(rows[-1]._mapping[KEY])
        links.append({**own(GEOJSON, after=after)[0], "rel": "next", "title": "Next page"})
    links.append(link("collection", here("collection", collection=source.id), JSON, source.title))
    matched = features.count(session(), source, args.wanted)
    body = {
        "type": "FeatureCollection",
        "links": links,
        "numberMatched": matched,
        "numberReturned": len(rows),
        "features": [_feature(row) for row in rows],
    }
    return _in_crs(_answer(body, GEOJSON, "ogc/items.html"), args.crs_name)


@blueprint.get("/collections/<collection>/items/<feature_id>")
def item(collection: str, feature_id: str) -> Response:
    """Return one feature."""
    source = _source(collection)
    parameters.known_only("crs")
    name = request.args.get("crs", crs.CRS84)
    row = features.one(
        session(), source, parameters.key(source, feature_id), crs.drawn(name, "crs")
    )
    if row is None:
        raise NotFoundError(f"{source.id} has no feature {feature_id!r}")
    above = link("collection", here("collection", collection=source.id), JSON, source.title)
    body = {**_feature(row), "links": [*own(GEOJSON), above]}
    return _in_crs(_answer(body, GEOJSON, "ogc/item.html"), name)


def _source(name: str) -> Source:
    # A collection that is not open to all is guarded before; here it is found by those who may.
    found = all_of(session())
    if name not in found:
        raise NotFoundError(f"there is no collection {name!r}; there are {', '.join(found)}")
    return found[name]


def _feature(row: AnyRow) -> dict[str, Any]:
    properties = row._asdict()
    geometry, key = properties.pop(GEOMETRY), properties.pop(KEY)
    return geojson.feature(properties, geometry, key)


def _answer(body: dict[str, Any], kind: str = JSON, template: str = "ogc/links.html") -> Response:
    if _wants_html():
        locale = pages.locale()
        plain = msgspec.json.decode(msgspec.json.encode(body))
        html = render_template(
            template, body=plain, locale=locale, styles=pages.styles("public"), root=here("landing")
        )
        response = Response(html, content_type="text/html; charset=utf-8")
    else:
        response = geojson.json(body)
        response.content_type = kind
    response.headers["Vary"] = "Accept, Accept-Language, Cookie"
    return response


def _wants_html() -> bool:
    wish = request.args.get("f")
    if wish is not None:
        if wish not in ("json", "html"):
            refuse("f: json or html")
        return wish == "html"
    accepted = request.accept_mimetypes
    best = accepted.best_match([JSON, GEOJSON, HTML], default=JSON)
    return bool(best == HTML)


def _in_crs(response: Response, name: str) -> Response:
    response.headers["Content-Crs"] = f"<{name}>"
    return response

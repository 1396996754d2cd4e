"""Vector tiles and their TileJSON."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, request, url_for

from geodata.errors import InvalidInputError, NotFoundError
from geodata.queries import areas, cities, layer_versions, tiles
from webgis import geojson
from webgis.caching import conditional
from webgis.database import session

MAX_ZOOM = 22
CACHED_TILES = 2_000
MVT = "application/vnd.mapbox-vector-tile"
# Layers whose version is known; incidents change all the time and are read anew.
VERSION_OF = {"base": "base", "areas": "areas", "units": "units", "hotspots": "results"}

blueprint = Blueprint("tiles", __name__, url_prefix="/tiles")


@blueprint.get("/<layer>/<z>/<x>/<y>.mvt")
def tile(layer: str, z: str, x: str, y: str) -> Response:
    """Return one vector tile."""
    place = _place(z, x, y)
    _known(layer)
    at = datetime.now(UTC)
    if layer not in VERSION_OF:
        return _answer(_build(layer, place, at))
    version = f"{layer_versions.get(session(), VERSION_OF[layer])}"
    if layer == "areas":
        version += f"@{areas.changed_at(session(), at)}"
    return conditional(f"{layer}:{version}", lambda: _answer(_cached(layer, version, place)))


@blueprint.get("/<layer>.json")
def tilejson(layer: str) -> Response:
    """Describe a layer as TileJSON 3.0."""
    _known(layer)
    city = cities.get(session())
    template = url_for("tiles.tile", layer=layer, z="0", x="0", y="0", _external=True)
    return geojson.json(
        {
            "tilejson": "3.0.0",
            "name": f"Wangge {layer}",
            "tiles": [template.replace("/0/0/0.mvt", "/{z}/{x}/{y}.mvt")],
            "minzoom": 0,
            "maxzoom": MAX_ZOOM,
            "bounds": [city.west, city.south, city.east, city.north],
            "attribution": "; ".join(city.attribution),
            "vector_layers": [
                {"id": name, "fields": fields} for name, fields in tiles.INNER_LAYERS[layer].items()
            ],
        }
    )


def _known(layer: str) -> None:
    if layer not in tiles.LAYERS:
        raise NotFoundError(f"there is no layer {layer!r}; there are {', '.join(tiles.LAYERS)}")


def _place(z: str, x: str, y: str) -> tuple[int, int, int]:
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in (z, x, y)):
        raise InvalidInputError("a tile is three whole numbers: zoom, x, y")
    zoom, column, row = int(z), int(x), int(y)
    if zoom > MAX_ZOOM or column >= 2**zoom or row >= 2**zoom:
        raise NotFoundError(f"there is no tile {zoom}/{column}/{row}")
    return zoom, column, row


def _answer(packed: bytes) -> Response:
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return Response(zlib.decompress(packed, 31), content_type=MVT)
    response = Response(packed, content_type=MVT)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _build(layer: str, place: tuple[int, int, int], at: datetime) -> bytes:
    # Level 1 takes a quarter of the time of level 6 for a tenth more bytes.
    packer = zlib.compressobj(1, wbits=31)
    body: Any = tiles.LAYERS[layer](session(), *place, at)
    return packer.compress(body) + packer.flush()


@lru_cache(maxsize=CACHED_TILES)
def _cached(layer: str, version: str, place: tuple[int, int, int]) -> bytes:
    del version  # part of the key only
    return _build(layer, place, datetime.now(UTC))

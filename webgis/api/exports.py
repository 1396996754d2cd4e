"""Exports: any layer in any format, within the rights of who asks."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
from flask import Response, request, stream_with_context
from marshmallow import fields, validate

from geodata.errors import InvalidInputError, NotFoundError
from geodata.exporters.output import Output
from geodata.exporters.streaming import STREAMS
from geodata.queries import incident_exports
from geodata.queries.incident_filter import conditions
from geodata.rights import policy
from geodata.workflows import export
from webgis import auth, geojson
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.database import session
from webgis.request_args import FILTER_NAMES, IncidentFilterArgs, incident_filter

# Format -> ending of the file and its media type.
FORMATS = {
    "geojson": (".geojson", geojson.GEOJSON),
    "gpkg": (".gpkg", "application/geopackage+sqlite3"),
    "shp": (".zip", "application/zip"),
    "csv": (".csv", "text/csv"),
    "xlsx": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "kml": (".kml", "application/vnd.google-earth.kml+xml"),
    "parquet": (".parquet", "application/vnd.apache.parquet"),
}
_CHUNK_BYTES = 1024**2

blueprint = Blueprint("exports", __name__, url_prefix="/exports")


class ExportArgs(IncidentFilterArgs):
    """The format; and, for incidents, which of them."""

    format = fields.String(load_default="geojson", validate=validate.OneOf([*FORMATS]))


@blueprint.get("")
@blueprint.response(200, schemas.Items)
def list_layers() -> Response:
    """Return the layers and formats, and which of them the asker may have."""
    may_export = policy.may(auth.current_actor(), "case.export")
    rows = [
        {
            "layer": name,
            "formats": [*FORMATS],
            "is_allowed": may_export or name not in export.OF_DESKS,
        }
        for name in export.LAYERS
    ]
    return geojson.json({"items": rows})


@blueprint.get("/<string:layer>")
@blueprint.arguments(ExportArgs, location="query")
@blueprint.response(200, {"type": "string", "format": "binary"})
@blueprint.alt_response(403, schema=schemas.Problem, content_type="application/problem+json")
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def export_layer(args: dict[str, Any], layer: str) -> Response:
    """Return a layer as a file that tells its question, the boundaries' date and the data's age."""
    if layer not in export.LAYERS:
        raise NotFoundError(f"there is no layer {layer!r}: use {', '.join(export.LAYERS)}")
    form, at = args.pop("format"), args.pop("at", None) or datetime.now(UTC)
    question = _question()
    if layer in export.OF_DESKS:
        where = [*conditions(session(), incident_filter(args), at), *_allowed()]
        if form in STREAMS:
            about = export.about(session(), layer, at, question)
            stream = STREAMS[form](export.pieces(session(), where), about)
            return as_file(stream_with_context(stream), layer, form)
    else:
        where = []
        if any(name in args for name in FILTER_NAMES):
            raise InvalidInputError(f"the layer {layer} takes no filter but at")
    frame = export.layer(session(), layer, at, where=where, question=question)
    return as_file(written(frame, FORMATS[form][0]), layer, form)


def _allowed() -> list[Any]:
    """Return which incidents the asker may hand on: of their areas, without sensitive ones."""
    actor = auth.require("case.export")
    parts = []
    if not policy.may(actor, "case.export", ()):
        roles = policy.RIGHTS["case.export"]
        codes = {g.area_code for g in actor.grants if g.role in roles and g.area_code}
        parts.append(incident_exports.within(codes))
    if not policy.may(actor, "case.export_sensitive"):
        parts.append(incident_exports.not_sensitive())
    return parts


def _question() -> str:
    told = [(name, value) for name, value in request.args.items(multi=True) if name != "format"]
    return " ".join(f"{name}={value}" for name, value in told)[:500]


def written(frame: gpd.GeoDataFrame, ending: str) -> Iterator[bytes]:
    """Write a file and give it away piece by piece; it is gone when its last byte is read."""
    folder = tempfile.TemporaryDirectory(prefix="wangge-export-")
    path = Path(folder.name, f"layer{ending}")
    try:
        with Output() as output:
            output.layer(frame, path)
    except BaseException:
        folder.cleanup()
        raise
    return _pieces_of(path, folder)


def _pieces_of(path: Path, folder: tempfile.TemporaryDirectory[str]) -> Iterator[bytes]:
    with folder, path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            yield chunk


def as_file(content: Any, layer: str, form: str) -> Response:
    """Return content as a file to keep."""
    ending, media_type = FORMATS[form]
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{layer}{ending}"'
    response.headers["Cache-Control"] = "no-store"
    return response

"""A view of the map as one HTML file that stands alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, current_app
from marshmallow import fields, validate

from geodata.errors import UnavailableError
from geodata.queries import areas, cities
from geodata.workflows import map_view
from webgis.api.blueprint import Blueprint
from webgis.database import session
from webgis.report_maps import view, view_texts
from webgis.request_args import IncidentFilterArgs, incident_filter

blueprint = Blueprint("report_map", __name__, url_prefix="/report-map")


class ReportArgs(IncidentFilterArgs):
    """Which view, and in which language."""

    tier = fields.Integer(load_default=2, validate=validate.Range(2, 5))
    lang = fields.String(load_default="zh", validate=validate.OneOf(["zh", "en"]))


@blueprint.get("")
@blueprint.arguments(ReportArgs, location="query")
@blueprint.response(200, {"type": "string"}, content_type="text/html")
def report_map(args: dict[str, Any]) -> Response:
    """Return areas by count, incidents and hotspots of a view, every asset inside."""
    at = args.pop("at", None) or datetime.now(UTC)
    language, tier = args.pop("lang"), args.pop("tier")
    wanted = incident_filter(args)
    found = map_view.gather(session(), wanted, tier, at)
    html = view.make(
        found,
        title=view_texts.TEXTS[language]["title"].format(place=_place(wanted.area, at, language)),
        when=_when(wanted.start, wanted.end, language),
        language=language,
        leaflet=_leaflet(),
    )
    response = Response(html, content_type="text/html; charset=utf-8")
    # Opened from a disk it runs its own script; here it is only handed over.
    response.headers["Content-Disposition"] = f'attachment; filename="report-{at:%Y-%m-%d}.html"'
    response.headers["Content-Security-Policy"] = "sandbox"
    return response


def _place(area: str | None, at: datetime, language: str) -> str:
    place: Any = cities.get(session())
    if area is not None:
        place = areas.chain(session(), areas.get_id(session(), area, at))[-1]
    return str(place.name_zh if language == "zh" else place.name)


def _when(start: datetime | None, end: datetime | None, language: str) -> str:
    zone = ZoneInfo(cities.get(session()).time_zone)
    whole = view_texts.TEXTS[language]["whole"]
    if start is None and end is None:
        return whole
    first, last = (f"{m.astimezone(zone):%Y-%m-%d %H:%M}" if m else "…" for m in (start, end))
    return f"{first} – {last}"


def _leaflet() -> str:
    """Return leaflet as it was built for the live pages."""
    built = Path(current_app.static_folder or "") / "dist"
    manifest = built / ".vite" / "manifest.json"
    if not manifest.exists():
        raise UnavailableError("the pages are not built yet; run ./run.sh setup")
    entries: dict[str, dict[str, Any]] = json.loads(manifest.read_text(encoding="utf-8"))
    built_as = (e["file"] for key, e in entries.items() if key.endswith("leaflet/dist/leaflet.js"))
    found = next(built_as, None)
    if found is None:
        raise UnavailableError("the pages were built by an earlier version; run ./run.sh setup")
    return (built / found).read_text(encoding="utf-8")

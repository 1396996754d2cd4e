"""What makes the report page an application that works without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, send_file

from geodata.errors import NotFoundError
from webgis import geojson, pages

ENTRY = "report"
ICONS = ((192, "any"), (512, "any"), (512, "maskable"))

blueprint = Blueprint("offline", __name__)


@blueprint.get("/report.webmanifest")
def manifest() -> Response:
    """Say how the page is installed: name, icons, where it begins."""
    is_zh = pages.locale() == "zh"
    response = geojson.json(
        {
            "id": "/report",
            "name": "问题上报 · 网格 Wangge" if is_zh else "Report a problem · Wangge",
            "short_name": "上报" if is_zh else "Report",
            "lang": "zh-CN" if is_zh else "en",
            "start_url": "/report",
            "scope": "/report",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#1f55c8",
            "icons": [_icon(size_px, purpose) for size_px, purpose in ICONS],
        }
    )
    response.content_type = "application/manifest+json"
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


@blueprint.get("/report-worker.js")
def worker() -> Response:
    """Serve the service worker from the root, so that it may look after /report."""
    path = Path(current_app.static_folder or "") / "dist" / "report-worker.js"
    if not path.is_file():
        raise NotFoundError("the pages are not built yet; run ./run.sh setup")
    response = send_file(path, mimetype="text/javascript", conditional=True)
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/report/files.json")
def files() -> Response:
    """List the files that the page is made of, for the service worker to keep."""
    built = [f"/static/dist/{path}" for path in pages.files_of(ENTRY)]
    icons = [_icon(size_px, purpose)["src"] for size_px, purpose in ICONS]
    response = geojson.json({"files": sorted({*built, *icons})})
    response.headers["Cache-Control"] = "no-cache"
    return response


def _icon(size_px: int, purpose: str) -> dict[str, Any]:
    name = f"report-{size_px}" if purpose == "any" else f"report-{purpose}-{size_px}"
    return {
        "src": f"/static/icons/{name}.png",
        "sizes": f"{size_px}x{size_px}",
        "type": "image/png",
        "purpose": purpose,
    }

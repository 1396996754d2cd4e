"""The pages: one template, one built entry each."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, render_template, request, send_file
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from geodata.errors import NotFoundError
from geodata.queries import wall_links
from webgis import events_address, openness
from webgis.database import session

LOCALES = ("zh", "en")

blueprint = Blueprint("pages", __name__)


# Every page: its address and its entry in static/src.
PAGES = {
    "/map": "map",
    "/cases": "cases",
    "/command": "command",
    "/command/walls": "walls",
    "/coverage": "coverage",
    "/import": "import",
    "/plan": "plan",
    "/report": "report",
    "/track": "public",
    "/responsibilities": "responsibilities",
    "/settings": "settings",
    "/sign-in": "sign-in",
    "/api/docs": "docs",
}


@blueprint.get("/")
def start() -> Response:
    """Show staff the map and everybody else the public face."""
    return _page("map" if openness.sees_all() else "public")


@blueprint.get("/basemap.pmtiles")
def pmtiles() -> Response:
    """Serve the operator's own base map file, by ranges."""
    path = current_app.config["WANGGE"].pmtiles
    if not path or not Path(path).is_file():
        raise NotFoundError("no PMTiles file is configured; set WEBGIS_PMTILES")
    return send_file(path, conditional=True, mimetype="application/vnd.pmtiles")


def _page(entry: str) -> Response:
    files = _entry(entry)
    if files is None:
        raise NotFoundError("the pages are not built yet; run ./run.sh setup")
    language = locale()
    html = render_template("page.html", entry=files, locale=language, api="/api/v1", csrf=_csrf())
    response = Response(html, content_type="text/html; charset=utf-8")
    response.headers["Vary"] = "Accept-Language, Cookie"
    if request.args.get("lang") in LOCALES:
        response.set_cookie("lang", language, max_age=31_536_000, samesite="Lax")
    return response


def _csrf() -> str | None:
    # Only who is signed in needs the token, and only they get the cookie that it is bound to.
    return generate_csrf() if current_user.is_authenticated else None


def locale() -> str:
    """Return the language that the reader asked for: zh or en."""
    for wish in (request.args.get("lang"), request.cookies.get("lang")):
        if wish in LOCALES:
            return str(wish)
    return request.accept_languages.best_match(LOCALES, default="zh") or "zh"


def styles(name: str) -> list[str]:
    """Return the built style sheets of an entry, for pages that are written here."""
    files = _entry(name)
    return list(files["css"]) if files else []


def files_of(name: str) -> list[str]:
    """Return every built file of an entry, with what it loads later."""
    entry = _entry(name)
    if entry is None:
        raise NotFoundError("the pages are not built yet; run ./run.sh setup")
    return sorted(_all_files(_built(), entry, set()))


def _all_files(built: dict[str, dict[str, Any]], item: dict[str, Any], seen: set[str]) -> set[str]:
    if item["file"] in seen:
        return set()
    seen.add(item["file"])
    files = {item["file"], *item.get("css", []), *item.get("assets", [])}
    for key in [*item.get("imports", []), *item.get("dynamicImports", [])]:
        files |= _all_files(built, built[key], seen)
    return files


def _entry(name: str) -> dict[str, Any] | None:
    manifest = _built()
    wanted = (key for key, item in manifest.items() if item.get("isEntry") and item["name"] == name)
    key = next(wanted, None)
    return None if key is None else {**manifest[key], "css": _styles(manifest, key)}


def _built() -> dict[str, dict[str, Any]]:
    path = Path(current_app.static_folder or "") / "dist" / ".vite" / "manifest.json"
    if not path.exists():
        return {}
    # The time of the build is part of the key: a new build is served without a restart.
    return _manifest(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _manifest(path: Path, _built_at_ns: int) -> dict[str, dict[str, Any]]:
    manifest: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


def _styles(manifest: dict[str, dict[str, Any]], key: str) -> list[str]:
    # An entry's styles include those of the chunks that it imports.
    item = manifest[key]
    styles = list(item.get("css", []))
    for other in item.get("imports", []):
        styles += [path for path in _styles(manifest, other) if path not in styles]
    return styles


@blueprint.app_context_processor
def _addresses() -> dict[str, str]:
    return {"events": events_address.address()}


@blueprint.get("/cases/<uuid:incident_id>")
def case(incident_id: UUID) -> Response:  # noqa: ARG001
    """Show one case; whether it is there and what of it may be seen, its API tells."""
    return _page("case")


@blueprint.get("/wall/<string:key>")
def wall(key: str) -> Response:
    """Show the command page to a wall screen whose key holds."""
    wall_links.open_with(session(), key)
    session().commit()
    response = _page("command")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _show(entry: str) -> Callable[[], Response]:
    return lambda: _page(entry)


for address, entry in PAGES.items():
    blueprint.add_url_rule(address, f"{entry}_page", _show(entry))

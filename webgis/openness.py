"""Who sees what of the city without signing in: the one place that decides it.

Where incidents are open data (WEBGIS_OPEN_INCIDENTS), strangers see single ones, but no sensitive
category, no text and no exact place. Elsewhere they see what PUBLIC lists: places, protected
counts, and their own reports. Staff see everything that their roles allow.
docs/decisions/2026-11-what-strangers-see.md tells why.
"""

from __future__ import annotations

from flask import Flask, current_app, request

from geodata.rights import policy
from webgis import auth

RIGHT = "case.read"
READS = ("GET", "HEAD")
# What tells of no incident, or only in groups. Every other address asks for sign-in where
# incidents are not open data, so that a new one is closed until somebody lists it here.
PUBLIC_BLUEPRINTS = {
    "addresses",
    "api-docs",
    "areas",
    "attachments",
    "catalogue",
    "city",
    "feeds",
    "metrics",
    "offline",
    "ogc",
    "open311",
    "pages",
    "places",
    "public",
    "session",
    "tiles",
    "tracking",
}
PUBLIC_ENDPOINTS = {"static", "incidents.nearby", "incidents.one_incident"}
# Layers and collections made from single incidents, by the names in their addresses.
LAYERED = {"tiles", "ogc"}
SINGLE_LAYERS = {"incidents", "hotspots"}


def init_app(app: Flask) -> None:
    """Ask for sign-in before showing what is not open."""
    app.before_request(_guard)


def is_open() -> bool:
    """Return whether everybody may see single incidents."""
    return bool(current_app.config["WANGGE"].open_incidents)


def sees_all() -> bool:
    """Return whether the asker is staff and sees places, texts and sensitive categories."""
    return policy.may(auth.current_actor(), RIGHT)


def _guard() -> None:
    if request.method in READS and request.endpoint and not is_open() and not _is_public():
        auth.require(RIGHT)


def _is_public() -> bool:
    endpoint = request.endpoint or ""
    blueprint = endpoint.partition(".")[0]
    if blueprint in LAYERED:
        return SINGLE_LAYERS.isdisjoint((request.view_args or {}).values())
    return endpoint in PUBLIC_ENDPOINTS or blueprint in PUBLIC_BLUEPRINTS

"""Items of the feeds: protected counts, and single incidents where they are open data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from geodata.queries import public_items
from webgis import openness, pages
from webgis.api.catalogue import STATUS_NAMES
from webgis.database import session


@dataclass(frozen=True)
class Item:
    """One item: a point (degrees) and a period; ``end`` None is a moment."""

    id: str
    title: str
    summary: str
    link: str
    changed_at: datetime
    start: datetime
    end: datetime | None
    lon: float
    lat: float


def of(within: Any = None) -> list[Item]:
    """Return the items of the whole city or of a place (a polygon as SQL), the newest first."""
    is_zh = pages.locale() == "zh"
    found = [*_counts(within, is_zh=is_zh)]
    if openness.is_open():
        found += _incidents(within, is_zh=is_zh)
    return sorted(found, key=lambda item: item.start, reverse=True)


def _incidents(within: Any, *, is_zh: bool) -> Iterator[Item]:
    for row in public_items.incidents(session(), within):
        name = row.name_zh if is_zh else row.name
        yield Item(
            id=f"urn:uuid:{row.id}",
            title=f"{name} #{row.number}",
            summary=STATUS_NAMES[row.status][int(is_zh)],
            link=url_for("incidents.one_incident", incident_id=row.id, _external=True),
            changed_at=row.changed_at,
            start=row.reported_at,
            end=row.resolved_at,
            lon=row.lon,
            lat=row.lat,
        )


def _counts(within: Any, *, is_zh: bool) -> Iterator[Item]:
    for row in public_items.counts(session(), within):
        name = row.name_zh if is_zh else row.name
        title = f"{name}：{row.count} 件" if is_zh else f"{name}: {row.count} reports"
        address = url_for("ogc.item", collection="public-counts", feature_id=row.id, _external=True)
        yield Item(
            id=address,
            title=title,
            summary=f"{row.step_start:%Y-%m-%d} – {row.step_end:%Y-%m-%d}",
            link=address,
            changed_at=row.published_at,
            start=row.step_start,
            end=row.step_end,
            lon=row.lon,
            lat=row.lat,
        )

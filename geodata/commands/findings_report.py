"""Findings as the reports of `check` and `coverage` hold them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import geopandas as gpd

from geodata.commands.progress import say
from geodata.crs import to_storage

_SHOWN_AT_MOST = 10


def counts(kinds: Sequence[str], found: Iterable[str]) -> dict[str, int]:
    """Return how many findings there are of each kind, zeros included.

    >>> counts(["gap", "overlap"], ["gap", "gap"])
    {'gap': 2, 'overlap': 0}
    """
    counted = Counter(found)
    return {kind: counted[kind] for kind in kinds}


def rows(found: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return one object per finding: kind, area_ids, area_m2, at as [lon, lat], message.

    A finding about a unit has its ``unit_id`` too.
    """
    places = to_storage(gpd.GeoDataFrame(geometry=found["at"].to_numpy(), crs=found.crs)).geometry
    units = found["unit_id"] if "unit_id" in found else [None] * len(found)
    findings = []
    for row, unit, at in zip(found.itertuples(), units, places, strict=True):
        finding = {
            "kind": row.kind,
            "area_ids": list(row.area_ids),
            "area_m2": round(float(row.area_m2), 3),
            "at": None if at is None else [round(at.x, 9), round(at.y, 9)],
            "message": row.message,
        }
        findings.append(finding if unit is None else {**finding, "unit_id": unit})
    return findings


def say_findings(content: dict[str, Any], when_none: str) -> None:
    """Print how many findings there are of each kind, and the first of them."""
    findings = content["findings"]
    if not findings:
        say(when_none)
        return
    parts = [f"{n:,} {kind}" for kind, n in content["counts"].items() if n]
    say(f"{len(findings):,} findings: {', '.join(parts)}")
    say("\n".join(f"  {f['kind']}: {f['message']}" for f in findings[:_SHOWN_AT_MOST]))
    if len(findings) > _SHOWN_AT_MOST:
        say(f"  and {len(findings) - _SHOWN_AT_MOST:,} more in the report")

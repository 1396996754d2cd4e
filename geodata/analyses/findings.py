"""What a check of areas finds: one located record each, and its wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

KINDS = (
    "duplicate_id",
    "empty",
    "invalid",
    "overlap",
    "gap",
    "straddles_parent",
    "outside_parent",
)
_NAMED_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect. ``reason`` is a stable word (or GEOS's text) that a translation can build on.

    ``area_ids`` are the areas concerned, for a gap its neighbours; ``parent_ids`` the parents.
    """

    kind: str
    area_ids: tuple[str, ...]
    area_m2: float
    geometry: BaseGeometry | None
    at: shapely.Point | None
    reason: str
    parent_ids: tuple[str, ...] = ()


def point_on(geometry: BaseGeometry) -> shapely.Point:
    """Return a point inside the largest part of a polygonal geometry.

    >>> two = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(4, 4, 8, 8)])
    >>> point_on(two).wkt
    'POINT (6 6)'
    """
    return max(shapely.get_parts(geometry), key=shapely.area).representative_point()


def as_frame(
    findings: Iterable[Finding],
    crs: CRS,
    area_names: Mapping[str, str],
    parent_names: Mapping[str, str],
) -> gpd.GeoDataFrame:
    """Put findings into a frame: by kind, the largest first, the same order on every run.

    Columns kind, area_ids, area_names, parent_ids, parent_names, area_m2, reason, message, at
    (Point) and geometry, both in ``crs``.
    """
    ordered = sorted(findings, key=_rank)
    rows = [
        {
            "kind": finding.kind,
            "area_ids": list(finding.area_ids),
            "area_names": [area_names.get(code, "") for code in finding.area_ids],
            "parent_ids": list(finding.parent_ids),
            "parent_names": [parent_names.get(code, "") for code in finding.parent_ids],
            "area_m2": finding.area_m2,
            "reason": finding.reason,
            "message": describe(finding, area_names, parent_names),
        }
        for finding in ordered
    ]
    columns = ["kind", "area_ids", "area_names", "parent_ids", "parent_names"]
    frame = pd.DataFrame(rows, columns=[*columns, "area_m2", "reason", "message"])
    frame["area_m2"] = frame["area_m2"].astype(float)
    frame["at"] = gpd.GeoSeries([finding.at for finding in ordered], crs=crs)
    return gpd.GeoDataFrame(frame, geometry=[f.geometry for f in ordered], crs=crs)


def describe(
    finding: Finding, area_names: Mapping[str, str], parent_names: Mapping[str, str]
) -> str:
    """Say in one sentence what is wrong and where.

    >>> hole = Finding("gap", ("G1", "G2"), 1234.0, None, None, "hole")
    >>> describe(hole, {"G1": "North market"}, {})
    '1,234 m² beside North market (G1) and G2 belong to no area.'
    """
    who = _listed(finding.area_ids, area_names)
    parents = _listed(finding.parent_ids, parent_names)
    size = size_text(finding.area_m2)
    where = "".join([f" beside {who}" * bool(who), f" in {parents}" * bool(parents)])
    sentences = {
        "duplicate_id": f"The code {who} is used by {finding.reason} areas.",
        "empty": f"{who} has no polygon.",
        "invalid": f"The outline of {who} is invalid: {finding.reason}.",
        "overlap": f"{who} overlap by {size}.",
        "gap": f"{size}{where} belong to no area.",
        "straddles_parent": f"{who} straddles {parents}: {size} lie outside its own.",
        "childless": f"{parents} holds no area at all: {size} belong to none.",
        "wholly": f"{who} lies wholly outside its parent {parents}.",
        "partly": f"{size} of {who} lie outside its parent {parents}, in no other.",
        "no_parent": f"{who} names no parent.",
        "unknown_parent": f"{who} names a parent that does not exist: {parents}.",
        "nowhere": f"{who} lies in no parent at all.",
        "outline": f"{size} of {who} lie outside the outline.",
    }
    is_by_reason = finding.kind == "outside_parent" or finding.reason == "childless"
    return sentences[finding.reason if is_by_reason else finding.kind]


def size_text(area_m2: float) -> str:
    """Write an area as a person reads it.

    >>> size_text(0.25), size_text(20_041.3), size_text(1_234_567.0)
    ('0.25 m²', '20,041 m²', '1.23 km²')
    """
    if area_m2 >= 1e6:
        return f"{area_m2 / 1e6:,.2f} km²"
    return f"{area_m2:,.0f} m²" if area_m2 >= 10 else f"{area_m2:.2f} m²"


def _listed(codes: Sequence[str], names: Mapping[str, str]) -> str:
    named = [f"{names[code]} ({code})" if names.get(code) else code for code in codes]
    if len(named) > _NAMED_AT_MOST:
        named = [*named[: _NAMED_AT_MOST - 1], f"{len(named) - _NAMED_AT_MOST + 1} more"]
    return " and ".join(filter(None, [", ".join(named[:-1]), *named[-1:]]))


def _rank(finding: Finding) -> tuple[int, float, tuple[str, ...], tuple[str, ...], str]:
    # Two gaps of one size beside the same areas are told apart by where they are.
    place = finding.at.wkt if finding.at is not None else ""
    kind = KINDS.index(finding.kind)
    return kind, -finding.area_m2, finding.area_ids, finding.parent_ids, place

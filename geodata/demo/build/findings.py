"""What was odd in the sources, and what was done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geometry import as_multipolygon

# Enough to show where and what; the exact outlines are in the layers.
OUTLINE_TOLERANCE_DEG = 5e-5


@dataclass(frozen=True)
class Finding:
    """One row of findings.json; ``at`` is lon, lat; ``geometry`` a simplified GeoJSON outline."""

    kind: str
    tier: int | None
    area_codes: list[str]
    area_m2: float
    at: tuple[float, float]
    message: str
    message_zh: str
    repaired: bool
    rule: str
    geometry: dict[str, Any] | None = None

    def as_row(self) -> dict[str, Any]:
        """Return the finding as plain JSON types."""
        return asdict(self)


def finding(
    kind: str,
    shape: BaseGeometry,
    *,
    tier: int | None,
    codes: Sequence[str],
    metric_epsg: int,
    messages: tuple[str, str],
    rule: str,
    repaired: bool,
    at: shapely.Point | None = None,
    with_outline: bool = True,
) -> Finding:
    """Describe one finding; ``shape`` (EPSG:4326) is what the finding covers.

    Leave the outline out where it would be thousands of slivers.
    """
    area_m2 = float(gpd.GeoSeries([shape], crs=4326).to_crs(metric_epsg).area.iloc[0])
    point = at or shape.representative_point()
    return Finding(
        kind=kind,
        tier=tier,
        area_codes=list(codes),
        area_m2=round(area_m2, 1),
        at=(round(point.x, 6), round(point.y, 6)),
        message=messages[0],
        message_zh=messages[1],
        repaired=repaired,
        rule=rule,
        geometry=_outline(shape) if with_outline else None,
    )


def _outline(shape: BaseGeometry) -> dict[str, Any]:
    """Return a drawing of the shape as GeoJSON, 6 decimals."""
    slim = shapely.transform(
        shapely.simplify(shape, OUTLINE_TOLERANCE_DEG), lambda points: points.round(6)
    )
    return dict(shapely.geometry.mapping(as_multipolygon(shapely.make_valid(slim))))

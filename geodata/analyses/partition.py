"""Is a tier a partition: no gap, no overlap, valid polygons, each child inside one parent?"""

from __future__ import annotations

import geopandas as gpd
import numpy as np

from geodata.analyses import overlay
from geodata.analyses.findings import Finding, as_frame
from geodata.analyses.gaps import find_gaps
from geodata.analyses.layer import Layer, mended
from geodata.analyses.overlaps import find_overlaps
from geodata.analyses.parenthood import find_outside, find_strays
from geodata.analyses.rings import find_duplicates, find_empty, find_invalid
from geodata.analyses.sieve import Sieve
from geodata.crs import require_metric
from geodata.errors import InvalidInputError


def find(
    areas: gpd.GeoDataFrame,
    *,
    code_column: str,
    name_column: str | None = None,
    parents: gpd.GeoDataFrame | None = None,
    parent_code_column: str | None = None,
    parent_column: str | None = None,
    outline: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
    tolerance_m2: float = 1.0,
) -> gpd.GeoDataFrame:
    """List what keeps a tier of areas from being a partition.

    Invalid rings are reported, then judged on a copy mended by structure. The kinds are

    - ``duplicate_id``: a code that several rows use;
    - ``empty``: an area without a polygon;
    - ``invalid``: an invalid ring; area and geometry are those of the mended copy, ``at`` is the
      place of the defect;
    - ``overlap``: two areas share more than the tolerance, counted over all common pieces;
    - ``gap``: a connected piece that should be covered and is in no area. What should be covered:
      every parent, and the outline; without an outline, the holes that the areas enclose.
      ``area_ids`` are the neighbours of the gap;
    - ``straddles_parent``: a part of the area lies in its parent and another in other parents;
      ``area_m2`` is what lies in the others;
    - ``outside_parent``: the area, or a part of it, lies outside its parent and in no other; or the
      area lies wholly elsewhere, or names no or an unknown parent; or, with an outline and no
      parents, a part lies outside the outline.

    Parameters
    ----------
    areas : n polygons in a metric CRS; ``code_column`` filled, ``name_column`` for the messages.
    parents : areas of the tier above in the same CRS, their codes in ``parent_code_column`` (by
        default ``code_column``), their names in ``name_column`` where they have one.
    parent_column : the column of ``areas`` that names the parent. Without it the parent is the
        one that holds most of the area.
    outline : what the tier should cover, same CRS; its parts are united.
    tolerance_m2 : pieces that are smaller, or nowhere 0.05 m wide, are noise of coordinates, not
        findings; ``attrs["noise"]`` of the result holds their ``count`` and ``area_m2`` by kind.

    Returns
    -------
    GeoDataFrame in the CRS of ``areas``, one row per finding, the same on every run and in any
    order of rows: kind, area_ids (list), area_names, parent_ids, parent_names, area_m2, reason,
    message, at (Point, in the same CRS), geometry.

    Raises
    ------
    InvalidInputError : not metric, CRS that differ, a column or a code missing.

    >>> import shapely
    >>> market = gpd.GeoDataFrame(
    ...     {"code": ["G1", "G2"]},
    ...     geometry=[shapely.box(0, 0, 60, 50), shapely.box(50, 0, 90, 50)], crs=26985)
    >>> outline = gpd.GeoSeries([shapely.box(0, 0, 100, 50)], crs=26985)
    >>> find(market, code_column="code", outline=outline)["message"].tolist()
    ['G1 and G2 overlap by 500 m².', '500 m² beside G2 belong to no area.']
    """
    require_metric(areas)
    for other in (parents, outline):
        _require_same_crs(areas, other)
    layer = Layer.read(areas, code_column, name_column, parent_column)
    above = _read_parents(parents, parent_code_column or code_column, name_column)
    if parent_column is not None and above is None:
        raise InvalidInputError("a parent column needs the parents' layer")
    whole = None if outline is None else overlay.union(mended(np.asarray(outline.geometry)))
    sieve = Sieve(tolerance_m2)
    findings: list[Finding] = []
    findings += find_duplicates(layer)
    findings += find_empty(layer)
    findings += find_invalid(layer)
    findings += find_overlaps(layer, sieve)
    findings += find_gaps(layer, above, whole, sieve)
    if above is not None:
        findings += find_strays(layer, above, sieve)
    elif whole is not None:
        findings += find_outside(layer, whole, sieve)
    frame = as_frame(findings, areas.crs, layer.names, above.names if above else {})
    frame.attrs["noise"] = {"count": sieve.count, "area_m2": sieve.area_m2}
    return frame


def _read_parents(
    parents: gpd.GeoDataFrame | None, code_column: str, name_column: str | None
) -> Layer | None:
    if parents is None:
        return None
    has_names = name_column is not None and name_column in parents
    return Layer.read(parents, code_column, name_column if has_names else None)


def _require_same_crs(
    areas: gpd.GeoDataFrame, other: gpd.GeoDataFrame | gpd.GeoSeries | None
) -> None:
    if other is not None and (other.crs is None or other.crs != areas.crs):
        name = "no CRS" if other.crs is None else other.crs.to_string()
        raise InvalidInputError(f"the areas are in {areas.crs.to_string()} but a layer has {name}")

"""Units that the areas do not cover, share, or cut: one located record each, and its wording."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from geodata.analyses.findings import point_on, size_text
from geodata.analyses.layer import Layer, ObjectArray
from geodata.analyses.unit_shares import UnitShares
from geodata.crs import FloatArray

COVERAGE_KINDS = ("unit_outside", "unit_on_two", "unit_cut")
_COLUMNS = ("kind", "unit_id", "area_ids", "area_m2", "share")


def as_findings(
    units: Layer,
    areas: Layer,
    shares: UnitShares,
    people: dict[str, FloatArray],
    crs: CRS,
) -> gpd.GeoDataFrame:
    """List units by kind, those with most people (else most ground) amiss first.

    Columns kind, unit_id, area_ids, area_m2 and share (of the unit) amiss, one column per people
    column, message, at, geometry. ``unit_cut`` tells of whole units that several areas share out
    among them; its ground is that outside of the largest part.
    """
    whole = shapely.area(units.polygons)
    by_unit = np.argsort(shares.unit, kind="stable")
    start = np.searchsorted(shares.unit[by_unit], np.arange(len(whole) + 1))
    largest = np.zeros(len(whole))
    np.maximum.at(largest, shares.unit, shares.share)
    rest_m2 = (1.0 - largest) * whole - shapely.area(shares.outside)
    rows = []
    for kind, positions, size, shape in _cases(units, shares, rest_m2):
        for i in positions:
            ids = list(areas.ids(np.unique(shares.area[by_unit[start[i] : start[i + 1]]])))
            share = float(size[i] / whole[i])
            amiss = {name: float(np.nan_to_num(v[i])) * share for name, v in people.items()}
            message = _message(kind, units.codes[i], ids, (float(size[i]), share), amiss)
            first = (kind, units.codes[i], ids, float(size[i]), share)
            rows.append((*first, *amiss.values(), message, point_on(shape[i]), shape[i]))
    frame = pd.DataFrame(rows, columns=[*_COLUMNS, *people, "message", "at", "geometry"])
    frame = frame.astype({"area_m2": float, "share": float})
    frame["rank"] = frame["kind"].map(COVERAGE_KINDS.index)
    by = ["rank", *list(people)[:1], "area_m2", "unit_id"]
    descending = [True, *[False] * len(list(people)[:1]), False, True]
    frame = frame.sort_values(by, ascending=descending, ignore_index=True).drop(columns="rank")
    frame["at"] = gpd.GeoSeries(frame["at"], crs=crs)
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=crs)


def _cases(
    units: Layer, shares: UnitShares, rest_m2: FloatArray
) -> list[tuple[str, list[int], FloatArray, ObjectArray]]:
    outside_m2, double_m2 = shapely.area(shares.outside), shapely.area(shares.double)
    is_cut = shares.is_cut & (double_m2 == 0)
    return [
        ("unit_outside", np.flatnonzero(outside_m2 > 0).tolist(), outside_m2, shares.outside),
        ("unit_on_two", np.flatnonzero(double_m2 > 0).tolist(), double_m2, shares.double),
        ("unit_cut", np.flatnonzero(is_cut).tolist(), rest_m2, units.polygons),
    ]


def _message(
    kind: str, unit: str, area_ids: list[str], amiss: tuple[float, float], people: dict[str, float]
) -> str:
    area_m2, share = amiss
    listed = ", ".join(area_ids)
    who = "".join(f", about {number:,.0f} {name}" for name, number in people.items())
    ground = f"{size_text(area_m2)} ({share:.1%}) of unit {unit}{who}"
    return {
        "unit_outside": f"{ground}, lie in no area.",
        "unit_on_two": f"{ground}, lie in more than one of {listed}.",
        "unit_cut": f"Unit {unit} is cut by the borders of {listed}.",
    }[kind]

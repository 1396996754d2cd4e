"""A city as the engine reads it: units in the order of their codes, borders, locks and pins."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from pyproj import CRS

from geodata.analyses.zoning import barriers as obstacles
from geodata.analyses.zoning import borders as adjacency
from geodata.analyses.zoning.borders import Borders, ObjectArray
from geodata.analyses.zoning.demand import Demand
from geodata.analyses.zoning.findings import ZoningFinding
from geodata.analyses.zoning.graph import Links
from geodata.analyses.zoning.repair import repaired
from geodata.crs import FloatArray, require_metric
from geodata.errors import InvalidInputError

# How much a unit counts beside its weight when whole grids are compared: units without anybody
# belong somewhere too.
NO_GRID = ""


@dataclass(frozen=True)
class Problem:
    """n units sorted by code; ``rows`` are their places in the input.

    ``today`` and ``pinned`` hold grid codes, "" for none; ``is_locked`` units stay in a grid that
    nothing else may join. ``barrier_share`` (per link) is how much of a border lies on a barrier.
    """

    demand: Demand
    crs: CRS
    rows: npt.NDArray[np.intp]
    index: pd.Index
    codes: ObjectArray
    weight: FloatArray
    load: FloatArray
    has_workload: bool
    parent: ObjectArray
    today: ObjectArray
    pinned: ObjectArray
    is_locked: npt.NDArray[np.bool_]
    polygons: ObjectArray
    borders: Borders
    links: Links
    barrier_share: FloatArray
    wanted: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[ZoningFinding, ...] = ()


def read(
    units: gpd.GeoDataFrame,
    demand: Demand,
    *,
    weight_column: str,
    code_column: str = "code",
    workload_column: str | None = None,
    parent_column: str | None = None,
    today_column: str | None = None,
    locked: Collection[str] = (),
    pinned: Mapping[str, str] | None = None,
    barriers: gpd.GeoDataFrame | None = None,
    zone_counts: Mapping[str, int] | None = None,
) -> Problem:
    """Read and check the units; see `propose` for the columns.

    Raises InvalidInputError for a CRS that is not metric, missing columns, codes that are missing
    or stand twice, weights that are no numbers from 0 up, units without a polygon, and locks or
    pins that name what does not exist.
    """
    require_metric(units)
    if not len(units):
        raise InvalidInputError("there are no units")
    for column in (code_column, weight_column, workload_column, parent_column, today_column):
        if column is not None and column not in units:
            raise InvalidInputError(f"the units have no column {column!r}", field=column)
    texts = _texts(units[code_column])
    _check_codes(texts, code_column)
    rows = np.argsort(texts.astype(str), kind="stable")
    codes = texts[rows]
    weight = _numbers(units, weight_column)[rows]
    polygons, found = repaired(np.asarray(units.geometry.array, dtype=object)[rows], codes)
    today = _column(units, today_column)[rows]
    pins, is_locked = _holds(codes, today, locked, pinned or {})
    borders = adjacency.read(polygons)
    share, passable = obstacles.weigh(borders, barriers, units.crs)
    return Problem(
        demand=demand,
        crs=units.crs,
        rows=rows,
        index=units.index,
        codes=codes,
        weight=weight,
        load=_numbers(units, workload_column)[rows] if workload_column else weight.copy(),
        has_workload=workload_column is not None,
        parent=_column(units, parent_column)[rows],
        today=today,
        pinned=pins,
        is_locked=is_locked,
        polygons=polygons,
        borders=borders,
        links=Links(
            borders.first,
            borders.second,
            borders.length_m,
            borders.length_m * (1.0 - (1.0 - obstacles.BARRIER_PRICE) * share),
            passable,
        ),
        barrier_share=share,
        wanted=zone_counts or {},
        findings=tuple(found),
    )


def _texts(column: pd.Series) -> ObjectArray:
    texts = np.empty(len(column), dtype=object)
    texts[:] = ["" if pd.isna(value) else str(value).strip() for value in column]
    return texts


def _column(units: gpd.GeoDataFrame, column: str | None) -> ObjectArray:
    return _texts(units[column]) if column else np.full(len(units), "", dtype=object)


def _check_codes(codes: ObjectArray, column: str) -> None:
    seen: dict[str, int] = {}
    for row, code in enumerate(codes, start=1):
        if not code:
            raise InvalidInputError(f"row {row}: the unit has no code", row=row, field=column)
        if code in seen:
            raise InvalidInputError(
                f"row {row}: the code {code!r} stands already in row {seen[code]}", row=row
            )
        seen[code] = row


def _numbers(units: gpd.GeoDataFrame, column: str) -> FloatArray:
    values = pd.to_numeric(units[column], errors="coerce").to_numpy(dtype=np.float64)
    bad = np.flatnonzero(~np.isfinite(values) | (values < 0))
    if len(bad):
        row = int(bad[0]) + 1
        value = units[column].iloc[row - 1]
        message = f"row {row}: {column} is {value!r}, which is not a number from 0 up"
        raise InvalidInputError(message, row=row, field=column)
    return np.asarray(values)


def _holds(
    codes: ObjectArray, today: ObjectArray, locked: Collection[str], pinned: Mapping[str, str]
) -> tuple[ObjectArray, npt.NDArray[np.bool_]]:
    unknown = sorted(set(locked) - set(today[today != NO_GRID]))
    if unknown:
        raise InvalidInputError(f"locked grids that do not exist today: {', '.join(unknown[:5])}")
    unknown = sorted(set(pinned) - set(codes))
    if unknown:
        raise InvalidInputError(f"pinned units that do not exist: {', '.join(unknown[:5])}")
    barred = sorted(unit for unit, grid in pinned.items() if grid in set(locked))
    is_locked = np.isin(today.astype(str), sorted(locked)) if locked else np.zeros(len(codes), bool)
    pins = np.array([pinned.get(code, NO_GRID) for code in codes], dtype=object)
    torn = np.flatnonzero(is_locked & (pins != NO_GRID) & (pins != today))
    if len(torn):
        barred = [*barred, *codes[torn]]
    wrong = [u for u in barred if pinned[u] != today[np.searchsorted(codes.astype(str), u)]]
    if wrong:
        raise InvalidInputError(f"pins and locks contradict each other: {', '.join(wrong[:5])}")
    return pins, is_locked

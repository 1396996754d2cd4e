"""Who and what the areas do not cover: people, households, addresses, ground."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.analyses import overlay, unit_shares
from geodata.analyses.address_places import EDGE_M, place
from geodata.analyses.coverage_findings import as_findings
from geodata.analyses.layer import Layer, mended
from geodata.analyses.sieve import Sieve
from geodata.analyses.unit_shares import UnitShares
from geodata.crs import FloatArray, require_metric
from geodata.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Coverage:
    """What ``measure`` returns.

    ``areas``: index of the areas; code, area_m2, unit_count (units with the largest share here),
    and for what was given population, households, address_count.
    ``units``: index of the units; area_code (of the largest share, None without one),
    covered_share, double_share (ground in more than one area), is_cut (in several areas).
    ``addresses``: index of the addresses; area_code, lies. None without addresses.
    ``findings``: unit_outside, unit_on_two, unit_cut with ground, people and sentence.
    ``totals``: numbers by name, see ``measure``.
    """

    areas: pd.DataFrame
    units: pd.DataFrame
    addresses: pd.DataFrame | None
    findings: gpd.GeoDataFrame
    totals: dict[str, float]


def measure(
    areas: gpd.GeoDataFrame,
    units: gpd.GeoDataFrame,
    *,
    code_column: str,
    name_column: str | None = None,
    unit_code_column: str | None = None,
    population_column: str | None = None,
    household_column: str | None = None,
    outline: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
    addresses: gpd.GeoDataFrame | None = None,
    tolerance_m2: float = 1.0,
    edge_m: float = EDGE_M,
) -> Coverage:
    """Count who lies in no area, in two, or on a border, and sum the people of each area.

    Units are polygons whose people are taken to live evenly over their ground (areal weighting): a
    unit with 30 % of its ground outside has 30 % of its people outside. Invalid rings are read as
    mended. Pieces below ``tolerance_m2`` or nowhere 5 cm wide are noise.

    Parameters
    ----------
    areas, units : polygons in one metric CRS, with the named columns. Units without a code
        column are named by their index.
    population_column, household_column : numbers >= 0 of ``units``; missing counts as 0 and is
        counted in the totals.
    outline : what should be covered, for covered_share.
    addresses : Points in the same CRS; within ``edge_m`` of a border they lie on it.

    Returns
    -------
    Coverage. Its totals: area_count, unit_count, unit_unplaced_count, covered_m2; with an outline
    outline_m2, uncovered_m2, covered_share; per people column C (population, households): C,
    C_outside, C_on_two (in the ground that areas share), C_on_edge (in units that a border cuts),
    C_unknown_count; addresses, addresses_outside, addresses_on_two, addresses_on_edge,
    addresses_unplaced.

    Raises
    ------
    InvalidInputError : not metric, CRS that differ, a column absent, a number below 0.

    >>> grids = gpd.GeoDataFrame(
    ...     {"code": ["G1"]}, geometry=[shapely.box(0, 0, 50, 50)], crs=26985)
    >>> blocks = gpd.GeoDataFrame(
    ...     {"people": [80]}, geometry=[shapely.box(0, 0, 100, 50)], crs=26985)
    >>> result = measure(grids, blocks, code_column="code", population_column="people")
    >>> result.totals["population_outside"]
    40.0
    """
    require_metric(areas)
    for other in (units, outline, addresses):
        if other is not None and other.crs != areas.crs:
            raise InvalidInputError("all layers must be in the CRS of the areas")
    holders = Layer.read(areas, code_column, name_column)
    named = units.assign(_code=units.index if unit_code_column is None else units[unit_code_column])
    pieces = Layer.read(named, "_code")
    shares = unit_shares.measure(pieces, holders, Sieve(tolerance_m2))
    people = {
        name: _people(units, column)[pieces.rows]
        for name, column in (("population", population_column), ("households", household_column))
        if column is not None
    }
    doors = None if addresses is None else place(addresses, holders, edge_m)
    return Coverage(
        _area_sums(areas, holders, shares, people, doors),
        _unit_rows(units, pieces, holders, shares),
        doors,
        as_findings(pieces, holders, shares, people, areas.crs),
        {
            **_ground(holders, pieces, outline),
            **_people_totals(pieces, shares, people),
            **({} if doors is None else _address_totals(doors)),
        },
    )


def _people(units: gpd.GeoDataFrame, column: str) -> FloatArray:
    if column not in units:
        raise InvalidInputError(f"the units have no column {column!r}", field=column)
    try:
        values = pd.to_numeric(units[column]).to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise InvalidInputError(f"column {column!r}: {error}", field=column) from error
    wrong = np.flatnonzero((values < 0) | np.isinf(values))
    if len(wrong):
        row = int(wrong[0]) + 1
        message = f"row {row}: column {column!r} holds {values[row - 1]:g}"
        raise InvalidInputError(message, row=row, field=column)
    return np.asarray(values)


def _main(shares: UnitShares, count: int) -> npt.NDArray[np.intp]:
    """Position of the area with most of each unit, -1 without one; ties to the lowest code."""
    main = np.full(count, -1, dtype=np.intp)
    order = np.lexsort((-shares.area, shares.share))
    main[shares.unit[order]] = shares.area[order]
    return main


def _area_sums(
    areas: gpd.GeoDataFrame,
    holders: Layer,
    shares: UnitShares,
    people: dict[str, FloatArray],
    doors: pd.DataFrame | None,
) -> pd.DataFrame:
    count = len(holders.codes)
    main = _main(shares, len(shares.outside))
    sums = pd.DataFrame({"code": holders.codes, "area_m2": shapely.area(holders.polygons)})
    sums["unit_count"] = np.bincount(main[main >= 0], minlength=count)
    for name, values in people.items():
        part = np.nan_to_num(values[shares.unit]) * shares.share
        sums[name] = np.bincount(shares.area, weights=part, minlength=count)
    if doors is not None:
        per_code = doors["area_code"].value_counts()
        sums["address_count"] = per_code.reindex(holders.codes, fill_value=0).to_numpy()
    sums.index = areas.index[holders.rows]
    return sums.iloc[np.argsort(holders.rows)]


def _unit_rows(
    units: gpd.GeoDataFrame, pieces: Layer, holders: Layer, shares: UnitShares
) -> pd.DataFrame:
    count = len(pieces.codes)
    size = np.where(shapely.is_empty(pieces.polygons), np.nan, shapely.area(pieces.polygons))
    holder = np.append(holders.codes, [None])[_main(shares, count)]
    rows = pd.DataFrame(
        {
            "area_code": pd.Series(holder, units.index[pieces.rows], dtype=object),
            "covered_share": 1.0 - shapely.area(shares.outside) / size,
            "double_share": shapely.area(shares.double) / size,
            "is_cut": shares.is_cut,
        },
        index=units.index[pieces.rows],
    )
    return rows.iloc[np.argsort(pieces.rows)]


def _ground(
    holders: Layer, pieces: Layer, outline: gpd.GeoDataFrame | gpd.GeoSeries | None
) -> dict[str, float]:
    totals = {
        "area_count": float(len(holders.codes)),
        "unit_count": float(len(pieces.codes)),
        "unit_unplaced_count": float(shapely.is_empty(pieces.polygons).sum()),
        "covered_m2": float(holders.union.area),
    }
    if outline is None:
        return totals
    whole = overlay.union(mended(np.asarray(outline.geometry.array, dtype=object)))
    uncovered_m2 = float(overlay.difference(whole, holders.union).area)
    return totals | {
        "outline_m2": float(whole.area),
        "uncovered_m2": uncovered_m2,
        "covered_share": 1.0 - uncovered_m2 / whole.area if whole.area else 0.0,
    }


def _people_totals(
    pieces: Layer, shares: UnitShares, people: dict[str, FloatArray]
) -> dict[str, float]:
    size = shapely.area(pieces.polygons)
    size = np.where(size > 0, size, np.inf)
    outside, double = shapely.area(shares.outside) / size, shapely.area(shares.double) / size
    totals = {}
    for name, values in people.items():
        known = np.nan_to_num(values)
        totals[name] = float(known.sum())
        totals[f"{name}_outside"] = float((known * outside).sum())
        totals[f"{name}_on_two"] = float((known * double).sum())
        totals[f"{name}_on_edge"] = float(known[shares.is_cut].sum())
        totals[f"{name}_unknown_count"] = float(np.isnan(values).sum())
    return totals


def _address_totals(doors: pd.DataFrame) -> dict[str, float]:
    lies = doors["lies"].value_counts()
    parts = {"outside": "outside", "on_two": "two", "on_edge": "edge", "unplaced": "unplaced"}
    counted = {f"addresses_{name}": float(lies.get(kind, 0)) for name, kind in parts.items()}
    return {"addresses": float(len(doors))} | counted

"""`geodata workload`: how heavy each area is, and which are too large or too small."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.analyses import load_limits, locate, street_lengths
from geodata.analyses import workload as analysis
from geodata.analyses.load_limits import LoadLimit
from geodata.analyses.workload import Workload, WorkloadWeights
from geodata.commands import inputs, options
from geodata.commands.coded import CODE, NAME, coded
from geodata.commands.progress import say, steps
from geodata.errors import InvalidInputError
from geodata.exporters.output import Output
from geodata.importers.identifiers import require_columns
from geodata.importers.layers import read_layer

_HOUSEHOLDS, _OFFICERS, _CATEGORY = "households of area", "officers of area", "category"
_ADDED = ("incident_count", "patrol_m", "load_h", "load_per_officer_h")


@click.command()
@options.areas_file
@click.option("--households", required=True, metavar="COL", help="Column with the households.")
@click.option("--officers", metavar="COL", help="Column with the officers [default: one each].")
@click.option("--incidents", metavar="FILE", help="Points of the incidents.")
@click.option("--category", metavar="COL", help="Column of the incidents with their category.")
@click.option("--hours", metavar="FILE", help='JSON with hours per category: {"noise": 0.5}.')
@click.option(
    "--months",
    type=click.FloatRange(min=0, min_open=True),
    default=1.0,
    show_default=True,
    help="Months that the incidents span.",
)
@click.option("--streets", metavar="FILE", help="Centrelines to patrol.")
@click.option("--low", type=float, metavar="N", help="Fewer households are too few.")
@click.option("--high", type=float, metavar="N", help="More households are too many.")
@options.out_layer
@options.report_file
@options.metric_crs
@options.reading
def workload(
    *,
    areas: str,
    id_column: str | None,
    households: str,
    officers: str | None,
    incidents: str | None,
    category: str | None,
    hours: str | None,
    months: float,
    streets: str | None,
    low: float | None,
    high: float | None,
    out: Path,
    report: Path,
    metric_epsg: int | None,
    input_crs: int | None,
    max_vertices: int,
) -> None:
    """Add up households, incidents and streets of each area, and tell how evenly they lie.

    --out gets the areas with incident_count, patrol_m, load_h (hours of an officer per month) and
    load_per_officer_h. The report holds the totals with Gini and the largest over the mean, the
    weights, and with --low or --high the areas outside of the band.

    \b
    Example:
      geodata workload --areas grids.geojson --households homes --incidents cases.csv \\
          --streets roads.geojson --low 300 --high 500 --out load.gpkg --report load.json
    """
    if incidents is None and (category is not None or hours is not None):
        raise InvalidInputError("--category and --hours need --incidents")
    if (hours is None) != (category is None):
        raise InvalidInputError("--category and --hours belong together")
    with steps(3) as begin, Output() as output:
        begin("reading")
        tier = inputs.read_areas(areas, id_column, input_crs=input_crs, max_vertices=max_vertices)
        cases = None if incidents is None else read_layer(incidents, kind="points", crs=input_crs)
        roads = None if streets is None else read_layer(streets, crs=input_crs)
        for layer in (cases, roads):
            if layer is not None:
                inputs.check_axes(layer, tier)
        prices = _read_hours(hours)
        begin("measuring")
        held = coded(tier, tier.attrs["id_column"])
        held[_HOUSEHOLDS] = inputs.numbers(tier, households)
        if officers is not None:
            held[_OFFICERS] = inputs.numbers(tier, officers)
        located = None if cases is None else _located(cases, held, category)
        metric = inputs.to_metric(held, metric_epsg)
        result = _measure(metric, located, prices, months, roads)
        outside = _outside_band(held, low, high)
        begin("writing")
        output.layer(_loaded(tier, result), out)
        content = _report(result, outside, prices, located)
        output.report(content, report)
    _summarise(content, output)


def _read_hours(path: str | None) -> dict[str, float]:
    if path is None:
        return {}
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise InvalidInputError(f"{path}: cannot be read as JSON: {error}") from error
    pairs = content.items() if isinstance(content, dict) else [(path, content)]
    for name, value in pairs:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not is_number or not 0 <= value < np.inf:
            raise InvalidInputError(f"{path}: {name!r} needs hours from 0 up, not {value!r}")
    return {str(name): float(value) for name, value in pairs}


def _located(cases: gpd.GeoDataFrame, held: gpd.GeoDataFrame, category: str | None) -> pd.DataFrame:
    """The incidents with the code of their area, found in the CRS of the areas."""
    points = gpd.GeoDataFrame(geometry=inputs.in_crs_of(cases, held).geometry)
    found = pd.DataFrame(locate.locate(points, held, code_column=CODE)[["area_code"]])
    if category is not None:
        require_columns(cases, [category], cases.attrs["source"])
        found[_CATEGORY] = cases[category].astype(str).to_numpy()
    return found


def _measure(
    metric: gpd.GeoDataFrame,
    located: pd.DataFrame | None,
    prices: dict[str, float],
    months: float,
    roads: gpd.GeoDataFrame | None,
) -> Workload:
    patrol_m = None
    if roads is not None:
        lines = inputs.in_crs_of(roads, metric).geometry
        patrol_m = street_lengths.measure(metric, lines, code_column=CODE)
    return analysis.measure(
        metric,
        code_column=CODE,
        household_column=_HOUSEHOLDS,
        officer_column=_OFFICERS if _OFFICERS in metric else None,
        incidents=located,
        category_column=_CATEGORY if located is not None and _CATEGORY in located else None,
        category_hours=prices,
        months=months,
        patrol_m=patrol_m,
    )


def _outside_band(held: gpd.GeoDataFrame, low: float | None, high: float | None) -> pd.DataFrame:
    if low is None and high is None:
        return pd.DataFrame()
    limit = LoadLimit("band", 0, _HOUSEHOLDS, low=low, high=high)
    name = NAME if NAME in held else None
    band = held.assign(tier=0)
    return load_limits.find(
        band, code_column=CODE, tier_column="tier", name_column=name, limits=[limit]
    )


def _loaded(tier: gpd.GeoDataFrame, result: Workload) -> gpd.GeoDataFrame:
    added = result.areas[list(_ADDED)].round(6)
    added = added.replace([np.inf], np.nan)
    kept = tier.drop(columns=[name for name in added if name in tier])
    loaded = gpd.GeoDataFrame(pd.concat([kept, added], axis=1), crs=tier.crs)
    loaded.attrs = dict(tier.attrs)
    return loaded


def _report(
    result: Workload,
    outside: pd.DataFrame,
    prices: dict[str, float],
    located: pd.DataFrame | None,
) -> dict[str, Any]:
    weights = WorkloadWeights()
    totals = result.tiers.drop(columns="tier").round(6).iloc[0].to_dict()
    lost = 0 if located is None else int(located["area_code"].isna().sum())
    whole = ("area_count",)
    return {
        "totals": {
            **{name: int(value) if name in whole else value for name, value in totals.items()},
            "incident_count": int(result.areas["incident_count"].sum()),
            "incident_outside_count": lost,
        },
        "weights": {
            "household_h": weights.household_h,
            "incident_h": weights.incident_h,
            "patrol_km_h": weights.patrol_km_h,
            "category_h": prices,
        },
        "outside_band": [
            {"id": row.code, "households": row.value, "limit": row.limit, "side": row.side}
            for row in outside.itertuples()
        ],
    }


def _summarise(content: dict[str, Any], output: Output) -> None:
    totals = content["totals"]
    text = f"{totals['area_count']:,} areas, {totals['load_h']:,.0f} h a month; "
    text += (
        f"the heaviest has {totals['max_to_mean']:.2f} times the mean, Gini {totals['gini']:.3f}"
    )
    say(text, *output.notes)
    if totals["incident_outside_count"]:
        say(f"{totals['incident_outside_count']:,} incidents lie in no area")
    if content["outside_band"]:
        say(f"{len(content['outside_band']):,} areas outside of the band")

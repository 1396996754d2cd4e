"""`geodata zone`: draw grids from units."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import geopandas as gpd
import pandas as pd

from geodata.analyses.long_edges import share_vertices
from geodata.analyses.zoning import VARIANTS, Demand, Proposal, problem, propose_for
from geodata.commands import inputs, options
from geodata.commands.coded import CODE, coded
from geodata.commands.progress import say, steps
from geodata.errors import InvalidInputError
from geodata.exporters.output import Output
from geodata.importers.identifiers import require_columns
from geodata.importers.layers import read_layer
from geodata.importers.source_file import check_file

# Names that no column of a file has, so that nothing is overwritten.
_CODE, _WEIGHT, _LOAD = "unit code", "weight of unit", "workload of unit"
_PARENT, _TODAY = "parent of unit", "grid of unit today"
_FIGURES = ("in_band_share", "mean_polsby_popper", "weight_kept_share")


@click.command()
@click.option("--units", required=True, metavar="FILE", help="Polygons that move whole: blocks.")
@options.id_column
@click.option("--weight", required=True, metavar="COL", help="Column to bound: households.")
@click.option("--min", "low", required=True, type=click.FloatRange(min=0), help="Least weight.")
@click.option("--max", "high", required=True, type=click.FloatRange(min=0), help="Most weight.")
@click.option("--target", required=True, type=click.FloatRange(min=0), help="Wanted weight.")
@click.option("--workload", metavar="COL", help="Column to balance as well.")
@click.option("--parents", metavar="COL", help="Column with the community of each unit.")
@click.option("--today", metavar="COL", help="Column with the grid of each unit today.")
@click.option("--lock", metavar="FILE", help='JSON: {"grids": [codes], "units": {unit: grid}}.')
@click.option("--barriers", metavar="FILE", help="Rivers, railways, roads and bridges.")
@click.option(
    "--variant", type=click.Choice([*VARIANTS, "all"]), default="fresh", show_default=True
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
@options.out_layer
@options.report_file
@options.metric_crs
@options.reading
def zone(
    *,
    units: str,
    id_column: str | None,
    weight: str,
    low: float,
    high: float,
    target: float,
    workload: str | None,
    parents: str | None,
    today: str | None,
    lock: str | None,
    barriers: str | None,
    variant: str,
    seed: int,
    out: Path,
    report: Path,
    metric_epsg: int | None,
    input_crs: int | None,
    max_vertices: int,
) -> None:
    """Draw connected, compact grids within absolute bounds, each inside one parent.

    --out gets the units with the column grid_code (with --variant all: grid_fresh, grid_balanced
    and grid_minimal). The report holds, per variant, figures, a sentence per grid why it changed,
    and findings. In --barriers a column barrier (hard, soft, bridge) or kind (water, rail, road,
    bridge) says what may be crossed.

    \b
    Example:
      geodata zone --units blocks.geojson --weight households --min 300 --max 500 --target 400 \\
          --parents community --today grid --variant all --out plan.geojson --report plan.json
    """
    variants = VARIANTS if variant == "all" else (variant,)
    demand = Demand(low, high, target)
    with steps(2 + len(variants)) as begin, Output() as output:
        begin("reading")
        frame = read_layer(
            units, kind="polygons", crs=input_crs, max_vertices=max_vertices, allow_invalid=True
        )
        columns = {_PARENT: parents, _TODAY: today}
        metric = _metric_units(
            frame,
            id_column,
            weight=weight,
            workload=workload,
            texts=columns,
            metric_epsg=metric_epsg,
        )
        locked, pinned = _read_lock(lock)
        read = problem.read(
            metric,
            demand,
            code_column=_CODE,
            weight_column=_WEIGHT,
            workload_column=_LOAD if workload else None,
            parent_column=_PARENT if parents else None,
            today_column=_TODAY if today else None,
            locked=locked,
            pinned=pinned,
            barriers=_read_barriers(barriers, metric, input_crs),
        )
        plans = []
        for name in variants:
            begin(name)
            plans.append(propose_for(read, variant=name, seed=seed))
        begin("writing")
        output.layer(_with_grids(frame, plans), out)
        output.report({"seed": seed, "variants": {p.variant: p.report for p in plans}}, report)
    for plan in plans:
        _summarise(plan)
    say(f"{len(frame):,} units in {len(variants)} plan(s)", *output.notes)


def _metric_units(
    frame: gpd.GeoDataFrame,
    id_column: str | None,
    *,
    weight: str,
    workload: str | None,
    texts: dict[str, str | None],
    metric_epsg: int | None,
) -> gpd.GeoDataFrame:
    shapes = share_vertices([inputs.to_metric(coded(frame, id_column), metric_epsg)])[0]
    units = shapes.rename(columns={CODE: _CODE})[[_CODE, "geometry"]]
    units[_WEIGHT] = inputs.numbers(frame, weight).to_numpy()
    if workload is not None:
        units[_LOAD] = inputs.numbers(frame, workload).to_numpy()
    for name, column in texts.items():
        if column is not None:
            require_columns(frame, [column], frame.attrs["source"])
            is_blank = frame[column].isna()
            ids = pd.Series(inputs.id_texts(frame[column]), index=frame.index)
            units[name] = ids.where(~is_blank, "").to_numpy()
    return units


def _read_lock(path: str | None) -> tuple[list[str], dict[str, str]]:
    if path is None:
        return [], {}
    check_file(Path(path))
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        grids = content if isinstance(content, list) else content.get("grids", [])
        units = {} if isinstance(content, list) else content.get("units", {})
        return [str(code) for code in grids], {str(u): str(g) for u, g in units.items()}
    except (ValueError, AttributeError, TypeError) as error:
        message = f'{Path(path).name}: not {{"grids": [...], "units": {{...}}}} in JSON'
        raise InvalidInputError(message) from error


def _read_barriers(
    path: str | None, metric: gpd.GeoDataFrame, input_crs: int | None
) -> gpd.GeoDataFrame | None:
    if path is None:
        return None
    limit = inputs.MAX_OUTLINE_VERTICES
    layer = read_layer(path, kind="any", crs=input_crs, max_vertices=limit)
    return inputs.in_crs_of(layer, metric)


def _with_grids(frame: gpd.GeoDataFrame, plans: list[Proposal]) -> gpd.GeoDataFrame:
    names = ["grid_code"] if len(plans) == 1 else [f"grid_{plan.variant}" for plan in plans]
    result = frame.drop(columns=[name for name in names if name in frame])
    added: dict[str, Any] = {
        name: plan.assignment["grid_code"].to_numpy()
        for name, plan in zip(names, plans, strict=True)
    }
    result = result.assign(**added)
    result.attrs = dict(frame.attrs)
    return result


def _summarise(plan: Proposal) -> None:
    figures = [f"{k} {plan.report[k]:.3f}" for k in _FIGURES if plan.report[k] is not None]
    text = f"{plan.variant}: {plan.report['zones_count']:,} grids, {', '.join(figures)}, "
    say(f"{text}{len(plan.report['findings']):,} findings")

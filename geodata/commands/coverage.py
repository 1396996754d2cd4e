"""`geodata coverage`: which units, and how many people, no area covers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import geopandas as gpd
import pandas as pd

from geodata.analyses import coverage as analysis
from geodata.analyses import partition
from geodata.analyses.coverage import Coverage
from geodata.analyses.coverage_findings import COVERAGE_KINDS
from geodata.commands import findings_report, inputs, options
from geodata.commands.coded import CODE, NAME, coded
from geodata.commands.locate import AREA_ID
from geodata.commands.progress import say, steps
from geodata.exporters.output import Output
from geodata.importers.layers import read_layer

# Of what a check finds, the kinds that leave ground in no area or in two.
GROUND_KINDS = ("gap", "overlap")
_POPULATION = "population of unit"


@click.command()
@options.areas_file
@click.option("--units", required=True, metavar="FILE", help="Polygons of the people: blocks.")
@click.option("--population", metavar="COL", help="Column of the units with their people.")
@options.outline_file
@options.out_layer
@options.report_file
@options.metric_crs
@options.reading
def coverage(
    *,
    areas: str,
    id_column: str | None,
    units: str,
    population: str | None,
    outline: str | None,
    out: Path,
    report: Path,
    metric_epsg: int | None,
    input_crs: int | None,
    max_vertices: int,
) -> None:
    """Find the units, and count the people, that lie in no area or in more than one.

    --out gets the units with area_id (the area that holds most of each), covered_share and
    double_share. The report holds totals, figures per area, and the findings gap, overlap,
    unit_outside, unit_on_two and unit_cut. People are taken to live evenly over their unit.

    \b
    Example:
      geodata coverage --areas grids.geojson --units blocks.geojson --population residents \\
          --outline city.geojson --out blocks_covered.gpkg --report coverage.json
    """
    with steps(4) as begin, Output() as output:
        begin("reading")
        tier = inputs.read_areas(areas, id_column, input_crs=input_crs, max_vertices=max_vertices)
        blocks = read_layer(units, kind="polygons", crs=input_crs, max_vertices=max_vertices)
        whole = None if outline is None else inputs.read_outline(outline, input_crs=input_crs)
        for layer in (tier, blocks, whole):
            if layer is not None:
                inputs.check_axes(layer, tier)
                output.notes += layer.attrs["notes"]
        begin("measuring")
        grounds = _measured(tier, blocks, whole, metric_epsg)
        result = _measure(*grounds, blocks, population)
        begin("checking")
        ground = _ground_findings(grounds[0], grounds[2])
        begin("writing")
        output.layer(_covered_units(blocks, result), out)
        content = _report(result, ground)
        output.report(content, report)
    _summarise(content, output)


Grounds = tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, gpd.GeoDataFrame | None]


def _measured(
    tier: gpd.GeoDataFrame,
    blocks: gpd.GeoDataFrame,
    whole: gpd.GeoDataFrame | None,
    metric_epsg: int | None,
) -> Grounds:
    """Return areas, units and outline in one metric CRS, with codes."""
    holders, pieces = coded(tier, tier.attrs["id_column"]), coded(blocks, None)
    holders, pieces, outline = inputs.measured_together([holders, pieces, whole], metric_epsg)
    return holders, pieces, outline


def _measure(
    holders: gpd.GeoDataFrame,
    pieces: gpd.GeoDataFrame,
    whole: gpd.GeoDataFrame | None,
    blocks: gpd.GeoDataFrame,
    population: str | None,
) -> Coverage:
    if population is not None:
        people = inputs.numbers(blocks, population, blank=float("nan"))
        pieces = pieces.assign(**{_POPULATION: people})
    return analysis.measure(
        holders,
        pieces,
        code_column=CODE,
        name_column=NAME if NAME in holders else None,
        unit_code_column=CODE,
        population_column=None if population is None else _POPULATION,
        outline=whole,
    )


def _ground_findings(holders: gpd.GeoDataFrame, whole: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    name = NAME if NAME in holders else None
    found = partition.find(holders, code_column=CODE, name_column=name, outline=whole)
    return found[found["kind"].isin(GROUND_KINDS)]


def _covered_units(blocks: gpd.GeoDataFrame, result: Coverage) -> gpd.GeoDataFrame:
    rows = result.units.reindex(blocks.index)
    added = pd.DataFrame(
        {
            AREA_ID: rows["area_code"].astype(object).where(rows["area_code"].notna(), None),
            "covered_share": rows["covered_share"].clip(0, 1).round(9),
            "double_share": rows["double_share"].clip(0, 1).round(9),
        }
    )
    kept = blocks.drop(columns=[name for name in added if name in blocks])
    covered = gpd.GeoDataFrame(pd.concat([kept, added], axis=1), crs=blocks.crs)
    covered.attrs = dict(blocks.attrs)
    return covered


def _report(result: Coverage, ground: gpd.GeoDataFrame) -> dict[str, Any]:
    kinds = [*ground["kind"], *result.findings["kind"]]
    areas = result.areas.rename(columns={"code": "id"}).round(3)
    return {
        "totals": {name: _plain(value) for name, value in result.totals.items()},
        "counts": findings_report.counts([*GROUND_KINDS, *COVERAGE_KINDS], kinds),
        "areas": areas.to_dict("records"),
        "findings": findings_report.rows(ground) + findings_report.rows(result.findings),
    }


def _plain(value: float) -> float | int:
    """Write a count without a decimal point."""
    return int(value) if float(value).is_integer() else round(float(value), 6)


def _summarise(content: dict[str, Any], output: Output) -> None:
    totals = content["totals"]
    text = f"{totals['unit_count']:,} units, {totals['area_count']:,} areas"
    if "population" in totals:
        text += f": {totals['population_outside']:,.0f} of {totals['population']:,.0f} people "
        text += f"outside, {totals['population_on_two']:,.0f} on two"
    if "covered_share" in totals:
        text += f"; {totals['covered_share']:.2%} of the outline is covered"
    say(text, *output.notes)
    findings_report.say_findings(content, "no findings: every unit lies in one area")

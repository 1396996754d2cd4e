"""`geodata hotspots`: where points cluster."""

from __future__ import annotations

from pathlib import Path

import click
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.analyses import hotspots as analysis
from geodata.analyses import lattice, local_moran
from geodata.commands import inputs, options
from geodata.commands.locate import find_areas
from geodata.commands.progress import say, steps
from geodata.crs import FloatArray
from geodata.errors import InvalidInputError
from geodata.exporters.output import Output
from geodata.importers.layers import read_layer

RESULT_COLUMNS = ["count", "expected", "z", "p", "q", "bin"]
FURTHER_COLUMNS = ["rate", "shrunk_rate", "moran_class", "moran_i", "moran_p", "moran_q"]
_POPULATION = "population at risk"


@click.command()
@click.option("--areas", metavar="FILE", help="The polygons; or give --outline and --cell.")
@options.id_column
@options.outline_file
@click.option(
    "--cell",
    "cell_m",
    type=click.FloatRange(min=0, min_open=True),
    metavar="METRES",
    help="Side of the square cells that are laid over the outline.",
)
@options.points_file
@click.option(
    "--weight", metavar="COL", help="Column of the points to add up [default: count them]."
)
@click.option("--population", metavar="COL", help="Column of the areas with the people at risk.")
@click.option("--moran", is_flag=True, help="Add the local Moran view: high-low is an island.")
@options.out_layer
@options.metric_crs
@options.reading
def hotspots(
    *,
    areas: str | None,
    id_column: str | None,
    outline: str | None,
    cell_m: float | None,
    points: str,
    lon: str | None,
    lat: str | None,
    weight: str | None,
    population: str | None,
    moran: bool,
    out: Path,
    metric_epsg: int | None,
    input_crs: int | None,
    max_vertices: int,
) -> None:
    """Find the areas or cells where points are more, or fewer, than chance explains.

    Getis-Ord Gi* of each area with its neighbours. Adds count, expected, z, p, q (p corrected for
    the number of areas, Benjamini-Hochberg) and bin: 3, 2, 1 hot at 99, 95, 90 %, -1, -2, -3
    cold, 0 neither. With --population also rate and shrunk_rate (empirical Bayes); with --moran
    also moran_class, moran_i, moran_p and moran_q.

    \b
    Examples:
      geodata hotspots --areas grids.geojson --points cases.csv --out hot.geojson
      geodata hotspots --outline city.geojson --cell 250 --points cases.csv --out hot.gpkg
    """
    _check_choice(areas, outline, cell_m, population)
    with steps(4) as begin, Output() as output:
        begin("reading")
        cases = read_layer(
            points, kind="points", crs=input_crs, lon=lon, lat=lat, allow_missing=True
        )
        amounts = np.ones(len(cases)) if weight is None else _weights(cases, weight)
        if areas is not None:
            zones = inputs.read_areas(
                areas, id_column, input_crs=input_crs, max_vertices=max_vertices
            )
        else:
            zones = inputs.read_outline(str(outline), input_crs=input_crs)
        inputs.check_axes(cases, zones)
        output.notes += zones.attrs["notes"]
        begin("counting")
        if areas is not None:
            counted = _count_in_areas(zones, cases, amounts, population, metric_epsg)
        else:
            counted = _count_in_cells(zones, cases, amounts, float(cell_m or 0), metric_epsg)
            zones = counted.drop(columns="count")
        begin("judging")
        column = None if population is None else _POPULATION
        found = analysis.find(counted, population_column=column)
        if moran:
            found = found.join(local_moran.find(found, expected_column="expected"))
        begin("writing")
        output.layer(_with_results(zones, found), out)
    _summarise(found, cases, amounts, output)


def _check_choice(
    areas: str | None, outline: str | None, cell_m: float | None, population: str | None
) -> None:
    if (areas is None) == (outline is None):
        raise InvalidInputError("give either --areas, or --outline and --cell")
    if (outline is None) != (cell_m is None):
        raise InvalidInputError("--outline and --cell belong together")
    if population is not None and areas is None:
        raise InvalidInputError("--population is a column of --areas; cells have none")


def _weights(cases: gpd.GeoDataFrame, column: str) -> FloatArray:
    return np.asarray(inputs.numbers(cases, column).to_numpy(dtype=np.float64))


def _count_in_areas(
    areas: gpd.GeoDataFrame,
    cases: gpd.GeoDataFrame,
    amounts: FloatArray,
    population: str | None,
    metric_epsg: int | None,
) -> gpd.GeoDataFrame:
    found = find_areas(cases, areas)
    inside = found >= 0
    counts = np.bincount(found[inside], weights=amounts[inside], minlength=len(areas))
    columns = {"count": counts}
    if population is not None:
        columns[_POPULATION] = inputs.numbers(areas, population).to_numpy()
    (metric,) = inputs.measured_together([areas], metric_epsg)
    return gpd.GeoDataFrame(columns, geometry=metric.geometry.to_numpy(), crs=metric.crs)


def _count_in_cells(
    outline: gpd.GeoDataFrame,
    cases: gpd.GeoDataFrame,
    amounts: FloatArray,
    cell_m: float,
    metric_epsg: int | None,
) -> gpd.GeoDataFrame:
    metric = inputs.to_metric(outline, metric_epsg)
    cells = lattice.cells(metric, cell_m)
    shapes = inputs.in_crs_of(cases, metric).geometry.to_numpy().copy()
    shapes[shapely.is_empty(shapes)] = None
    x, y = shapely.get_x(shapes), shapely.get_y(shapes)
    return cells.assign(count=lattice.count(cells, x, y, cell_m=cell_m, weights=amounts))


def _with_results(zones: gpd.GeoDataFrame, found: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    names = RESULT_COLUMNS + [name for name in FURTHER_COLUMNS if name in found]
    kept = zones.drop(columns=[name for name in names if name in zones])
    results = found[names].set_index(zones.index)
    return gpd.GeoDataFrame(pd.concat([kept, _whole(results)], axis=1), crs=zones.crs)


def _whole(results: pd.DataFrame) -> pd.DataFrame:
    """Write counts without a decimal point where all are whole."""
    counts = results["count"]
    return results.assign(count=counts.astype("int64")) if (counts % 1 == 0).all() else results


def _summarise(
    found: gpd.GeoDataFrame, cases: gpd.GeoDataFrame, amounts: FloatArray, output: Output
) -> None:
    hot, cold = int((found["bin"] > 0).sum()), int((found["bin"] < 0).sum())
    counted, total = found["count"].sum(), amounts.sum()
    text = (
        f"{len(found):,} areas or cells: {hot:,} hot, {cold:,} cold, {len(found) - hot - cold:,} "
    )
    text += f"neither; {counted:,.10g} of {total:,.10g} counted"
    law = found.attrs.get("method", {}).get("law")
    say(f"{text} ({len(cases):,} points, {law} law)", *output.notes)

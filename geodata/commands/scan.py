"""`geodata scan`: clusters in space and time from cases alone."""

from __future__ import annotations

from pathlib import Path

import click
import geopandas as gpd
import numpy as np
import shapely

from geodata.analyses import lattice, permutation_scan
from geodata.commands import cases, options
from geodata.commands.progress import say, steps
from geodata.errors import InvalidInputError
from geodata.exporters.output import Output

_ADDED = ("observed", "expected", "ratio", "p", "recurrence_days", "days", "radius_m", "score")


@click.command()
@cases.outline_option
@cases.cell_option
@options.points_file
@click.option(
    "--at",
    required=True,
    type=cases.MOMENT,
    metavar="DATE",
    help="The midnight that ends the last day; points from then on are not looked at.",
)
@click.option(
    "--history",
    "history_days",
    type=click.IntRange(min=2),
    default=permutation_scan.HISTORY_DAYS,
    show_default=True,
    metavar="DAYS",
    help="Past to compare with.",
)
@click.option(
    "--radius",
    "radius_m",
    type=click.FloatRange(min=0),
    default=permutation_scan.RADIUS_M,
    show_default=True,
    metavar="METRES",
    help="Largest radius of a cluster.",
)
@click.option(
    "--days",
    "max_days",
    type=click.IntRange(min=1),
    default=permutation_scan.MAX_DAYS,
    show_default=True,
    help="Longest duration of a cluster.",
)
@click.option(
    "--shuffles", type=click.IntRange(min=1), default=permutation_scan.SHUFFLES, show_default=True
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
@cases.time_options
@options.out_layer
@options.metric_crs
@options.reading
def scan(
    *,
    outline: str,
    cell_m: float,
    points: str,
    lon: str | None,
    lat: str | None,
    at: np.datetime64,
    history_days: int,
    radius_m: float,
    max_days: int,
    shuffles: int,
    seed: int,
    time_column: str | None,
    category: str | None,
    collapse: bool | None,
    out: Path,
    metric_epsg: int | None,
    input_crs: int | None,
    max_vertices: int,  # noqa: ARG001  # an outline has its own limit
) -> None:
    """Find the places where the last days hold more points than place and time explain.

    Space-time permutation scan: neither population nor season enters. A row per cluster, strongest
    first, with observed, expected, ratio, p, recurrence_days (with one run a day, so often by
    chance), days, radius_m and score; an empty file where nothing stands out at p 0.5.

    \b
    Example:
      geodata scan --outline city.geojson --cell 250 --points cases.csv --at 2026-05-04 \\
          --out clusters.geojson
    """
    with steps(3) as begin, Output() as output:
        begin("reading")
        found = cases.read_cases(
            points,
            outline,
            cell_m=cell_m,
            time_column=time_column,
            category=category,
            collapse=collapse,
            lon=lon,
            lat=lat,
            metric_epsg=metric_epsg,
            input_crs=input_crs,
        )
        output.notes += found.notes
        age = _age_days(found, at, history_days)
        begin("scanning")
        place = lattice.locate(found.cells, found.x, found.y, cell_m=cell_m)
        table = permutation_scan.find(
            found.cells,
            place,
            age,
            cell_m=cell_m,
            radius_m=radius_m,
            max_days=max_days,
            shuffles=shuffles,
            seed=seed,
        )
        begin("writing")
        cells = found.cells
        shapes = [_disc(cells, row.centre, row.radius_m, cell_m) for row in table.itertuples()]
        columns = {name: table[name].to_numpy() for name in _ADDED}
        output.layer(gpd.GeoDataFrame(columns, geometry=shapes, crs=cells.crs), out)
    strong = int((table["recurrence_days"] >= permutation_scan.MIN_RECURRENCE_DAYS).sum())
    text = f"{len(table):,} clusters, {strong:,} with a recurrence interval of 100 days or more"
    say(f"{text} ({found.summary()}; {shuffles:,} shuffles)", *output.notes)


def _age_days(found: cases.Cases, at: np.datetime64, history_days: int) -> np.ndarray:
    """Whole days before ``at``; -1 for what is not looked at."""
    age = np.full(len(found.at), -1, dtype=np.int64)
    is_past = ~np.isnat(found.at) & (found.at < at)
    if not is_past.any():
        raise InvalidInputError(f"no point has a time before {at}")
    age[is_past] = (at - found.at[is_past] - np.timedelta64(1, "s")) // np.timedelta64(1, "D")
    age[age >= history_days] = -1
    return age


def _disc(cells: gpd.GeoDataFrame, centre: int, radius_m: float, cell_m: float) -> shapely.Geometry:
    row, column = cells["row"].to_numpy(), cells["column"].to_numpy()
    far_m = np.hypot(row - row[centre], column - column[centre]) * cell_m
    return shapely.union_all(cells.geometry.to_numpy()[far_m <= radius_m + 1e-6])

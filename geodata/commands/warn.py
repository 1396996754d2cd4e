"""`geodata warn`: where there is more now than in the past year."""

from __future__ import annotations

from pathlib import Path

import click
import geopandas as gpd
import numpy as np

from geodata.analyses import early_warning, neighbours, space_time_cube
from geodata.commands import cases, options
from geodata.commands.progress import say, steps
from geodata.errors import InvalidInputError
from geodata.exporters.output import Output

_DAYS = np.timedelta64(7 * early_warning.NEEDED_WEEKS, "D")


@click.command()
@cases.outline_option
@cases.cell_option
@options.points_file
@click.option(
    "--at",
    required=True,
    type=cases.MOMENT,
    metavar="DATE",
    help="The moment to judge from; points from then on are not looked at.",
)
@cases.time_options
@options.out_layer
@options.metric_crs
@options.reading
def warn(
    *,
    outline: str,
    cell_m: float,
    points: str,
    lon: str | None,
    lat: str | None,
    at: np.datetime64,
    time_column: str | None,
    category: str | None,
    collapse: bool | None,
    out: Path,
    metric_epsg: int | None,
    input_crs: int | None,
    max_vertices: int,  # noqa: ARG001  # an outline has its own limit
) -> None:
    """Find the cells with more points than their own 52 weeks and the city's trend explain.

    Each cell with its eight neighbours, in the 7, 14 and 28 days before --at. A row per cell and
    window that alarms, false discovery rate 5 %, with observed, expected, ratio, p, q and
    window_days; an empty file when nothing does.

    \b
    Example:
      geodata warn --outline city.geojson --cell 500 --points cases.csv --at 2026-05-04 \\
          --out alarms.geojson
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
        _check_period(found, at)
        begin("judging")
        alarms = find_alarms(found, cell_m, at)
        begin("writing")
        output.layer(alarms, out)
    text = f"{len(alarms):,} alarms in {len(found.cells):,} cells and 3 windows before {at}"
    say(f"{text} ({found.summary()})", *output.notes)


def find_alarms(found: cases.Cases, cell_m: float, at: np.datetime64) -> gpd.GeoDataFrame:
    """Return the cells that alarm, a row for each window, smallest p first."""
    cube = space_time_cube.build(
        found.cells,
        found.x,
        found.y,
        found.at,
        cell_m=cell_m,
        step_days=1,
        end=at,
        step_count=7 * early_warning.NEEDED_WEEKS,
    )
    weights = neighbours.of_cells(found.cells["row"], found.cells["column"])
    weekly, damped = space_time_cube.weekly(cube.counts)
    table = early_warning.find(weekly, weights, damped=damped)
    rows = found.cells.iloc[table["zone"].to_numpy()].reset_index(drop=True)
    return rows.assign(**{str(name): table[name] for name in table if name != "zone"})


def _check_period(found: cases.Cases, at: np.datetime64) -> None:
    times = found.at[~np.isnat(found.at)]
    if not (times < at).any():
        raise InvalidInputError(f"no point has a time before {at}")
    if times.min() > at - _DAYS + np.timedelta64(7, "D"):
        weeks = early_warning.NEEDED_WEEKS
        raise InvalidInputError(
            f"the points begin {str(times.min())[:10]}, but {weeks} weeks before {at} are needed"
        )

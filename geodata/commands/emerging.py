"""`geodata emerging`: where clusters are new, growing, lasting or gone."""

from __future__ import annotations

from pathlib import Path

import click
import geopandas as gpd
import numpy as np

from geodata.analyses import emerging as analysis
from geodata.analyses import neighbours, space_time_cube
from geodata.analyses.emerging_classes import NO_PATTERN
from geodata.commands import cases, options
from geodata.commands.progress import say, steps
from geodata.exporters.output import Output


@click.command()
@cases.outline_option
@cases.cell_option
@click.option(
    "--step",
    "step_days",
    required=True,
    type=click.FloatRange(min=0, min_open=True),
    metavar="DAYS",
    help="Length of a step of time.",
)
@click.option(
    "--until",
    type=cases.MOMENT,
    metavar="DATE",
    help="End of the last step [default: after the last point].",
)
@options.points_file
@cases.time_options
@options.out_layer
@options.metric_crs
@options.reading
def emerging(
    *,
    outline: str,
    cell_m: float,
    step_days: float,
    until: np.datetime64 | None,
    points: str,
    lon: str | None,
    lat: str | None,
    time_column: str | None,
    category: str | None,
    collapse: bool | None,
    out: Path,
    metric_epsg: int | None,
    input_crs: int | None,
    max_vertices: int,  # noqa: ARG001  # an outline has its own limit
) -> None:
    """Class every cell by its history: new, consecutive, intensifying, persistent ... hot spots.

    Gi* of each cell and step with its neighbours in space and in the step before, exact tails of
    the counts, false discovery rate over all of them; the trend by Mann-Kendall. Adds class,
    hot_share, cold_share, trend_z, trend_p, count, last_z and last_q.

    \b
    Example:
      geodata emerging --outline city.geojson --cell 250 --step 30 --points cases.csv \\
          --out emerging.geojson
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
        begin("judging")
        cube = space_time_cube.build(
            found.cells,
            found.x,
            found.y,
            found.at,
            cell_m=cell_m,
            step_days=step_days,
            end=until,
        )
        weights = neighbours.of_cells(found.cells["row"], found.cells["column"])
        table = analysis.find(cube.counts, weights)
        begin("writing")
        layer = found.cells.assign(**{str(name): table[name].to_numpy() for name in table})
        output.layer(layer, out)
    _summarise(layer, cube, found, output)


def _summarise(
    layer: gpd.GeoDataFrame, cube: space_time_cube.SpaceTimeCube, found: cases.Cases, output: Output
) -> None:
    first, last = (str(bound)[:10] for bound in (cube.starts[0], cube.starts[-1]))
    text = f"{len(layer):,} cells, {cube.step_count} steps from {first} to before {last}; "
    kinds = layer["class"].value_counts()
    text += ", ".join(f"{count:,} {kind}" for kind, count in kinds.items() if kind != NO_PATTERN)
    text += f" ({found.summary()}; {cube.counts.sum():,.10g} counted)"
    say(text.replace("; (", "; no pattern anywhere ("), *output.notes)
    if cube.step_count < analysis.ADVISED_STEPS:
        say(f"fewer than {analysis.ADVISED_STEPS} steps: take shorter ones to see trends")

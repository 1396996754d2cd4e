"""`geodata forecast`: where to expect points next."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

from geodata.analyses import forecast as analysis
from geodata.commands import cases, options
from geodata.commands.progress import say, steps
from geodata.errors import InvalidInputError
from geodata.exporters.output import Output


@click.command()
@cases.outline_option
@cases.cell_option
@options.points_file
@click.option(
    "--until",
    required=True,
    type=cases.MOMENT,
    metavar="DATE",
    help="When the forecast begins; points from then on are not looked at.",
)
@click.option(
    "--horizon",
    "horizon_days",
    required=True,
    type=click.FloatRange(min=0, min_open=True),
    metavar="DAYS",
    help="Length of the period to forecast.",
)
@click.option(
    "--share",
    type=click.FloatRange(min=0, max=1, min_open=True),
    default=analysis.SHARE,
    show_default=True,
    help="Share of the area to select.",
)
@cases.time_options
@options.out_layer
@options.metric_crs
@options.reading
def forecast(
    *,
    outline: str,
    cell_m: float,
    points: str,
    lon: str | None,
    lat: str | None,
    until: np.datetime64,
    horizon_days: float,
    share: float,
    time_column: str | None,
    category: str | None,
    collapse: bool | None,
    out: Path,
    metric_epsg: int | None,
    input_crs: int | None,
    max_vertices: int,  # noqa: ARG001  # an outline has its own limit
) -> None:
    """Rate every cell by the points to expect from --until on, and select the highest.

    Half the past points, the older the less, half a kernel of 125 m over them; the half-life is
    the one that would have forecast the latest periods best, 365 days in a short past. Adds
    rate (points expected in the horizon) and selected (the top --share of the cells).

    \b
    Example:
      geodata forecast --outline city.geojson --cell 200 --points cases.csv --until 2026-05-01 \\
          --horizon 30 --share 0.01 --out forecast.geojson
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
        if not (found.at < until).any():
            raise InvalidInputError(f"no point has a time before {until}")
        begin("rating")
        layer = analysis.propose(
            found.cells,
            found.x,
            found.y,
            found.at,
            until=until,
            cell_m=cell_m,
            horizon_days=horizon_days,
            share=share,
        )
        begin("writing")
        output.layer(layer, out)
    text = f"{len(layer):,} cells, {int(layer['selected'].sum()):,} selected; "
    text += f"{layer['rate'].sum():,.4g} points expected in {horizon_days:g} days, "
    text += f"half-life {layer.attrs['half_life_days']:g} days"
    say(f"{text} ({found.summary()})", *output.notes)

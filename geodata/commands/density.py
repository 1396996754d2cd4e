"""`geodata density`: how densely points lie."""

from __future__ import annotations

from pathlib import Path

import click

from geodata.analyses import density as analysis
from geodata.commands import cases, options
from geodata.commands.progress import say, steps
from geodata.exporters.output import Output

# Only the CRS and the check of the axes need the outline; any lattice will do.
_CELL_M = 1_000.0


@click.command()
@cases.outline_option
@options.points_file
@click.option(
    "--bandwidth",
    "sigma_m",
    type=click.FloatRange(min=0, min_open=True),
    default=analysis.SIGMA_M,
    show_default=True,
    metavar="METRES",
    help="Width of the kernel (standard deviation).",
)
@cases.time_options
@options.out_layer
@options.metric_crs
@options.reading
def density(
    *,
    outline: str,
    points: str,
    lon: str | None,
    lat: str | None,
    sigma_m: float,
    time_column: str | None,
    category: str | None,
    collapse: bool | None,
    out: Path,
    metric_epsg: int | None,
    input_crs: int | None,
    max_vertices: int,  # noqa: ARG001  # an outline has its own limit
) -> None:
    """Draw bands of equal density, in points per square kilometre.

    A Gaussian kernel in metres over all points. The scale is always the same (1, 2, 5, 10 ..), so
    that two maps can be compared. A row per band that is reached: low_per_km2, high_per_km2.

    \b
    Example:
      geodata density --outline city.geojson --points cases.csv --bandwidth 250 --out bands.geojson
    """
    with steps(3) as begin, Output() as output:
        begin("reading")
        found = cases.read_cases(
            points,
            outline,
            cell_m=_CELL_M,
            time_column=time_column,
            category=category,
            collapse=collapse,
            lon=lon,
            lat=lat,
            metric_epsg=metric_epsg,
            input_crs=input_crs,
        )
        output.notes += found.notes
        begin("spreading")
        surface = analysis.measure(found.x, found.y, sigma_m=sigma_m)
        begin("writing")
        bands = analysis.bands(surface, found.cells.crs)
        output.layer(bands, out)
    top = f"{len(bands):,} bands, at most {surface.peak()[0]:,.1f} points per square kilometre"
    say(f"{top} ({found.summary()})", *output.notes)

"""`geodata`: the analyses as commands, files in and files out, no database."""

from __future__ import annotations

import signal
import sys
import warnings

import click

from geodata.commands.check import check
from geodata.commands.convert import convert
from geodata.commands.coverage import coverage
from geodata.commands.density import density
from geodata.commands.emerging import emerging
from geodata.commands.forecast import forecast
from geodata.commands.group import CommandGroup
from geodata.commands.hotspots import hotspots
from geodata.commands.index import index
from geodata.commands.locate import locate
from geodata.commands.scan import scan
from geodata.commands.warn import warn
from geodata.commands.workload import workload
from geodata.commands.zone import zone

_FORMATS = (
    ".geojson, .csv (both also .gz), .gpkg, .zip (Shapefile), .parquet (GeoParquet), .kml, .xlsx;"
    " read only: .kmz, .fgb (FlatGeobuf)"
)


@click.group(
    cls=CommandGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=f"Formats, by ending: {_FORMATS}.",
)
def cli() -> None:
    """Geography of grid-based governance, on files."""


cli.add_command(locate)
cli.add_command(check)
cli.add_command(hotspots)
cli.add_command(emerging)
cli.add_command(warn)
cli.add_command(scan)
cli.add_command(forecast)
cli.add_command(density)
cli.add_command(coverage)
cli.add_command(workload)
cli.add_command(index)
cli.add_command(zone)
cli.add_command(convert)


def main() -> None:
    """Run the command line: no Python warnings, and a stop signal cleans up like Ctrl-C."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    cli(prog_name="geodata")


if __name__ == "__main__":
    main()

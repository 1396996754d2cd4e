"""The command `webgis export`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from geodata.exporters.output import Output
from geodata.workflows import export
from webgis import config, database


@click.command("export")
@click.option("--at", type=click.DateTime(), help="Boundaries as of this moment, UTC.")
@click.argument("layer", type=click.Choice(export.LAYERS))
@click.argument("file", type=click.Path(path_type=Path))
def export_layer(layer: str, file: Path, at: datetime | None) -> None:
    """Write a layer in the format of the ending; e.g. webgis export grids grids.gpkg."""
    from webgis.cli import open_engine  # noqa: PLC0415  # the command line knows the cluster

    moment = at.replace(tzinfo=UTC) if at else datetime.now(UTC)
    with database.transaction(open_engine(config.from_environment())) as session:
        frame = export.layer(session, layer, moment)
    with Output() as output:
        output.layer(frame, file)
    for note in output.notes:
        click.echo(note, err=True)
    click.echo(f"{len(frame):,} rows written to {file}")

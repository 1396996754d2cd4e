"""The command `webgis export`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from geodata.exporters.output import Output
from geodata.queries.incident_filter import IncidentFilter, conditions
from geodata.workflows import export
from webgis import config, database


@click.command("export")
@click.option("--at", type=click.DateTime(), help="Boundaries as of this moment, UTC.")
@click.option("--area", help="Incidents of this area and below, by code.")
@click.option("--from", "start", type=click.DateTime(), help="First moment of incidents, UTC.")
@click.option("--to", "end", type=click.DateTime(), help="First moment after, UTC.")
@click.argument("layer", type=click.Choice(export.LAYERS))
@click.argument("file", type=click.Path(path_type=Path))
def export_layer(
    *,
    layer: str,
    file: Path,
    at: datetime | None,
    area: str | None,
    start: datetime | None,
    end: datetime | None,
) -> None:
    """Write a layer in the format of the ending; e.g. webgis export grids grids.gpkg."""
    from webgis.cli import open_engine  # noqa: PLC0415  # the command line knows the cluster

    moment = at.replace(tzinfo=UTC) if at else datetime.now(UTC)
    wanted = IncidentFilter(
        area=area,
        start=start.replace(tzinfo=UTC) if start else None,
        end=end.replace(tzinfo=UTC) if end else None,
    )
    told = {"area": area, "from": start, "to": end}
    question = " ".join(f"{name}={value}" for name, value in told.items() if value)
    with database.transaction(open_engine(config.from_environment())) as session:
        where = conditions(session, wanted, moment) if layer == "incidents" else []
        frame = export.layer(session, layer, moment, where=where, question=question)
    with Output() as output:
        output.layer(frame, file)
    for note in output.notes:
        click.echo(note, err=True)
    click.echo(f"{len(frame):,} rows written to {file}")

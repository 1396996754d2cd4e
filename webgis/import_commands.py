"""The commands `webgis import` and `webgis rollback`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from sqlalchemy import Engine

from geodata.crs import DATUMS
from geodata.exporters.output import Output
from geodata.workflows import incident_import
from webgis import config, database

SHOWN_FINDINGS = 10


@click.command("import")
@click.option("--source", required=True, metavar="NAME", help="Where the file comes from.")
@click.option("--map", "pairs", multiple=True, metavar="FIELD=COLUMN", help="Default: guessed.")
@click.option(
    "--datum", type=click.Choice(DATUMS), help="Of the positions [default: as last time]."
)
@click.option("--dry-run", is_flag=True, help="Tell what would change; write nothing.")
@click.option("--report", type=click.Path(path_type=Path), help="Write all findings as JSON.")
@click.argument("file", type=click.Path(path_type=Path))
def import_incidents(
    *,
    file: Path,
    source: str,
    pairs: tuple[str, ...],
    datum: str | None,
    dry_run: bool,
    report: Path | None,
) -> None:
    """Import incidents from a CSV or Excel file; e.g. webgis import cases.csv --source 12345."""
    columns = dict(_pair(pair) for pair in pairs)
    with database.transaction(_engine()) as session:
        found = incident_import.run(
            session, file, source, "command", columns=columns, datum=datum, dry_run=dry_run
        )
    if report is not None:
        with Output() as output:
            output.report(found, report)
    _show(found)


@click.command()
@click.argument("import_id", type=click.UUID)
def rollback(import_id: UUID) -> None:
    """Undo a whole import; incidents that somebody has acted upon since are kept."""
    with database.transaction(_engine()) as session:
        click.echo(json.dumps(incident_import.roll_back(session, import_id)))


def _engine() -> Engine:
    from webgis.cli import open_engine  # noqa: PLC0415  # the command line knows the cluster

    return open_engine(config.from_environment())


def _pair(text: str) -> tuple[str, str]:
    field, mark, column = text.partition("=")
    if not mark:
        raise click.UsageError(f"--map {text!r}: write FIELD=COLUMN")
    return field, column


def _show(found: dict[str, Any]) -> None:
    shown = {name: value for name, value in found.items() if name not in ("findings", "settings")}
    click.echo(json.dumps(shown, ensure_ascii=False))
    for finding in found["findings"][:SHOWN_FINDINGS]:
        click.echo(f"row {finding['row']}: {finding['cause']}: {finding['detail']}", err=True)

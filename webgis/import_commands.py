"""The commands `webgis import` and `webgis rollback`."""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from sqlalchemy import Engine

from geodata.crs import DATUMS
from geodata.exporters.output import Output
from geodata.importers.field_names import FIELDS
from geodata.workflows import imports
from webgis import config, database

SHOWN_FINDINGS = 10


@click.command("import")
@click.option("--source", required=True, metavar="NAME", help="Where the file comes from.")
@click.option(
    "--kind", type=click.Choice([*FIELDS]), default="incidents", show_default=True, help="Of rows."
)
@click.option("--map", "pairs", multiple=True, metavar="FIELD=COLUMN", help="Default: guessed.")
@click.option("--set", "constants", multiple=True, metavar="FIELD=VALUE", help="For every row.")
@click.option("--crs", help="EPSG number, for a file that names none.")
@click.option("--layer", help="Of a file that holds several.")
@click.option("--valid-from", type=click.DateTime(), help="When new boundaries begin, UTC.")
@click.option("--retire-missing", is_flag=True, help="Areas that the file lacks end.")
@click.option(
    "--datum", type=click.Choice(DATUMS), help="Of the positions [default: as last time]."
)
@click.option("--dry-run", is_flag=True, help="Tell what would change; write nothing.")
@click.option("--report", type=click.Path(path_type=Path), help="Write all findings as JSON.")
@click.argument("file", type=click.Path(path_type=Path))
def import_file(
    *,
    file: Path,
    source: str,
    kind: str,
    pairs: tuple[str, ...],
    constants: tuple[str, ...],
    dry_run: bool,
    report: Path | None,
    **told: Any,
) -> None:
    """Import a file; e.g. webgis import cases.csv --source 12345."""
    told |= {
        "columns": dict(_pair(pair, "map") for pair in pairs),
        "constants": dict(_pair(pair, "set") for pair in constants),
    }
    if told["valid_from"]:
        told["valid_from"] = told["valid_from"].replace(tzinfo=UTC)
    with database.transaction(_engine()) as session:
        reading = imports.remembered(session, file, kind, source, told)
        found = imports.run(session, reading, "command", dry_run=dry_run)
    if report is not None:
        with Output() as output:
            output.report(found, report)
    _show(found)


@click.command()
@click.argument("import_id", type=click.UUID)
def rollback(import_id: UUID) -> None:
    """Undo a whole import; what somebody has worked on since is kept."""
    with database.transaction(_engine()) as session:
        click.echo(json.dumps(imports.roll_back(session, import_id)))


def _engine() -> Engine:
    from webgis.cli import open_engine  # noqa: PLC0415  # the command line knows the cluster

    return open_engine(config.from_environment())


def _pair(text: str, option: str) -> tuple[str, str]:
    field, mark, column = text.partition("=")
    if not mark:
        raise click.UsageError(f"--{option} {text!r}: write FIELD=...")
    return field, column


def _show(found: dict[str, Any]) -> None:
    shown = {name: value for name, value in found.items() if name not in ("findings", "settings")}
    click.echo(json.dumps(shown, ensure_ascii=False))
    for finding in found["findings"][:SHOWN_FINDINGS]:
        where = f"row {finding['row']}" if finding["row"] else "file"
        click.echo(f"{where}: {finding['cause']}: {finding['detail']}", err=True)

"""The command `webgis`: serve, migrate, load, recompute."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geodata.errors import GeodataError, InvalidInputError
from geodata.workflows import address_book
from webgis import config, database, jobs, migrating, serving
from webgis.alert_commands import alerts
from webgis.auth.commands import user
from webgis.export_command import export_layer
from webgis.import_commands import import_file, rollback
from webgis.ops.cluster import Cluster
from webgis.ops.commands import db

console = Console(stderr=True)


@click.group()
def cli() -> None:
    """Wangge: a web GIS for grid-based city governance."""


cli.add_command(db)
cli.add_command(user)
cli.add_command(alerts)
cli.add_command(import_file)
cli.add_command(export_layer)
cli.add_command(rollback)


def open_engine(settings: config.Settings) -> Engine:
    """Return an engine on the city's database, which is started and made if it is ours."""
    if not settings.database_url:
        cluster = Cluster(settings.home)
        cluster.start()
        cluster.ensure_database(f"wangge_{settings.city}")
    return database.make_engine(settings, statement_timeout_s=0)


@cli.command()
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(serving.ROLES),
    help="One or more; default all.",
)
def serve(roles: tuple[str, ...]) -> None:
    """Serve in the foreground; e.g. webgis serve --role web."""
    settings = config.from_environment()
    console.print(f"serving http://{settings.host}:{settings.port}  (Ctrl-C ends)")
    serving.serve(settings, roles or serving.ROLES)


@cli.command()
def worker() -> None:
    """Do the jobs of the queue."""
    from webgis.worker import run_worker

    run_worker(config.from_environment())


@cli.command()
@click.argument("revision", default="head")
@click.option("--down", is_flag=True, help="Downgrade to REVISION; tables are parked with rows.")
def migrate(revision: str, down: bool) -> None:
    """Bring the database to REVISION; e.g. webgis migrate head."""
    engine = open_engine(config.from_environment())
    (migrating.downgrade if down else migrating.upgrade)(engine, revision)
    if not down and revision == "head":
        # Addresses of a release that did not take them apart yet become searchable.
        with database.transaction(engine) as session:
            address_book.complete(session)


@cli.group()
def demo() -> None:
    """Demo cities."""


@demo.command("load")
@click.option(
    "--city",
    default=None,
    type=click.Choice(("dc", "shenzhen")),
    help="Default: the city of this server (WEBGIS_CITY).",
)
def load_demo(city: str | None) -> None:
    """Load a demo city; nothing happens when it is there; e.g. webgis demo load --city dc."""
    from geodata.demo import load
    from webgis.auth import demo_accounts

    settings = config.from_environment()
    city = city or settings.city
    if city == "none":
        raise InvalidInputError("WEBGIS_CITY=none has no demo; choose --city dc or shenzhen")
    engine = open_engine(settings)
    with _progress() as bar, database.transaction(engine) as session:
        task = bar.add_task(f"loading {city}", total=100)
        is_new = load.load(
            session,
            city,
            lambda percent, words: bar.update(task, completed=percent, description=words),
        )
    if is_new:
        queue_defaults(engine)
    with database.transaction(engine) as session:
        path = demo_accounts.create(session, settings.home)
    console.print(f"demo accounts demo-admin, demo-dispatcher, ...: their password is in {path}")


def queue_defaults(engine: Engine) -> None:
    """Queue every analysis that the map shows by default."""
    queue = jobs.queue_app(engine)
    with Session(engine) as session:
        for kind, parameters in jobs.DEFAULT_RUNS:
            jobs.start_with(queue, session, kind, parameters)


@cli.command()
def recompute() -> None:
    """Recompute hotspots and coverage now, here, without the worker."""
    from geodata.queries import job_runs

    engine = open_engine(config.from_environment())
    with _progress() as bar:
        task = bar.add_task("recomputing", total=len(jobs.DEFAULT_RUNS))
        for kind, parameters in jobs.DEFAULT_RUNS:
            bar.update(task, description=f"{kind} {parameters or ''}")
            with database.transaction(engine) as session:
                run, _ = job_runs.queue(session, kind, parameters)
            jobs.work_off(engine, run.id)
            bar.advance(task)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console
    )


def main(words: Sequence[str] | None = None) -> None:
    """Run the command; what a person can mend is one line on stderr and exit status 2."""
    try:
        cli.main(args=words, prog_name="webgis", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except GeodataError as error:
        click.echo(f"webgis: error: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()

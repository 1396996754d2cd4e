"""`webgis db`: the embedded database from the command line."""

import os

import click

from geodata.errors import GeodataError
from webgis import config
from webgis.ops.cluster import Cluster
from webgis.ops.passwords import ADMIN, OWNER, READER

ELSEWHERE = "WEBGIS_DATABASE_URL is set: that server is not ours to {}."


def _say(line: str) -> None:
    click.echo(line, err=True)


class Group(click.Group):
    """Errors that a person can do something about are one line, not a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; our own errors become messages with exit status 1."""
        try:
            return super().invoke(ctx)
        except GeodataError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Group)
@click.pass_context
def db(context: click.Context) -> None:
    """Start, stop and look at the embedded PostgreSQL database."""
    context.obj = config.from_environment()


@db.command()
@click.pass_obj
def start(settings: config.Settings) -> None:
    """Start the database, making it first if there is none."""
    if settings.database_url:
        _say(ELSEWHERE.format("start"))
        return
    was_started = Cluster(settings.home, _say).start()
    click.echo("The database is started." if was_started else "The database was running already.")


@db.command()
@click.pass_obj
def stop(settings: config.Settings) -> None:
    """Stop the database; open sessions are ended, nothing that was acknowledged is lost."""
    if settings.database_url:
        _say(ELSEWHERE.format("stop"))
        return
    was_running = Cluster(settings.home, _say).stop()
    click.echo("The database is stopped." if was_running else "The database was not running.")


@db.command()
@click.pass_context
def status(context: click.Context) -> None:
    """Show state, version and place; exit status 3 where it does not run."""
    if context.obj.database_url:
        _say(ELSEWHERE.format("look at"))
        return
    now = Cluster(context.obj.home, _say).status()
    version = f"PostgreSQL {now.major}" if now.major else "none yet"
    click.echo(f"state    {now.state}" + (f" (process {now.pid})" if now.pid else ""))
    click.echo(f"version  {version}\ndata     {now.data}\nsocket   {now.socket_folder}")
    if now.state != "running":
        context.exit(3)


@db.command()
@click.pass_obj
def upgrade(settings: config.Settings) -> None:
    """Move the data to the newest PostgreSQL installed; the old data are kept."""
    if settings.database_url:
        _say(ELSEWHERE.format("upgrade"))
        return
    click.echo(Cluster(settings.home, _say).upgrade())


@db.command()
@click.option("--admin", "role", flag_value=ADMIN, help="As superuser instead of the owner.")
@click.option("--reader", "role", flag_value=READER, help="As gis_reader, for QGIS: views only.")
@click.pass_obj
def url(settings: config.Settings, role: str | None) -> None:
    """Print the address of the city's database, password included."""
    click.echo(_address(settings, role or OWNER))


@db.command(context_settings={"ignore_unknown_options": True})
@click.option("--admin", is_flag=True, help="As superuser instead of the owner.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def shell(settings: config.Settings, *, admin: bool, arguments: tuple[str, ...]) -> None:
    """Open psql on the city's database; further ARGUMENTS go to psql.

    Example: webgis db shell -c 'SELECT count(*) FROM incident'
    """
    role = ADMIN if admin else OWNER
    if settings.database_url:
        address = settings.database_url.replace("+psycopg2", "", 1)
        os.execvp("psql", ["psql", address, *arguments])  # noqa: S606 - no shell wanted
    cluster = Cluster(settings.home, _say)
    cluster.start()
    where = {
        "PGHOST": str(cluster.place.socket_folder()),
        "PGPORT": "5432",
        "PGUSER": role,
        "PGPASSFILE": str(cluster.passwords.file),
        "PGDATABASE": database_name(settings.city),
    }
    psql = cluster.version.program("psql")
    os.execve(psql, [psql, *arguments], os.environ | where)  # noqa: S606 - no shell wanted


def database_name(city: str) -> str:
    """One database holds one city."""
    return f"wangge_{city}"


def _address(settings: config.Settings, role: str) -> str:
    return settings.database_url or Cluster(settings.home, _say).url(
        database_name(settings.city), role
    )

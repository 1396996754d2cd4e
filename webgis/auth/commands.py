"""The command `webgis user`: the first administrator, and what an administrator does by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from geodata.queries import accounts
from geodata.rights.roles import ROLES
from geodata.workflows import accounts as work
from webgis import config, database
from webgis.auth import passwords

BY = "command line"


@click.group()
def user() -> None:
    """Accounts and their roles."""


@user.command("add")
@click.argument("login")
@click.option("--name", required=True)
@click.option("--department", default=None, help="Code of the department that they work for.")
@click.option("--officer", default=None, help="Code of the officer that they are.")
@click.password_option(help="Asked for when it is not given.")
def add(login: str, name: str, department: str | None, officer: str | None, password: str) -> None:
    """Make an account; e.g. webgis user add li --name "Li Na"."""
    new = work.NewAccount(login, name, passwords.hashed(password), department, officer)
    with database.transaction(_engine()) as session:
        work.create(session, new, BY, datetime.now(UTC))


@user.command("grant")
@click.argument("login")
@click.argument("role", type=click.Choice(tuple(ROLES)))
@click.option("--area", default=None, help="Code of an area; default the whole city.")
@click.option("--reason", required=True)
def grant(login: str, role: str, area: str | None, reason: str) -> None:
    """Give a role; e.g. webgis user grant li admin --reason "first administrator"."""
    with database.transaction(_engine()) as session:
        start = datetime.now(UTC)
        work.grant(
            session, login, role, area, valid_from=start, valid_to=None, by=BY, reason=reason
        )


@user.command("list")
def listing() -> None:
    """Print every account with its roles."""
    now = datetime.now(UTC)
    with database.transaction(_engine()) as session:
        for row in accounts.page(session, 100_000, 0):
            account = accounts.get(session, row.login)
            held = accounts.grants(session, account.id, now)
            roles = ", ".join(f"{g.role}@{g.area_code or 'city'}" for g in held)
            click.echo(f"{row.login}\t{row.name}\t{roles}")


def _engine() -> database.Engine:
    from webgis.cli import open_engine  # noqa: PLC0415  # the command line knows the cluster

    return open_engine(config.from_environment())

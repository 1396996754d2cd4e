"""The command `webgis alerts`: rules, lists of places, parties of disputes."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import click
import geopandas as gpd
from sqlalchemy import Engine

from geodata import crs
from geodata.alerting.kinds import KINDS, check_rule
from geodata.errors import InvalidInputError, NotFoundError
from geodata.importers.identifiers import require_columns
from geodata.importers.layers import read_layer
from geodata.models import AlertRule
from geodata.queries import alert_rules, incident_parties, watched_places
from webgis import config, database

_BY = "command"
RADIUS_M = 25.0


@click.group()
def alerts() -> None:
    """Rules of alerts, and what they look at."""


@alerts.command("rules")
def list_rules() -> None:
    """List the rules with their parameters."""
    with database.transaction(_engine()) as session:
        for rule in alert_rules.listing(session):
            state = "on " if rule.is_active else "off"
            parameters = json.dumps(rule.parameters, ensure_ascii=False)
            click.echo(
                f"{state} {rule.code} ({rule.kind}) {rule.name} / {rule.name_zh} {parameters}"
            )


@alerts.command("rule")
@click.argument("code")
@click.option("--kind", type=click.Choice(list(KINDS)), help="Of a new rule.")
@click.option("--name", help="In English.")
@click.option("--name-zh", help="In Chinese.")
@click.option("--set", "pairs", multiple=True, metavar="NAME=VALUE", help="A parameter (JSON).")
@click.option("--on/--off", "is_active", default=None, help="Whether it looks.")
def write_rule(
    *,
    code: str,
    kind: str | None,
    name: str | None,
    name_zh: str | None,
    pairs: tuple[str, ...],
    is_active: bool | None,
) -> None:
    """Add a rule or change one; e.g. webgis alerts rule noise --kind surge --set days=14."""
    given = dict(_pair(pair) for pair in pairs)
    names = {"name": name, "name_zh": name_zh, "is_active": is_active}
    values: dict[str, Any] = {key: value for key, value in names.items() if value is not None}
    with database.transaction(_engine()) as session:
        try:
            rule = alert_rules.get(session, code)
        except NotFoundError:
            if kind is None:
                raise
            check_rule(kind, given)
            told = {"name": KINDS[kind].name, "name_zh": KINDS[kind].name_zh} | values
            rule = alert_rules.create(
                session, by=_BY, code=code, kind=kind, parameters=given, **told
            )
        else:
            _change(rule, kind, given, values)
            alert_rules.change(session, rule, by=_BY, **values)
        shown = check_rule(rule.kind, rule.parameters)
    click.echo(json.dumps({"code": code, "parameters": shown}, ensure_ascii=False))


@alerts.command("watch")
@click.argument("list_code")
@click.argument("file", type=click.Path(path_type=Path))
def watch(list_code: str, file: Path) -> None:
    """Put the points of FILE (columns code, name, radius_m) in the stead of a list.

    E.g. webgis alerts watch rental rentals.csv, for rental addresses (出租房).
    """
    points = crs.to_storage(read_layer(file, kind="points"))
    require_columns(points, ["code"], file.name)
    places = gpd.GeoDataFrame(
        {
            "code": points["code"].astype(str),
            "name": points.get("name", points["code"]).astype(str),
            "radius_m": _radii(points),
        },
        geometry=points.geometry,
        crs=points.crs,
    )
    with database.transaction(_engine()) as session:
        count = watched_places.replace(session, list_code, places)
    click.echo(f"{count:,} places on the list {list_code}")


@alerts.command("parties")
@click.argument("file", type=click.Path(path_type=Path))
def parties(file: Path) -> None:
    """Note who stands behind incidents: a CSV with the columns source, source_id and party.

    Names and numbers of people are not kept: each becomes a pseudonym by this server's secret.
    """
    secret = config.from_environment().secret_key
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    missing = {"source", "source_id", "party"} - set(rows[0] if rows else {})
    if missing:
        raise InvalidInputError(f"{file.name}: no column {', '.join(sorted(missing))}")
    with database.transaction(_engine()) as session:
        keys = incident_parties.ids_of(session, {(row["source"], row["source_id"]) for row in rows})
        pairs = []
        for number, row in enumerate(rows, 1):
            key = keys.get((row["source"], row["source_id"]))
            if key is None:
                message = f"{file.name}: row {number}: there is no such incident"
                raise InvalidInputError(message, row=number, field="source_id")
            pairs.append((key, pseudonym(row["party"], secret)))
        count = incident_parties.add(session, pairs)
    click.echo(f"{count:,} parties noted, {len(pairs) - count:,} known before")


def pseudonym(party: str, secret: str) -> str:
    """Return a keyed hash of a name or number, whatever its case and blanks."""
    plain = "".join(party.casefold().split())
    key = hashlib.sha256(secret.encode()).digest()
    return hashlib.blake2b(plain.encode(), digest_size=16, key=key).hexdigest()


def _change(
    rule: AlertRule, kind: str | None, given: dict[str, Any], values: dict[str, Any]
) -> None:
    if kind not in (None, rule.kind):
        raise InvalidInputError(f"{rule.code} is a rule of kind {rule.kind}; add another one")
    if given:
        values["parameters"] = rule.parameters | given
        check_rule(rule.kind, values["parameters"])


def _radii(points: gpd.GeoDataFrame) -> list[float]:
    if "radius_m" not in points:
        return [RADIUS_M] * len(points)
    radii = []
    for row, value in enumerate(points["radius_m"], 1):
        try:
            radius_m = float(value)
        except (TypeError, ValueError):
            radius_m = -1.0
        if not 0 < radius_m <= 1_000:
            message = f"row {row}: radius_m is {value!r}; above 0 and at most 1,000"
            raise InvalidInputError(message, row=row, field="radius_m")
        radii.append(radius_m)
    return radii


def _pair(text: str) -> tuple[str, Any]:
    name, mark, value = text.partition("=")
    if not mark:
        raise click.UsageError(f"--set {text!r}: write NAME=VALUE")
    try:
        return name, json.loads(value)
    except ValueError:
        # A code needs no quotes.
        return name, value


def _engine() -> Engine:
    from webgis.cli import open_engine  # noqa: PLC0415  # the command line knows the cluster

    return open_engine(config.from_environment())

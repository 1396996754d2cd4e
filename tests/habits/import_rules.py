"""Who may import whom, read from the syntax trees; the table is design, the test its guard."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OURS = ("geodata", "webgis", "migrations")
# A unit may import itself and what stands here; a name covers everything below it.
GROUND = {"geodata.errors", "geodata.crs", "geodata.geometry", "geodata.codes"}
FILES = {"geodata.importers", "geodata.exporters"}
ALLOWED: dict[str, set[str]] = {
    "geodata.errors": set(),
    "geodata.crs": {"geodata.errors"},
    "geodata.codes": {"geodata.errors"},
    "geodata.geometry": {"geodata.errors"},
    "geodata.formula_cells": set(),
    "geodata.models": {"geodata.crs", "geodata.rights"},
    "geodata.queries": {"geodata.models", "geodata.rights", *GROUND},
    "geodata.addresses": set(),
    "geodata.analyses": {"geodata.crs", "geodata.geometry", "geodata.errors"},
    "geodata.rights": {"geodata.errors"},
    # The closed loop as tables and arithmetic: no SQL.
    "geodata.loop": {"geodata.errors", "geodata.rights"},
    # What alerts are and when a person hears of them: no SQL.
    "geodata.alerting": {"geodata.errors"},
    # Who is told what, when and in which words: no SQL.
    "geodata.notices": {"geodata.errors", "geodata.loop"},
    "geodata.importers": {"geodata.models", "geodata.formula_cells", *GROUND},
    "geodata.exporters": {"geodata.models", "geodata.formula_cells", *GROUND},
    "geodata.workflows": {
        "geodata.queries",
        "geodata.analyses",
        "geodata.models",
        "geodata.rights",
        "geodata.loop",
        "geodata.alerting",
        "geodata.notices",
        "geodata.addresses",
        *FILES,
        *GROUND,
    },
    # The command works on files alone: no queries, no models.
    "geodata.commands": {"geodata.analyses", *FILES, *GROUND},
    "geodata.cli": {"geodata.commands", *GROUND},
    "geodata.demo": {"geodata"},
    "migrations": {"geodata.models"},
    "webgis": {"geodata"},
}
NARROWER: dict[str, set[str]] = {
    # Running the machine: no queries, no pages.
    "webgis.ops": {"geodata.errors", "webgis.config"},
    "webgis.config": {"geodata.errors"},
}
# Packages that belong to one part of the program.
FOREIGN: dict[str, tuple[str, ...]] = {
    "flask": ("webgis",),
    "flask_smorest": ("webgis",),
    "gunicorn": ("webgis",),
    "procrastinate": ("webgis", "migrations"),
    "psycopg": ("webgis",),
    "psycopg2": ("webgis",),
    "alembic": ("webgis", "migrations"),
    "folium": ("webgis.report_maps",),
    "sqlalchemy": (
        "geodata.models",
        "geodata.queries",
        "geodata.workflows",
        "geodata.demo",
        "webgis",
        "migrations",
    ),
    "geoalchemy2": ("geodata.models", "geodata.queries", "migrations"),
}


@dataclass(frozen=True)
class Import:
    """One imported name and the line where it stands."""

    name: str
    line: int


def module_name(path: Path) -> str:
    """geodata/queries/areas.py -> geodata.queries.areas."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source: str) -> Iterator[Import]:
    """Every import of a module, also those inside functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (Import(f"{node.module}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield Import(".", node.lineno)


def violations(module: str, source: str) -> list[str]:
    """What the table forbids in this module."""
    found = []
    for each in imports(source):
        top = each.name.split(".")[0]
        if top == "" or each.name == ".":
            found.append(f"{module}:{each.line}: relative import; write the whole name")
        elif top in OURS and not _is_allowed(module, each.name):
            found.append(f"{module}:{each.line}: may not import {each.name}")
        elif top in FOREIGN and not any(_is_below(module, home) for home in FOREIGN[top]):
            found.append(f"{module}:{each.line}: {top} belongs to {', '.join(FOREIGN[top])}")
    return found


def _is_allowed(module: str, name: str) -> bool:
    unit, allowed = _rule(module)
    return any(_is_below(name, target) for target in {unit, *allowed})


def _rule(module: str) -> tuple[str, set[str]]:
    table = ALLOWED | NARROWER
    units = [unit for unit in table if _is_below(module, unit)]
    if not units:
        return module, set()
    unit = max(units, key=len)
    return unit, table[unit]


def _is_below(name: str, unit: str) -> bool:
    return name == unit or name.startswith(f"{unit}.")

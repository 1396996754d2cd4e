from pathlib import Path

import pytest

from tests.habits import import_rules
from tests.habits.tree import ROOT, python_files


def test_every_import_follows_the_table():
    found = []
    for path in python_files("geodata", "webgis", "migrations"):
        module = import_rules.module_name(path.relative_to(ROOT))
        found += import_rules.violations(module, path.read_text(encoding="utf-8"))
    assert found == []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("geodata.analyses.hotspots", "from geodata.queries import areas"),
        ("geodata.analyses.hotspots", "import geodata.models.area"),
        ("geodata.analyses.hotspots", "import sqlalchemy as sa"),
        ("geodata.queries.areas", "from geodata.analyses import locate"),
        ("geodata.models.area", "from geodata import queries"),
        ("geodata.crs", "from geodata import geometry"),
        ("geodata.errors", "from geodata.crs import to_metric"),
        ("geodata.workflows.coverage", "from flask import current_app"),
        ("geodata.workflows.coverage", "def run():\n    import webgis.database"),
        ("geodata.commands.check", "from geodata.queries import areas"),
        ("geodata.cli", "from geodata import demo"),
        ("geodata.new_part", "from geodata import models"),
        ("migrations.versions.m", "from geodata.queries import areas"),
        ("webgis.ops.cluster", "from webgis.database import session"),
        ("webgis.pages", "from folium import Map"),
        ("webgis.pages", "from . import api"),
    ],
)
def test_a_forbidden_import_is_found(module, line):
    assert len(import_rules.violations(module, line)) == 1


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("geodata.analyses.hotspots", "from geodata.analyses import lattice"),
        ("geodata.queries.areas", "from geodata.models.area import Area"),
        ("webgis.api.areas", "from geodata.queries import areas"),
        ("webgis.ops.commands", "from webgis import config"),
        ("webgis.report_maps", "import folium"),
    ],
)
def test_an_allowed_import_passes(module, line):
    assert import_rules.violations(module, line) == []


def test_modules_are_named_like_python_names_them():
    assert import_rules.module_name(Path("geodata/queries/__init__.py")) == "geodata.queries"
    assert import_rules.module_name(Path("webgis/cli.py")) == "webgis.cli"

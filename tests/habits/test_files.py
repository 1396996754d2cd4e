from pathlib import Path

import pytest

from tests.habits import file_rules
from tests.habits.tree import ROOT, files, python_files, written_files

# Where coordinates may change their system, besides the two files of the design.
# Build scripts read other people's files once; the commands convert what a person names.
MAY_REPROJECT = ("geodata/crs.py", "geodata/demo/build/", "geodata/commands/")
MAY_TRANSFORM = ("geodata/queries/_spatial.py", "migrations/")
MAY_HOLD_SQL = (
    "geodata/queries/",
    "migrations/",
    "webgis/ops/databases.py",
    "webgis/ops/data_folder.py",
    "webgis/migrating.py",  # the lock around the migrations
    "geodata/importers/jail_child.py",  # SQLite inside a GeoPackage
)
# These two name what they forbid.
RULES_THEMSELVES = ("tests/habits/file_rules.py", "tests/habits/test_files.py")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_module_is_a_drawer():
    assert [named(path) for path in written_files() if file_rules.is_empty_name(path)] == []


def test_no_file_holds_two_nouns():
    long = [
        path for path in python_files("geodata", "webgis") if file_rules.is_too_long(read(path))
    ]
    assert [named(path) for path in long] == []


@pytest.mark.parametrize("rule", [file_rules.machine_paths, file_rules.registry_hosts])
def test_nothing_of_one_machine_is_written_down(rule):
    found = {
        named(path): lines
        for path in written_files()
        if named(path) not in RULES_THEMSELVES and (lines := rule(read(path)))
    }
    assert found == {}


def test_pages_and_scripts_ask_no_other_machine():
    sources = [*files("webgis/templates"), *files("static/src")]
    assert {
        named(path): lines for path in sources if (lines := file_rules.remote_assets(read(path)))
    } == {}


def test_coordinates_change_in_few_places():
    found = {}
    for path in python_files("geodata", "webgis", "migrations"):
        lines = [
            *(
                []
                if named(path).startswith(MAY_REPROJECT)
                else file_rules.calls(read(path), "to_crs")
            ),
            *(
                []
                if named(path).startswith(MAY_TRANSFORM)
                else file_rules.calls(read(path), "ST_Transform")
            ),
        ]
        if lines:
            found[named(path)] = lines
    in_sql = [path for path in files("geodata", "webgis") if path.suffix == ".sql"]
    found |= {named(path): [0] for path in in_sql if "ST_Transform" in read(path)}
    assert found == {}


def test_sql_is_written_in_its_places():
    found = {
        named(path): texts
        for path in python_files("geodata", "webgis")
        if not named(path).startswith(MAY_HOLD_SQL) and (texts := file_rules.sql_texts(read(path)))
    }
    assert found == {}


def test_every_setting_is_in_the_manual():
    manual = read(ROOT / "docs" / "operations.md")
    sources = [ROOT / "run.sh", *files("setup", "webgis", "geodata", "deploy")]
    used = set().union(*(file_rules.settings(read(path)) for path in sources))
    assert sorted(name for name in used if name not in manual) == []


def test_the_rules_can_fail():
    assert file_rules.is_empty_name(Path("geodata/_utils.py"))
    assert not file_rules.is_empty_name(Path("geodata/utilisation.py"))
    assert file_rules.is_too_long("x = 1\n" * 351)
    assert not file_rules.is_too_long("x = 1\n" * 350)
    assert file_rules.machine_paths("DATA = '/home/ann/town.gpkg'") == [
        "1: DATA = '/home/ann/town.gpkg'"
    ]
    assert file_rules.machine_paths("see /work/notes") != []
    assert file_rules.machine_paths("GET /api/work/1, /workspace, ../home/x") == []
    assert file_rules.registry_hosts("index = https://pypi.org/simple") != []
    assert file_rules.registry_hosts("registry=https://registry.npmjs.org/") != []
    assert file_rules.remote_assets('<script src="https://cdn.example.com/x.js">') != []
    assert file_rules.remote_assets("@import url(//fonts.example.com/a.css)") != []
    assert file_rules.remote_assets('<svg xmlns="http://www.w3.org/2000/svg">') == []
    assert file_rules.remote_assets('<a href="https://opendata.example.gov">source</a>') == []
    assert file_rules.remote_assets("const share = a // b.c") == []
    assert file_rules.sql_texts('q = "select the grid"\nr = "SELECT 1"') == ["2: SELECT 1"]
    assert file_rules.sql_texts('"""Update the plan, set nothing."""') == []
    assert file_rules.calls("frame.to_crs(4326)\nto_crs(1)\n'to_crs'", "to_crs") == [1, 2]
    assert file_rules.settings('env.int("PORT", 8000); WEBGIS_HOME') == {
        "WEBGIS_PORT",
        "WEBGIS_HOME",
    }


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")

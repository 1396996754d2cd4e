import pytest
from click.testing import CliRunner

from webgis.ops import commands
from webgis.ops.cluster import Cluster


@pytest.fixture
def command(monkeypatch, open_home):
    monkeypatch.setenv("WEBGIS_HOME", str(open_home))
    monkeypatch.delenv("WEBGIS_DATABASE_URL", raising=False)
    return lambda *words: CliRunner().invoke(commands.db, words)


def test_start_look_stop(command, stopped):
    assert "is started" in command("start").output
    assert "running already" in command("start").output
    status = command("status")
    assert status.exit_code == 0
    assert f"data     {stopped.place.data}" in status.output
    assert command("url").output.startswith("postgresql+psycopg2://wangge:")
    assert command("url", "--admin").output.startswith("postgresql+psycopg2://postgres:")
    assert "is stopped" in command("stop").output
    assert "was not running" in command("stop").output
    assert command("status").exit_code == 3


def test_upgrade_says_that_there_is_nothing_to_do(command):
    assert "nothing to upgrade" in command("upgrade").output


def test_another_server_is_left_alone(command, monkeypatch, open_home):
    monkeypatch.setenv("WEBGIS_DATABASE_URL", "postgresql://gis@db.example/town")
    for word in ("start", "stop", "status", "upgrade"):
        result = command(word)
        assert result.exit_code == 0
        assert "not ours" in result.output
    assert command("url").output == "postgresql+psycopg2://gis@db.example/town\n"
    assert Cluster(open_home).status().state == "absent"


def test_trouble_is_one_line(command, open_home):
    (open_home / "pg").mkdir()
    (open_home / "pg" / "PG_VERSION").write_text("99")
    result = command("start")
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert "PostgreSQL 99" in result.output

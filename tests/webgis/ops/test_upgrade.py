import itertools

import pytest

from geodata.errors import UnavailableError
from webgis.ops import data_folder, installation, upgrade


def test_nothing_to_do(running):
    assert "nothing to do" in running.upgrade()
    running.stop()
    assert "nothing to do" in running.upgrade()


def test_no_data_yet(make, open_home):
    assert "no database yet" in make(open_home).upgrade()


def test_data_newer_than_the_programs(stopped, monkeypatch):
    version = stopped.version
    monkeypatch.setattr(
        installation, "newest", lambda: installation.Installation(version.major - 1, version.bin)
    )
    with pytest.raises(UnavailableError, match="the newest with PostGIS here is"):
        stopped.upgrade()


def test_every_row_comes_along_and_the_old_data_stay(running, ask):
    _fill(running, ask)
    answer = _rebuild(running)
    kept = running.home / f"pg.kept-{running.version.major}"
    assert str(kept) in answer
    assert data_folder.major_of(kept) == running.version.major
    assert running.status().state == "running"
    assert ask(running, "SELECT name, ST_AsText(geom) FROM place") == [("market", "POINT(114 22)")]
    assert not running.place.building.exists()


def test_a_failed_copy_leaves_the_data_in_use(running, ask, monkeypatch):
    _fill(running, ask)
    different = itertools.count()
    monkeypatch.setattr(upgrade.databases, "row_counts", lambda _dsn, _name: next(different))
    with pytest.raises(UnavailableError, match="the old data are untouched"):
        _rebuild(running)
    running.start()
    assert ask(running, "SELECT name FROM place") == [("market",)]


def test_killed_between_the_two_renames(stopped, ask):
    stopped.place.data.rename(stopped.place.upgraded)
    stopped.start()
    assert ask(stopped, "SELECT 1", "postgres") == [(1,)]


@pytest.mark.drill
def test_killed_while_copying(running, ask, program):
    _fill(running, ask)
    for look_for in ("pg.new/PG_VERSION", "pg.new/postmaster.pid", "pg.new/upgrade.dump"):
        call = "upgrade.rebuild(cluster, cluster.version, cluster.version)"
        upgrading = program(running.home, call)
        while not (running.home / look_for).exists():
            assert upgrading.poll() is None
        upgrading.kill()
        upgrading.wait()
        running.start()
        assert ask(running, "SELECT name FROM place") == [("market",)]
    assert "Upgraded" in _rebuild(running)


def _fill(cluster, ask) -> None:
    ask(cluster, "CREATE TABLE place (name text, geom geometry(Point, 4326))")
    ask(cluster, "INSERT INTO place VALUES ('market', 'SRID=4326;POINT(114 22)')")


def _rebuild(cluster) -> str:
    """An upgrade to the same version does everything that one to a newer does."""
    with cluster._locked():
        return upgrade.rebuild(cluster, cluster.version, cluster.version)

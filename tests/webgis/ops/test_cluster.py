import os
import stat

import psycopg2
import pytest

from geodata.errors import InvalidInputError, UnavailableError
from webgis.ops import installation
from webgis.ops.cluster import Cluster
from webgis.ops.place import SHARED_ROOT

is_root = os.geteuid() == 0


def test_start_makes_it_once(make, open_home):
    cluster = make(open_home)
    assert cluster.status().state == "absent"
    assert cluster.start()
    assert not cluster.start()
    assert cluster.status().state == "running"
    assert cluster.stop()
    assert not cluster.stop()
    assert cluster.status().state == "stopped"
    assert not cluster.create()


def test_a_database_is_ready_for_a_city(running, ask):
    assert not running.ensure_database("town")
    extensions = {name for (name,) in ask(running, "SELECT extname FROM pg_extension")}
    assert {"postgis", "pg_trgm", "btree_gist"} <= extensions
    # With the locale C the Chinese characters would vanish from the index.
    assert len(ask(running, "SELECT unnest(show_trgm('人民路12号'))")) > 4
    with pytest.raises(InvalidInputError, match="not a database name"):
        running.ensure_database("town; DROP TABLE area")


def test_only_this_machine_and_no_superuser(running, ask):
    settings = dict(ask(running, "SELECT name, setting FROM pg_settings"))
    assert settings["listen_addresses"] == ""
    assert (settings["fsync"], settings["synchronous_commit"]) == ("on", "on")
    assert settings["jit"] == "off"
    assert ask(running, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == [(False,)]
    assert stat.S_IMODE(running.passwords.file.stat().st_mode) == 0o600
    assert running.place.data.stat().st_uid != 0
    wrong = running.url("town").replace(running.passwords.of("wangge"), "guess")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(wrong.replace("+psycopg2", "", 1))


@pytest.mark.skipif(not is_root, reason="only root can go elsewhere")
def test_a_closed_home_keeps_its_data_elsewhere(make, tmp_path, ask):
    tmp_path.chmod(0o700)
    cluster = make(tmp_path / "var")
    cluster.start()
    cluster.ensure_database("town")
    assert cluster.place.folder.parent == SHARED_ROOT
    assert len(cluster.told) == 1
    assert str(cluster.place.folder) in cluster.told[0]
    assert ask(Cluster(tmp_path / "var"), "SELECT 1") == [(1,)]

    (tmp_path / "var").rename(tmp_path / "moved")
    assert not make(tmp_path / "moved").start()


@pytest.mark.skipif(not is_root, reason="only root can go elsewhere")
def test_a_copied_home_does_not_share_the_data(make, tmp_path):
    make(tmp_path / "var").create()
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "pg.location").write_text((tmp_path / "var" / "pg.location").read_text())
    with pytest.raises(UnavailableError, match="is a copy of"):
        Cluster(tmp_path / "copy").start()


def test_a_long_path_has_its_socket_elsewhere(make, open_home, ask):
    cluster = make(open_home / ("网" * 20) / ("long" * 20))
    cluster.start()
    cluster.ensure_database("town")
    assert cluster.place.socket_folder().parent != cluster.home
    assert ask(cluster, "SELECT 1") == [(1,)]


def test_data_of_an_unknown_version_are_refused(stopped):
    (stopped.place.data / "PG_VERSION").write_text("99\n")
    with pytest.raises(UnavailableError, match="PostgreSQL 99, which is not installed"):
        stopped.start()
    (stopped.place.data / "PG_VERSION").write_text(f"{_installed()}\n")


def test_a_folder_with_something_else_is_left_alone(make, open_home):
    (open_home / "pg").mkdir()
    (open_home / "pg" / "diary.txt").write_text("mine")
    with pytest.raises(UnavailableError, match="not a database and not empty"):
        make(open_home).start()
    assert (open_home / "pg" / "diary.txt").read_text() == "mine"


def test_a_lost_password_file_is_renewed(stopped, ask):
    stopped.passwords.file.unlink()
    stopped.start()
    assert ask(stopped, "SELECT 1", "postgres") == [(1,)]
    assert "new database passwords" in stopped.told[-1]


def test_a_server_that_cannot_start_says_why(stopped):
    (stopped.place.data / "postgresql.auto.conf").write_text("work_mem = 'a lot'\n")
    with pytest.raises(UnavailableError, match="work_mem"):
        stopped.start()
    (stopped.place.data / "postgresql.auto.conf").write_text("")


def _installed() -> int:
    return installation.newest().major

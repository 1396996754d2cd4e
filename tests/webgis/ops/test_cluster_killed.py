"""What `kill -9` may hit: the postmaster, a child, the program that makes or starts the cluster."""

import os
import shutil
import signal
import subprocess
import threading
import time
import uuid
from contextlib import closing

import psycopg2
import pytest

from webgis.ops.cluster import Cluster
from webgis.ops.processes import ServerProcesses


def test_postmaster_killed(running, ask):
    ask(running, "CREATE TABLE note (text text); INSERT INTO note VALUES ('kept')")
    _kill_postmaster(running)
    assert running.status().state == "stopped"
    assert running.start()
    assert ask(running, "SELECT text FROM note") == [("kept",)]


def test_postmaster_killed_while_a_child_works_on(running, ask):
    busy = threading.Thread(target=_ignore_errors, args=(_count_for_ever, running, ask))
    busy.start()
    _wait_until(lambda: _is_counting(running, ask))
    _kill_postmaster(running)
    assert ServerProcesses(running.place.data, running.account).all() != []
    assert running.start()
    busy.join(10)
    assert ask(running, "SELECT 1") == [(1,)]


def test_child_killed(running, ask):
    with closing(psycopg2.connect(running.dsn("town"))) as session:
        os.kill(session.info.backend_pid, signal.SIGKILL)
    _wait_until(lambda: _answers(running, ask))
    assert running.status().state == "running"


def test_a_reused_process_id_is_neither_believed_nor_ended(running, ask):
    _kill_postmaster(running)
    other = running.account.identity()
    with subprocess.Popen(["sleep", "60"], cwd="/", **other) as bystander:
        note = running.place.data / "postmaster.pid"
        lines = note.read_text().splitlines()
        note.write_text("\n".join([str(bystander.pid), *lines[1:], ""]))
        lock = running.place.socket_folder() / ".s.PGSQL.5432.lock"
        lock.write_text(note.read_text())
        assert running.status().state == "stopped"
        assert not running.stop()
        assert running.start()
        assert ask(running, "SELECT 1") == [(1,)]
        assert bystander.poll() is None
        bystander.kill()


@pytest.mark.parametrize("content", ["", "garbage\n", "999999999\n"])
def test_an_unreadable_note_of_the_process(stopped, content):
    (stopped.place.data / "postmaster.pid").write_text(content)
    assert stopped.start()


def test_another_cluster_is_left_alone(running, make, open_home, ask):
    neighbour = make(open_home / "neighbour")
    neighbour.start()
    _kill_postmaster(neighbour)
    neighbour.start()
    neighbour.stop()
    assert ask(running, "SELECT 1") == [(1,)]


def test_program_killed_while_it_makes_the_cluster(make, open_home, ask, program):
    cluster = make(open_home)
    for look_for in ("pg.new", "pg.new/base/1", "pg.new/wangge.conf"):
        maker = program(open_home, "cluster.create()")
        _wait_until((open_home / look_for).exists)
        maker.kill()
        maker.wait()
        assert cluster.status().state == "absent"
    cluster.start()
    assert ask(cluster, "SELECT current_user", "postgres") == [("wangge",)]
    assert not (open_home / "pg.new").exists()


def test_two_programs_start_at_once(make, open_home, program):
    cluster = make(open_home)
    programs = [program(open_home, "cluster.start()") for _ in range(2)]
    answers = [each.communicate()[0].strip() for each in programs]
    assert sorted(answers) == ["False", "True"]
    assert cluster.status().state == "running"


def test_after_a_reboot_the_socket_folder_is_gone(running, ask):
    running.stop()
    shutil.rmtree(running.place.socket_folder())
    assert running.start()
    assert ask(running, "SELECT 1") == [(1,)]


@pytest.mark.drill
def test_nothing_acknowledged_is_lost(running, ask):
    ask(running, "CREATE TABLE report (id uuid PRIMARY KEY)")
    acknowledged: list[str] = []
    is_over = threading.Event()

    def write() -> None:
        while not is_over.is_set():
            key = str(uuid.uuid4())
            if _ignore_errors(ask, running, f"INSERT INTO report VALUES ('{key}')") is None:
                time.sleep(0.05)
                continue
            acknowledged.append(key)

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for _ in range(5):
        time.sleep(1)
        _kill_postmaster(running)
        running.start()
    is_over.set()
    for writer in writers:
        writer.join()
    kept = {str(key) for (key,) in ask(running, "SELECT id FROM report")}
    assert len(acknowledged) > 100
    assert set(acknowledged) <= kept


def _kill_postmaster(cluster: Cluster) -> None:
    pid = cluster.status().pid
    assert pid
    os.kill(pid, signal.SIGKILL)
    _wait_until(lambda: cluster.status().pid is None)


def _count_for_ever(cluster: Cluster, ask) -> None:
    ask(cluster, "SELECT count(*) FROM generate_series(1, 1e12::bigint)")


def _is_counting(cluster: Cluster, ask) -> bool:
    active = "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%1e12%'"
    return len(ask(cluster, active)) > 1


def _answers(cluster: Cluster, ask) -> bool:
    return _ignore_errors(ask, cluster, "SELECT 1") == [(1,)]


def _ignore_errors(call, *arguments):
    try:
        return call(*arguments)
    except psycopg2.Error:
        return None


def _wait_until(is_so, timeout_s: float = 20) -> None:
    until = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)

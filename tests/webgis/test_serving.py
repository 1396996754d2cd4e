"""The supervisor starts its children again when they die."""

import os
import signal
import subprocess
import sys
import time

from webgis.serving import Child


def wait_for(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


def test_a_killed_child_is_started_again():
    child = Child("worker", [sys.executable, "-c", "import time; time.sleep(60)"])
    child.pause_s = 0.1
    try:
        child.look(dict(os.environ))
        first = child.process.pid
        os.kill(first, signal.SIGKILL)

        def is_back():
            child.look(dict(os.environ))
            return child.process is not None and child.process.pid != first

        assert wait_for(is_back)
    finally:
        child.stop()
    assert child.process.poll() is not None


def test_the_pause_grows_when_it_dies_at_once():
    child = Child("web", [sys.executable, "-c", "raise SystemExit(3)"])
    child.pause_s = 0.1
    child.look(dict(os.environ))
    child.process.wait()
    child.look(dict(os.environ))
    assert (child.process, child.pause_s) == (None, 0.2)


def test_a_child_does_not_outlive_a_killed_parent():
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import os, sys, time\n"
            "from webgis.serving import Child\n"
            "child = Child('worker', [sys.executable, '-c', 'import time; time.sleep(60)'])\n"
            "child.look(dict(os.environ))\n"
            "print(child.process.pid, flush=True)\n"
            "time.sleep(60)\n",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    child = int(parent.stdout.readline())
    time.sleep(0.3)  # until setpriv has handed over
    parent.kill()
    parent.communicate()
    assert wait_for(lambda: is_gone(child))


def is_gone(process):
    try:
        with open(f"/proc/{process}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True

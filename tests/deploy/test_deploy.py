"""The deployment files name commands, roles, ports and settings that exist."""

import re
import shlex
import shutil
import subprocess
from dataclasses import fields

import pytest
import yaml

from tests.habits import file_rules
from tests.habits.tree import ROOT, files
from webgis import cli, config, serving

COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
SERVICES = {name: COMPOSE["services"][name] for name in ("web", "events", "worker", "migrate")}


def commands() -> list[list[str]]:
    found = [service["command"][1:] for service in SERVICES.values()]
    for unit in UNITS:
        found += re.findall(r"^Exec\w+=\S+/webgis (.+)$", unit.read_text(), re.MULTILINE)
    return [shlex.split(each) if isinstance(each, str) else each for each in found]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_exists(words):
    command = cli.cli
    while words and not words[0].startswith("-"):
        command = command.commands[words[0]]
        words = words[1:]
    context = command.make_context("webgis", list(words))
    assert context is not None


def test_each_role_is_a_service_and_a_unit():
    assert {service["command"][-1] for service in SERVICES.values()} >= set(serving.ROLES)
    assert {f"wangge-{role}" for role in serving.ROLES} <= {unit.stem for unit in UNITS}


def test_every_service_is_looked_after():
    running = {name for name in COMPOSE["services"] if name != "migrate"}
    assert {name for name in running if "healthcheck" in COMPOSE["services"][name]} == running
    assert all(service["init"] for service in COMPOSE["services"].values())


def test_the_proxy_asks_the_ports_where_we_serve():
    for name in ("upstreams-host.conf", "upstreams-compose.conf"):
        ports = re.findall(r"server [\w.]+:(\d+);", (ROOT / "deploy" / "nginx" / name).read_text())
        assert ports == ["8000", "8001"]


def test_every_setting_is_known():
    known = {f"WEBGIS_{field.name.upper()}" for field in fields(config.Settings)}
    known.add("WEBGIS_PYTHON")  # which Python run.sh takes, before there is any program to ask
    for path in files("deploy"):
        used = file_rules.settings(path.read_text(encoding="utf-8"))
        assert used <= known, path


def test_every_mounted_file_is_there():
    volumes = [
        volume for each in COMPOSE["services"].values() for volume in each.get("volumes", [])
    ]
    mounted = [volume.split(":")[0] for volume in volumes if volume.startswith("./")]
    assert mounted
    assert [path for path in mounted if not (ROOT / "deploy" / path).exists()] == []


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_accepts_the_configuration(tmp_path):
    source = (ROOT / "deploy" / "nginx" / "wangge.conf").read_text(encoding="utf-8")
    source = source.replace(
        "/etc/nginx/wangge-upstreams.conf", f"{ROOT}/deploy/nginx/upstreams-host.conf"
    ).replace("/var/cache/nginx", str(tmp_path))
    (tmp_path / "wangge.conf").write_text(source)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; events {{}} http {{ include {tmp_path}/wangge.conf; }}"
    )
    done = subprocess.run(
        ["nginx", "-t", "-q", "-e", "stderr", "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr

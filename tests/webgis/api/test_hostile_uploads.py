"""The hostile corpus over the wire: each file has its one answer, and nobody else is touched."""

import os
import socket
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from geodata.errors import InvalidInputError
from geodata.models import Backdrop, ImportRun
from geodata.workflows import imports
from tests.geodata.importers.hostile_files import CANARY, FILES, vrt, write_canary
from tests.geodata.importers.hostile_geometries import CASES, document
from tests.geodata.importers.hostile_packages import PACKAGES

EVERY_FILE = [*FILES, *PACKAGES]
GROWTH_LIMIT_MB = 100
UPLOADS = "/api/v1/imports"


def resident_mb():
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


@pytest.fixture
def planner(sign_in, town):
    return sign_in("planner")


def send(client, path, name=None):
    query = {"kind": "backdrop", "source": "stranger", "file_name": name or path.name}
    with path.open("rb") as body:
        return client.post(
            UPLOADS, query_string=query, data=body.read(), content_type="application/octet-stream"
        )


def stored(session):
    return session.scalar(select(func.count()).select_from(ImportRun)), session.scalar(
        select(func.count()).select_from(Backdrop)
    )


def test_every_hostile_file_is_refused_and_nothing_is_kept(planner, session, tmp_path):
    write_canary(tmp_path)
    before = stored(session)
    answers = {}
    for hostile in EVERY_FILE:
        path = tmp_path / hostile.name
        hostile.write(path)
        answer = send(planner, path)
        answers[hostile.title] = answer.status_code
        assert CANARY not in answer.text
        if answer.status_code == 422:
            assert "\n" not in answer.json["detail"]
        else:
            answers[hostile.title] = has_refused_rows(session, path)
        path.unlink()
    # What can be shown is shown; its rows are refused one by one when it is checked.
    shown = {title: answer for title, answer in answers.items() if answer != 422}
    assert shown == dict.fromkeys(("bow-tie", "no position", "no coordinates"), True)
    assert len(answers) >= 120
    assert stored(session)[1] == before[1]


def has_refused_rows(session, path):
    reading = imports.remembered(session, path, "backdrop", "x", {"constants": KIND})
    try:
        return imports.run(session, reading, "x", dry_run=True)["refused"] > 0
    except InvalidInputError:
        return True


def test_memory_does_not_grow_with_them(planner, tmp_path):
    paths = []
    for hostile in EVERY_FILE[::3]:
        paths.append(tmp_path / hostile.name)
        hostile.write(paths[-1])
    sizes_mb = []
    # What is loaded once (libraries) is no growth.
    for _ in range(2):
        for path in paths:
            send(planner, path)
        sizes_mb.append(resident_mb())
    assert sizes_mb[1] - sizes_mb[0] < GROWTH_LIMIT_MB


def test_every_hostile_geometry_has_its_one_answer(planner, session, tmp_path, settings):
    wrong = {}
    before = stored(session)
    for case in CASES:
        path = tmp_path / "shapes.geojson"
        path.write_text(document(case))
        answer = send(planner, path)
        if answer.status_code == 422:
            found = "refused"
        else:
            assert answer.status_code == 201, answer.text
            reading = imports.remembered(session, path, "backdrop", "x", {"constants": KIND})
            report = imports.run(session, reading, "x", dry_run=True)
            rows = [f["row"] for f in report["findings"] if f["cause"] == "bad_shape"]
            found = "refused" if 2 in rows else "accepted"
        if found != ("accepted" if case.cause is None else "refused") and case.kind == "any":
            wrong[case.name] = found
    assert wrong == {}
    assert len(CASES) >= 60
    assert stored(session)[1] == before[1]


KIND = {"kind": "road", "source_id": "1"}


def test_no_upload_calls_the_network(planner, tmp_path):
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.2)
    address = f"/vsicurl/http://127.0.0.1:{listener.getsockname()[1]}/canary.geojson"
    path = tmp_path / "layer.vrt"
    path.write_text(vrt(address))
    for ending in (".geojson", ".gpkg", ".kml", ".fgb", ".zip", ".parquet", ".xlsx", ".csv"):
        send(planner, path, f"layer{ending}")
    with pytest.raises(TimeoutError):
        listener.accept()
    listener.close()


def test_a_scribble_is_refused_at_once(planner, session, tmp_path):
    case = next(case for case in CASES if "scribble" in case.name)
    path = tmp_path / "shapes.geojson"
    path.write_text(document(case))
    start = time.process_time()
    send(planner, path)
    # Repairing it would take ten seconds and more; a second is only a bound against that.
    assert time.process_time() - start < 1

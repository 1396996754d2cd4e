"""A job: queued once, claimed once, beating, cancelled, taken up again when its worker dies."""

import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from geodata.errors import InvalidInputError
from geodata.models import JobRun
from geodata.queries import job_runs
from webgis import jobs


@pytest.fixture
def kind(monkeypatch):
    """A kind of job of this test alone."""
    name = f"census-{uuid.uuid4().hex[:8]}"

    def register(work):
        monkeypatch.setitem(jobs.KINDS, name, work)
        return name

    return register


@pytest.fixture
def committed(engine):
    """A session that really commits, for a worker has its own; its rows are removed."""
    with Session(engine) as session:
        yield session
        session.rollback()
        session.execute(text("DELETE FROM job_run"))
        session.execute(text("DELETE FROM procrastinate.procrastinate_jobs"))
        session.commit()


def queue(session, name, **parameters):
    run, is_new = job_runs.queue(session, name, parameters)
    session.commit()
    return run.id, is_new


def test_a_job_reports_progress_and_keeps_its_figures(committed, engine, kind):
    def work(session, run_id, parameters, progress):
        progress(40, "counting")
        seen.append(job_runs.get(committed, run_id).percent)
        return {"method": "by hand", "n": 3, "summary": {"total": 3}}

    seen = []
    run_id, _ = queue(committed, kind(work))
    jobs.work_off(engine, run_id)
    run = job_runs.get(committed, run_id)
    assert (run.state, run.percent, run.n, run.summary) == ("succeeded", 100, 3, {"total": 3})
    assert seen == [40]
    assert run.started_at <= run.heartbeat_at <= run.finished_at


def test_equal_questions_wait_once(committed, kind):
    name = kind(lambda *_: {})
    first, is_first_new = queue(committed, name, tier=4)
    again, is_again_new = queue(committed, name, tier=4)
    other, _ = queue(committed, name, tier=5)
    assert (is_first_new, is_again_new) == (True, False)
    assert first == again != other


def test_what_a_person_can_mend_is_told_and_nothing_is_written(committed, engine, kind):
    def work(session, run_id, parameters, progress):
        session.execute(text("INSERT INTO layer_version VALUES ('half done', 1)"))
        raise InvalidInputError("the outline is empty")

    run_id, _ = queue(committed, kind(work))
    jobs.work_off(engine, run_id)
    run = job_runs.get(committed, run_id)
    assert (run.state, run.error) == ("failed", "the outline is empty")
    assert not committed.scalar(text("SELECT 1 FROM layer_version WHERE layer = 'half done'"))


def test_a_running_job_stops_at_its_next_step_when_cancelled(committed, engine, kind):
    def work(session, run_id, parameters, progress):
        with Session(engine) as other:
            job_runs.request_cancel(other, run_id)
            other.commit()
        progress(50, "too late")
        raise AssertionError("went on after it was cancelled")

    run_id, _ = queue(committed, kind(work))
    jobs.work_off(engine, run_id)
    assert job_runs.get(committed, run_id).state == "cancelled"


def test_a_waiting_job_is_cancelled_at_once_and_never_starts(committed, engine, kind):
    run_id, _ = queue(committed, kind(lambda *_: pytest.fail("started")))
    job_runs.request_cancel(committed, run_id)
    committed.commit()
    jobs.work_off(engine, run_id)
    assert job_runs.get(committed, run_id).state == "cancelled"


def test_two_workers_never_do_the_same_run(committed, engine, kind):
    done = []
    run_id, _ = queue(committed, kind(lambda *_: done.append(1) or {}))
    workers = [threading.Thread(target=jobs.work_off, args=(engine, run_id)) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert done == [1]


def fall_silent(session, run_id):
    long_ago = datetime.now(UTC) - timedelta(seconds=job_runs.SILENCE_S + 1)
    session.execute(update(JobRun).where(JobRun.id == run_id).values(heartbeat_at=long_ago))
    session.commit()


def test_a_dead_workers_run_is_taken_up_again_and_given_up_in_the_end(committed, kind):
    run_id, _ = queue(committed, kind(lambda *_: {}))
    for attempt in range(1, job_runs.MAX_ATTEMPTS + 1):
        assert job_runs.claim(committed, run_id) == attempt
        fall_silent(committed, run_id)
        again, given_up = job_runs.take_back_silent(committed, datetime.now(UTC))
        committed.commit()
    assert (again, given_up) == ([], [run_id])
    assert "died 3 times" in job_runs.get(committed, run_id).error


def test_a_worker_taken_for_dead_can_no_longer_finish(committed, kind):
    run_id, _ = queue(committed, kind(lambda *_: {}))
    slow = job_runs.claim(committed, run_id)
    fall_silent(committed, run_id)
    job_runs.take_back_silent(committed, datetime.now(UTC))
    quick = job_runs.claim(committed, run_id)
    assert not job_runs.finish(committed, run_id, slow, "succeeded")
    assert not job_runs.beat(committed, run_id, slow, 99, "")
    assert job_runs.finish(committed, run_id, quick, "succeeded")


def test_the_api_starts_shows_and_cancels(committed, client, town):
    started = client.post("/api/v1/jobs", json={"kind": "coverage"})
    assert started.status_code == 202
    place = started.headers["Location"]
    assert client.get(place).json["state"] == "queued"
    assert client.post(f"{place}/cancel").json["state"] == "cancelled"


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "nonsense"},
        {"kind": "hotspots"},
        {"kind": "hotspots", "parameters": {"cell_m": 1}},
        {"kind": "hotspots", "parameters": {"cell_m": 250, "tier": 4}},
        {"kind": "hotspots", "parameters": {"cell_m": 250, "colour": "red"}},
        {"kind": "coverage", "parameters": {"at": "never"}},
    ],
)
def test_a_job_that_cannot_be_is_refused(client, town, body):
    answer = client.post("/api/v1/jobs", json=body)
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")

"""Long work: queued in PostgreSQL by procrastinate, with heartbeat, progress and cancel."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any
from uuid import UUID

import procrastinate
import structlog
from flask import Flask, current_app
from procrastinate.contrib.sqlalchemy import SQLAlchemyPsycopg2Connector
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from geodata.errors import CancelledError, GeodataError
from geodata.queries import job_runs
from geodata.workflows import (
    address_findings,
    bulletin,
    casework,
    coverage,
    emerging,
    forecast,
    governance_index,
    hotspots,
    publishing,
    reach,
    workload,
)
from geodata.workflows.alerting import run as alerting
from geodata.workflows.planning import proposals, rehoming
from geodata.workflows.progress import Progress
from webgis import import_jobs
from webgis.database import transaction

# A job reads and writes in the session that is given, and returns its figures for job_run.
Work = Callable[[Session, UUID, dict[str, Any], Progress], dict[str, Any]]
KINDS: dict[str, Work] = {
    "hotspots": hotspots.run,
    "coverage": coverage.run,
    "bulletin": bulletin.run,
    "workload": workload.run,
    "reach": reach.run,
    "emerging": emerging.run,
    "forecast": forecast.run,
    "publish": publishing.run,
    import_jobs.KIND: import_jobs.run,
    address_findings.KIND: address_findings.run,
    "alerts": alerting.run,
    "zone": proposals.run,
    "index": governance_index.run,
}

BEAT_S = 2.0
NIGHTLY = "17 2 * * *"
CHASE = "*/5 * * * *"
WEEKLY = "7 3 * * 1"
# A queued run that no worker took within this time lost its message.
LOST_AFTER = timedelta(minutes=2)

log = structlog.get_logger()
tasks = procrastinate.Blueprint()


def init_app(app: Flask, engine: Engine) -> None:
    """Let requests queue jobs through the application's own engine."""
    app.extensions["jobs"] = queue_app(engine)


def queue_app(engine: Engine) -> procrastinate.App:
    """Return procrastinate's application for queueing."""
    queue = procrastinate.App(connector=SQLAlchemyPsycopg2Connector())
    queue.add_tasks_from(tasks, namespace="wangge")
    queue.open(engine)
    return queue


def start(session: Session, kind: str, parameters: dict[str, Any]) -> UUID:
    """Queue a run and wake the worker; an equal run that waits already is returned instead."""
    return start_with(current_app.extensions["jobs"], session, kind, parameters)


def start_with(
    queue: procrastinate.App, session: Session, kind: str, parameters: dict[str, Any]
) -> UUID:
    """Queue a run outside of a request."""
    run, is_new = job_runs.queue(session, kind, parameters)
    # The worker must find the row: commit first, then wake it. A message lost in between is
    # sent again by the sweep.
    session.commit()
    if is_new:
        queue.configure_task("wangge:run").defer(run_id=str(run.id))
    return run.id


def start_after_publication(session: Session) -> None:
    """Queue what the map shows by default, for the boundaries are new."""
    for kind, parameters in DEFAULT_RUNS:
        start(session, kind, parameters)


@tasks.task(name="run", pass_context=True)
def run(context: procrastinate.JobContext, run_id: str) -> None:
    """Do one run."""
    work_off(context.additional_context["engine"], UUID(run_id))


@tasks.periodic(cron="* * * * *")
@tasks.task(name="sweep", pass_context=True)
def sweep(context: procrastinate.JobContext, timestamp: int) -> None:
    """Take up again what a dead worker or a lost message left behind."""
    del timestamp
    now = datetime.now(UTC)
    with transaction(context.additional_context["engine"]) as session:
        again, given_up = job_runs.take_back_silent(session, now)
        lost = job_runs.waiting_since(session, now - LOST_AFTER)
    for run_id in {*again, *lost}:
        context.app.configure_task("wangge:run").defer(run_id=str(run_id))
    if again or given_up:
        log.warning("jobs taken back", again=len(again), given_up=len(given_up))


@tasks.periodic(cron=CHASE)
@tasks.task(name="chase", pass_context=True, queueing_lock="chase")
def chase(context: procrastinate.JobContext, timestamp: int) -> None:
    """Warn of, supervise and escalate cases in time; let them follow boundaries that begin."""
    del timestamp
    with transaction(context.additional_context["engine"]) as session:
        done = casework.chase(session, datetime.now(UTC))
        done["rehome"] = rehoming.follow_all(session, datetime.now(UTC))
    if any(done.values()):
        log.info("cases chased", **done)


@tasks.periodic(cron=NIGHTLY)
@tasks.task(name="nightly", pass_context=True)
def nightly(context: procrastinate.JobContext, timestamp: int) -> None:
    """Recompute what the map shows by default."""
    del timestamp
    engine = context.additional_context["engine"]
    for kind, parameters in DEFAULT_RUNS:
        with transaction(engine) as session:
            found, _ = job_runs.queue(session, kind, parameters)
        work_off(engine, found.id)


@tasks.periodic(cron=WEEKLY)
@tasks.task(name="weekly", pass_context=True)
def weekly(context: procrastinate.JobContext, timestamp: int) -> None:
    """Write the bulletin of the week that ended."""
    del timestamp
    engine = context.additional_context["engine"]
    for lang in ("zh", "en"):
        with transaction(engine) as session:
            found, _ = job_runs.queue(session, "bulletin", {"lang": lang})
        work_off(engine, found.id)


DEFAULT_RUNS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("hotspots", {"cell_m": 250}),
    *(("hotspots", {"tier": tier}) for tier in (2, 3, 4, 5)),
    ("coverage", {}),
    ("workload", {}),
    ("reach", {}),
    ("addresses", {}),
    ("emerging", {"cell_m": 250, "step_days": 7}),
    ("forecast", {"cell_m": 200}),
    ("publish", {}),
    ("forecast", {"cell_m": 200, "horizon_days": 7, "share": 0.01}),
    ("forecast", {"cell_m": 200, "horizon_days": 30, "share": 0.01}),
    ("index", {}),
    ("alerts", {}),
)


def work_off(engine: Engine, run_id: UUID) -> None:
    """Claim a run, do it, and write its result and its end in one transaction."""
    with transaction(engine) as session:
        attempt = job_runs.claim(session, run_id)
        found = job_runs.get(session, run_id)
    if attempt is None:
        return
    with Heartbeat(engine, run_id, attempt) as heartbeat:
        try:
            with transaction(engine) as session:
                figures = KINDS[found.kind](session, run_id, found.parameters, heartbeat.tell)
                done = job_runs.finish(
                    session, run_id, attempt, "succeeded", percent=100, message="", **figures
                )
                if not done:
                    raise CancelledError("another worker took the run up")
        except CancelledError:
            _end(engine, run_id, attempt, "cancelled", None)
        except GeodataError as error:
            _end(engine, run_id, attempt, "failed", str(error))
        except Exception:
            log.exception("job failed", run=str(run_id), kind=found.kind)
            _end(engine, run_id, attempt, "failed", "internal error; the worker's log has it")
            raise


def _end(engine: Engine, run_id: UUID, attempt: int, state: str, error: str | None) -> None:
    with transaction(engine) as session:
        job_runs.finish(session, run_id, attempt, state, error=error)


class Heartbeat:
    """Beats beside the work, so that a long step is not taken for a dead worker."""

    def __init__(self, engine: Engine, run_id: UUID, attempt: int) -> None:
        self._engine, self._run_id, self._attempt = engine, run_id, attempt
        self._percent, self._message = 0.0, ""
        self._stop, self._go_on = threading.Event(), True
        self._thread = threading.Thread(target=self._beat_on, daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def tell(self, percent: float, message: str) -> None:
        """Note progress; raises CancelledError when the run was cancelled or taken away."""
        self._percent, self._message = percent, message
        self._beat()
        if not self._go_on:
            raise CancelledError("the job was cancelled")

    def _beat_on(self) -> None:
        while not self._stop.wait(BEAT_S):
            self._beat()

    def _beat(self) -> None:
        try:
            with transaction(self._engine) as session:
                self._go_on = job_runs.beat(
                    session, self._run_id, self._attempt, self._percent, self._message
                )
        except SQLAlchemyError:
            # The work's own transaction will tell whether the database is really gone.
            log.warning("heartbeat missed", run=str(self._run_id))

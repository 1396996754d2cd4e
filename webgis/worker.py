"""The process that does the jobs."""

from __future__ import annotations

import procrastinate
from sqlalchemy.engine import make_url

from webgis import database, jobs
from webgis.config import Settings
from webgis.herald import Herald


def run_worker(settings: Settings) -> None:
    """Work until told to stop; a job under way is finished first."""
    engine = database.make_engine(settings, statement_timeout_s=600)
    app = procrastinate.App(
        connector=procrastinate.PsycopgConnector(
            conninfo=_conninfo(settings),
            kwargs={"options": database.SEARCH_PATH_OPTION},
        )
    )
    app.add_tasks_from(jobs.tasks, namespace="wangge")
    with app.open(), Herald(engine, settings):
        app.run_worker(
            concurrency=1,
            install_signal_handlers=True,
            additional_context={"engine": engine},
            delete_jobs="successful",
        )


def _conninfo(settings: Settings) -> str:
    # Procrastinate speaks psycopg 3, which knows no SQLAlchemy address.
    url = make_url(database.database_url(settings)).set(drivername="postgresql")
    return url.render_as_string(hide_password=False)

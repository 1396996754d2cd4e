"""The engine, and one session per request that ends with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app, g
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from webgis.config import Settings
from webgis.ops.cluster import Cluster

# Procrastinate's tables have a schema of their own.
SEARCH_PATH_OPTION = "-c search_path=public,procrastinate"


def database_url(settings: Settings) -> str:
    """Return where the city's database is: the given server, or the embedded cluster."""
    if settings.database_url:
        return settings.database_url
    return Cluster(settings.home).url(f"wangge_{settings.city}")


def make_engine(settings: Settings, *, statement_timeout_s: int | None = None) -> Engine:
    """Return an engine that gives up a statement after ``statement_timeout_s`` (0: never)."""
    timeout_s = settings.statement_timeout_s if statement_timeout_s is None else statement_timeout_s
    options = f"-c statement_timeout={timeout_s * 1000} -c timezone=UTC {SEARCH_PATH_OPTION}"
    return create_engine(
        database_url(settings),
        pool_size=settings.threads,
        max_overflow=4,
        pool_timeout=2,
        pool_pre_ping=True,
        connect_args={
            "options": options,
            "connect_timeout": 3,
            "application_name": "wangge",
        },
    )


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """Give a session whose work is committed at the end, or undone on an error."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def init_app(app: Flask, engine: Engine) -> None:
    """Attach the engine; close each request's session when the request ends."""
    app.extensions["engine"] = engine

    @app.teardown_appcontext
    def close(_error: BaseException | None) -> None:
        session = g.pop("session", None)
        if session is not None:
            session.close()


def session() -> Session:
    """Return the request's session; a route that writes commits it itself."""
    if "session" not in g:
        g.session = Session(
            current_app.extensions["engine"],
            expire_on_commit=False,
            join_transaction_mode="create_savepoint",
        )
    return g.session

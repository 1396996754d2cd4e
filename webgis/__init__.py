"""The web face of Wangge: one thin Flask package over geodata."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from webgis import (
    api,
    auth,
    config,
    database,
    errors,
    events,
    feeds,
    headers,
    jobs,
    limits,
    metrics,
    offline,
    ogc,
    open311,
    openness,
    pages,
    tiles,
    unstorable,
)

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: config.Settings | None = None, engine: Engine | None = None) -> Flask:
    """Build the application; reads like a contents page."""
    settings = settings or config.from_environment()
    app = Flask(__name__, static_folder=str(ROOT / "static"), static_url_path="/static")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.max_body_bytes,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=settings.https_only,
        WANGGE=settings,
    )
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    engine = engine or database.make_engine(settings)
    database.init_app(app, engine)
    errors.init_app(app)
    headers.init_app(app)
    limits.init_app(app)
    metrics.init_app(app)
    unstorable.init_app(app)
    auth.init_app(app)
    openness.init_app(app)
    jobs.init_app(app, engine)
    api.init_app(app)
    app.register_blueprint(tiles.blueprint)
    app.register_blueprint(ogc.blueprint)
    app.register_blueprint(open311.blueprint)
    app.register_blueprint(feeds.blueprint)
    if settings.serves_events:
        app.register_blueprint(events.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(offline.blueprint)
    return app

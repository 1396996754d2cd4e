"""One table from error to status, and one shape of error: problem+json (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import msgspec
import structlog
from flask import Flask, Response, request
from psycopg2 import errors as pg
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from geodata.errors import (
    ConflictError,
    ForbiddenError,
    GeodataError,
    InvalidInputError,
    NotFoundError,
    UnauthenticatedError,
    UnavailableError,
)

STATUS_OF = {
    InvalidInputError: 422,
    NotFoundError: 404,
    ConflictError: 409,
    ForbiddenError: 403,
    UnauthenticatedError: 401,
    UnavailableError: 503,
}
RETRY_AFTER_S = "2"

log = structlog.get_logger()


def problem(status: int, detail: str, **members: Any) -> Response:
    """Return a problem document; extra members (field, row, errors) are added when given."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.path,
        **{name: value for name, value in members.items() if value is not None},
    }
    response = Response(msgspec.json.encode(body), status, content_type="application/problem+json")
    if status == 503:
        response.headers["Retry-After"] = RETRY_AFTER_S
    return response


def init_app(app: Flask) -> None:
    """Register every handler."""
    app.register_error_handler(GeodataError, _of_geodata)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(DBAPIError, _of_database)
    app.register_error_handler(PoolTimeout, _of_pool)


def status_of(error: GeodataError) -> int:
    """Return the status code of an error."""
    return next((code for kind, code in STATUS_OF.items() if isinstance(error, kind)), 400)


def _of_geodata(error: GeodataError) -> Response:
    members = {"field": getattr(error, "field", None), "row": getattr(error, "row", None)}
    return problem(status_of(error), str(error), **members)


def _of_http(error: HTTPException) -> Response:
    if error.response is not None:
        return error.response  # a redirect carries its own answer
    messages = getattr(error, "data", {}).get("messages")
    if messages:
        rows = list(_flatten(messages))
        detail = "; ".join(f"{field}: {text}" for field, text in rows)
        errors = [{"field": field, "detail": text} for field, text in rows]
        return problem(error.code or 422, detail, errors=errors)
    response = problem(error.code or 500, error.description or "")
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _flatten(messages: Any, path: str = "") -> Any:
    if isinstance(messages, dict):
        for key, value in messages.items():
            # The outermost key is only the place (query, json) where the field stands.
            place = key in ("query", "json", "path", "files", "form") and not path
            yield from _flatten(value, path if place else f"{path}.{key}".strip("."))
    elif isinstance(messages, list):
        for value in messages:
            yield from _flatten(value, path)
    else:
        yield path or "body", str(messages)


def _of_database(error: DBAPIError) -> Response:
    # SQL never reaches the client; the log has it.
    log.error("database error", kind=type(error.orig).__name__, path=request.path)
    if isinstance(error.orig, pg.QueryCanceled):
        return problem(503, "this question takes too long; narrow the period or the area")
    if isinstance(error, IntegrityError):
        return problem(409, "this contradicts what is stored already")
    if isinstance(error, DataError):
        return problem(422, "a value is out of the range that can be stored")
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return problem(503, "the database is not available now; try again in a moment")
    return problem(500, "internal error")


def _of_pool(_error: PoolTimeout) -> Response:
    return problem(503, "too many requests at once; try again in a moment")

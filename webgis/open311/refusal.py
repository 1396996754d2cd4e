"""Errors as GeoReport writes them: 404 for what is unknown, 403 for keys, else 400."""

from __future__ import annotations

from typing import NoReturn

from flask import Blueprint, Response
from werkzeug.exceptions import HTTPException, NotFound

from geodata.errors import (
    ForbiddenError,
    GeodataError,
    InvalidInputError,
    NotFoundError,
    UnauthenticatedError,
)
from webgis.errors import status_of
from webgis.open311 import wire

KEYS = (ForbiddenError, UnauthenticatedError)


def init(blueprint: Blueprint) -> None:
    """Answer every error of this face in its own form."""
    blueprint.register_error_handler(GeodataError, _of_geodata)
    blueprint.register_error_handler(HTTPException, _of_http)


def refuse(detail: str) -> NoReturn:
    """Answer 400 with what is wrong."""
    raise InvalidInputError(detail)


def unknown(detail: str) -> NoReturn:
    """Answer 404 with what is not there."""
    raise NotFoundError(detail)


def no_such_address() -> NoReturn:
    """Answer 404 for an address outside the standard."""
    raise NotFound("GeoReport v2 has discovery, services, requests and tokens, as .xml or .json")


def _of_geodata(error: GeodataError) -> Response:
    status = 403 if isinstance(error, KEYS) else status_of(error)
    # The standard knows no 409 and no 422.
    return _answer(status if status in (403, 404, 503) else 400, str(error))


def _of_http(error: HTTPException) -> Response:
    return _answer(error.code or 500, error.description or "")


def _answer(status: int, detail: str) -> Response:
    rows = [{"code": str(status), "description": detail}]
    return wire.answer(rows, root="errors", item="error", status=status)

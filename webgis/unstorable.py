"""Signs that no text of the database can hold (NUL, half of a pair): refused before any query."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from werkzeug.exceptions import BadRequest, NotFound, UnprocessableEntity

DETAIL = "a text has a sign that cannot be stored (NUL, or half of a surrogate pair)"


def init_app(app: Flask) -> None:
    """Look at addresses, queries, forms and JSON of every request."""
    app.before_request(_refuse)


def is_storable(text: str) -> bool:
    """Return whether the database can hold a text.

    >>> is_storable("网格"), is_storable("a\\x00b"), is_storable("\\ud800")
    (True, False, False)
    """
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _refuse() -> None:
    if not _all_storable(list((request.view_args or {}).values())):
        raise NotFound("there is nothing at this address")
    given = [*request.args.items(multi=True)]
    if request.mimetype in ("application/x-www-form-urlencoded", "multipart/form-data"):
        given += request.form.items(multi=True)
    if not (_all_storable(given) and _json_is_storable()):
        # Our own API says 422 to a value that it cannot take; the standards' faces say 400.
        raise (UnprocessableEntity if request.path.startswith("/api/") else BadRequest)(DETAIL)


def _json_is_storable() -> bool:
    # In JSON such a sign can only be an escape: a body without one need not be looked through.
    if not request.is_json or b"\\u" not in request.get_data():
        return True
    try:
        return _all_storable(request.get_json(silent=True))
    except RecursionError:
        return True  # too deep to be read at all: its schema says so


def _all_storable(value: Any) -> bool:
    if isinstance(value, str):
        return is_storable(value)
    if isinstance(value, dict):
        return all(_all_storable(name) and _all_storable(one) for name, one in value.items())
    if isinstance(value, (list, tuple)):
        return all(map(_all_storable, value))
    return True

"""The standard's own status for a wrong parameter."""

from __future__ import annotations

from typing import NoReturn

from werkzeug.exceptions import BadRequest


def refuse(detail: str) -> NoReturn:
    """Answer 400 with what is wrong."""
    raise BadRequest(detail)

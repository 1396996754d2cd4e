"""The blueprint that every endpoint family uses."""

from __future__ import annotations

from typing import ClassVar

import flask_smorest
from webargs.flaskparser import FlaskParser


class StrictParser(FlaskParser):
    """Leave unknown parameters to the schema, which refuses them by name."""

    DEFAULT_UNKNOWN_BY_LOCATION: ClassVar[dict[str, str | None]] = {}


class Blueprint(flask_smorest.Blueprint):
    """smorest's blueprint with the strict parser."""

    ARGUMENTS_PARSER = StrictParser()

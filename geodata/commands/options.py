"""Options that several commands share, so that they read and behave alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from geodata import crs
from geodata.errors import InvalidInputError
from geodata.exporters import output
from geodata.geometry import MAX_VERTICES

_Command = TypeVar("_Command", bound=Callable[..., Any])


class _Epsg(click.ParamType[int]):
    name = "EPSG"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            return crs.parse_epsg(value)
        except InvalidInputError as error:
            self.fail(str(error), param, ctx)


class _OutPath(click.ParamType[Path]):
    """A file to write: its folder exists, and with ``is_layer`` its ending is a known format."""

    name = "FILE"

    def __init__(self, *, is_layer: bool) -> None:
        self._is_layer = is_layer

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value)
        try:
            if self._is_layer:
                output.ending_of(path)
            output.require_writable(path)
        except InvalidInputError as error:
            self.fail(str(error), param, ctx)
        return path


EPSG = _Epsg()
OUT_LAYER = _OutPath(is_layer=True)
OUT_REPORT = _OutPath(is_layer=False)


def areas_file(command: _Command) -> _Command:
    """--areas and --id."""
    option = click.option("--areas", required=True, metavar="FILE", help="The polygons.")
    return option(id_column(command))


def id_column(command: _Command) -> _Command:
    """--id."""
    text = "Column that names the areas [default: id or code, else the number of the row]."
    return click.option("--id", "id_column", metavar="COL", help=text)(command)


def points_file(command: _Command) -> _Command:
    """--points, --lon and --lat."""
    command = click.option("--lat", metavar="COL", help="Latitude in a CSV [default: guessed].")(
        command
    )
    command = click.option("--lon", metavar="COL", help="Longitude in a CSV [default: guessed].")(
        command
    )
    return click.option("--points", required=True, metavar="FILE", help="The points.")(command)


def out_layer(command: _Command) -> _Command:
    """--out."""
    text = "Where to write; the ending decides the format."
    return click.option("--out", required=True, type=OUT_LAYER, help=text)(command)


def report_file(command: _Command) -> _Command:
    """--report."""
    text = "Where to write the report (JSON)."
    return click.option("--report", required=True, type=OUT_REPORT, help=text)(command)


def outline_file(command: _Command) -> _Command:
    """--outline."""
    text = "The outline that the areas should fill."
    return click.option("--outline", metavar="FILE", help=text)(command)


def metric_crs(command: _Command) -> _Command:
    """--crs."""
    text = "CRS in metres to measure in, such as 26985 [default: from the data]."
    return click.option("--crs", "metric_epsg", type=EPSG, help=text)(command)


def reading(command: _Command) -> _Command:
    """--input-crs and --max-vertices."""
    command = click.option(
        "--max-vertices",
        type=click.IntRange(min=4),
        default=MAX_VERTICES,
        show_default=True,
        metavar="N",
        help="Refuse an area with more.",
    )(command)
    text = "CRS of input files that do not declare one."
    return click.option("--input-crs", type=EPSG, help=text)(command)

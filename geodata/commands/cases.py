"""Points with a time: read, placed in metres and on cells, repeated messages collapsed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import click
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.analyses import lattice
from geodata.analyses.duplicates import deduplicate
from geodata.commands import inputs
from geodata.crs import FloatArray
from geodata.errors import InvalidInputError
from geodata.importers.identifiers import require_columns
from geodata.importers.layers import read_layer
from geodata.importers.refusal import one_line, refusal

_Command = TypeVar("_Command", bound=Callable[..., Any])
TIME_COLUMNS = (
    "time", "at", "date", "datetime", "timestamp", "reported_at", "occurred_at", "created_at",
    "reportdatetm", "occurrencedate", "creation_date", "occ_date", "时间", "上报时间",
)  # fmt: skip
_TIME = "time of case"


class _Moment(click.ParamType[np.datetime64]):
    name = "DATE"

    def convert(self, value: Any, param: Any, ctx: Any) -> np.datetime64:
        try:
            moment = pd.Timestamp(value)
        except ValueError:
            self.fail(f"{value!r} is not a date such as 2026-05-04", param, ctx)
        if pd.isna(moment):
            self.fail(f"{value!r} is not a date such as 2026-05-04", param, ctx)
        if moment.tzinfo is not None:
            moment = moment.tz_convert("UTC").tz_localize(None)
        return np.datetime64(moment.to_datetime64(), "s")


MOMENT = _Moment()


@dataclass(frozen=True)
class Cases:
    """Cases in the CRS of ``cells`` (NaN without a place) with naive times (NaT without one)."""

    cells: gpd.GeoDataFrame
    x: FloatArray
    y: FloatArray
    at: Any
    read_count: int
    collapsed_count: int
    notes: list[str]

    def summary(self) -> str:
        """Say how many cases there are and which of them cannot count."""
        place, time = int(np.isnan(self.x).sum()), int(np.isnat(self.at).sum())
        parts = [f"{self.read_count:,} points"]
        parts += [f"{self.collapsed_count:,} repeated messages collapsed"] * bool(
            self.collapsed_count
        )
        parts += [f"{place:,} without a position"] * bool(place)
        parts += [f"{time:,} without a time"] * bool(time)
        return ", ".join(parts)


def cell_option(command: _Command) -> _Command:
    """--cell."""
    side = click.FloatRange(min=0, min_open=True)
    text = "Side of the square cells that are laid over the outline."
    return click.option(
        "--cell", "cell_m", required=True, type=side, metavar="METRES", help=text
    )(command)  # fmt: skip


def outline_option(command: _Command) -> _Command:
    """--outline, required."""
    text = "The polygons of the city; cells with half of their area inside are kept."
    return click.option("--outline", required=True, metavar="FILE", help=text)(command)


def time_options(command: _Command) -> _Command:
    """--time, --category and --collapse."""
    command = click.option(
        "--collapse/--no-collapse",
        default=None,
        help="Keep one of all points with the same place, day and category [default: with "
        "--category].",
    )(command)
    command = click.option(
        "--category", metavar="COL", help="Column of the points with their category."
    )(command)
    text = "Column of the points with their time [default: time, date, reported_at ...]."
    return click.option("--time", "time_column", metavar="COL", help=text)(command)


def read_cases(
    points: str,
    outline: str,
    *,
    cell_m: float,
    time_column: str | None,
    category: str | None,
    collapse: bool | None,
    lon: str | None,
    lat: str | None,
    metric_epsg: int | None,
    input_crs: int | None,
) -> Cases:
    """Read points and outline and lay the cells.

    Raises InvalidInputError, one line, for files, columns and times that cannot be used.
    """
    frame = read_layer(points, kind="points", crs=input_crs, lon=lon, lat=lat, allow_missing=True)
    city = inputs.read_outline(outline, input_crs=input_crs)
    inputs.check_axes(frame, city)
    read_count = len(frame)
    frame = frame.assign(**{_TIME: _times(frame, time_column)})
    if category is not None:
        require_columns(frame, [category], frame.attrs["source"])
    if collapse or (collapse is None and category is not None):
        frame = deduplicate(frame, _TIME, category)
    metric = inputs.to_metric(city, metric_epsg)
    cells = lattice.cells(metric, cell_m)
    if cells.empty:
        raise InvalidInputError(f"no cell of {cell_m:g} m has half of its area in the outline")
    shapes = inputs.in_crs_of(frame, metric).geometry.to_numpy().copy()
    shapes[shapely.is_empty(shapes)] = None
    at = frame[_TIME].to_numpy().astype("datetime64[s]")
    x, y = shapely.get_x(shapes), shapely.get_y(shapes)
    return Cases(cells, x, y, at, read_count, read_count - len(frame), city.attrs["notes"])


def _times(frame: gpd.GeoDataFrame, column: str | None) -> pd.Series:
    source = frame.attrs["source"]
    if column is None:
        by_lower = {str(name).lower(): str(name) for name in reversed(list(frame.columns))}
        column = next((by_lower[name] for name in TIME_COLUMNS if name in by_lower), None)
        if column is None:
            raise refusal(source, "no column looks like a time; name it with --time")
    require_columns(frame, [column], source)
    values = frame[column]
    if not pd.api.types.is_datetime64_any_dtype(values):
        texts = values.astype(object)
        texts = texts.where(values.notna() & (values.astype(str).str.strip() != ""), None)
        values = pd.to_datetime(texts, errors="coerce", format="ISO8601", utc=True)
        bad = (values.isna() & texts.notna()).to_numpy()
        if bad.any():
            at = int(np.argmax(bad))
            cell = one_line(str(texts.iloc[at]), 40)
            raise refusal(source, f"{column} is {cell!r}, which is not a date and time", at + 1)
    if values.dt.tz is not None:
        values = values.dt.tz_convert("UTC").dt.tz_localize(None)
    return values

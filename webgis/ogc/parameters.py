"""What may be asked of items: bbox, datetime, limit, properties, crs; unknown words are refused."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from marshmallow import ValidationError

from geodata.queries._spatial import Box
from geodata.queries.feature_sources import Source, type_of
from geodata.queries.features import Drawn, Wanted
from webgis.ogc import crs
from webgis.ogc.refusal import refuse
from webgis.request_args import Moment

DEFAULT_LIMIT, MAX_LIMIT = 100, 10_000
LARGEST_INT = 2**63 - 1
OPEN_END = ("", "..")


@dataclass(frozen=True)
class ItemsArgs:
    """A page of items: which, how drawn, from where on, how many."""

    wanted: Wanted
    drawn: Drawn
    crs_name: str
    after: Any
    limit: int


def known_only(*names: str) -> None:
    """Refuse parameters that the address does not have."""
    # The language is that of the pages, which links carry on.
    unknown = sorted(set(request.args) - {"f", "lang", *names})
    if unknown:
        refuse(f"unknown parameters: {', '.join(unknown)}; known are: {', '.join(names) or 'f'}")


def of_items(source: Source) -> ItemsArgs:
    """Read the parameters of a collection's items."""
    fixed = ("bbox", "bbox-crs", "datetime", "limit", "crs", "after")
    known_only(*fixed, *source.columns)
    box_name = request.args.get("bbox-crs", crs.CRS84)
    box_drawn = crs.drawn(box_name, "bbox-crs")
    has_period, start, end = _period(request.args.get("datetime"))
    properties = {
        name: _typed(name, request.args[name], type_of(column))
        for name, column in source.columns.items()
        if name in request.args
    }
    name = request.args.get("crs", crs.CRS84)
    after = request.args.get("after")
    wanted = Wanted(_boxes(box_drawn), box_drawn.epsg, has_period, start, end, properties)
    return ItemsArgs(
        wanted,
        crs.drawn(name, "crs"),
        name,
        None if after is None else key(source, after),
        _limit(),
    )


def key(source: Source, text: str) -> Any:
    """Read the key of a feature."""
    return _typed("the id of a feature", text, type_of(source.key))


def _limit() -> int:
    text = request.args.get("limit", str(DEFAULT_LIMIT))
    if not (text.isascii() and text.isdigit() and int(text[:10]) > 0 and len(text) < 10):
        refuse("limit: a whole number from 1 on")
    # The standard lets a server give fewer than were asked for.
    return min(int(text), MAX_LIMIT)


def _boxes(drawn: Drawn) -> tuple[Box, ...]:
    text = request.args.get("bbox")
    if text is None:
        return ()
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) == 6:  # with heights, which nothing here has
        numbers = [numbers[i] for i in (0, 1, 3, 4)]
    if len(numbers) != 4 or not all(math.isfinite(n) and abs(n) < 1e9 for n in numbers):
        refuse("bbox: four finite numbers (or six, with heights)")
    west, south, east, north = numbers
    if drawn.is_north_first:
        west, south, east, north = south, west, north, east
    if south > north:
        refuse("bbox: the south is north of the north")
    if drawn.epsg != 4326:
        if west > east:
            refuse("bbox: the west is east of the east")
        return ((west, south, east, north),)
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        refuse("bbox: degrees within -180..180 and -90..90")
    if west > east:  # across the antimeridian
        return (west, south, 180.0, north), (-180.0, south, east, north)
    return ((west, south, east, north),)


def _period(text: str | None) -> tuple[bool, datetime | None, datetime | None]:
    if text is None:
        return False, None, None
    parts = text.split("/")
    if len(parts) == 1 and parts[0] not in OPEN_END:
        moment = _moment(parts[0])
        return True, moment, moment
    if len(parts) != 2:
        refuse("datetime: a moment, or an interval such as 2026-01-01/2026-02-01 or 2026-01-01/..")
    start, end = (None if part in OPEN_END else _moment(part) for part in parts)
    if start and end and start > end:
        refuse("datetime: the interval ends before it starts")
    return True, start, end


def _moment(text: str) -> datetime:
    try:
        moment: datetime = Moment().deserialize(text)
    except ValidationError as error:
        refuse(f"datetime: {'; '.join(error.messages)}")
    return moment


def _typed(name: str, text: str, kind: str) -> Any:
    try:
        if kind == "integer":
            number = int(text)
            if abs(number) > LARGEST_INT:
                raise ValueError
            return number
        if kind == "number":
            return float(text)
        if kind == "boolean":
            return {"true": True, "false": False}[text.lower()]
    except (ValueError, KeyError):
        refuse(f"{name}: {text[:40]!r} is no {kind}")
    if kind == "date-time":
        return _moment(text)
    if "\x00" in text:
        refuse(f"{name}: has a sign that no text has")
    return text

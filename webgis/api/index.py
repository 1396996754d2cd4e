"""The governance index (统一指数): score, formula, weights and raw parts of every area."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
import pandas as pd
from flask import Response
from marshmallow import fields, validate

from geodata.analyses import governance_index as analysis
from geodata.errors import NotFoundError
from geodata.models import JobRun
from geodata.queries import areas, index_parts, job_runs
from geodata.workflows import governance_index
from webgis import auth, geojson, limits
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.api.run_shape import shape
from webgis.database import session
from webgis.request_args import CODE, Strict

blueprint = Blueprint("index", __name__, url_prefix="/index")


class IndexArgs(Strict):
    """One tier; of one area's children when a parent is named."""

    tier = fields.Integer(load_default=4, validate=validate.Range(1, 6))
    parent = fields.String(validate=CODE)


class Weights(Strict):
    """New weights by part; a part that is not named keeps its own."""

    weights = fields.Dict(
        keys=fields.String(),
        values=fields.Float(validate=validate.Range(0, 1_000)),
        required=True,
        validate=validate.Length(1, 20),
    )


class IndexAnswer(ma.Schema):
    """Areas with their scores; what they are made of."""

    formula = fields.String(required=True)
    weights = fields.List(fields.Dict(), required=True)
    items = fields.List(fields.Dict(), required=True)
    run = fields.Dict(required=True)


@blueprint.get("")
@blueprint.arguments(IndexArgs, location="query")
@blueprint.response(200, IndexAnswer)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def one_index(args: dict[str, Any]) -> Response:
    """Return {formula, weights, items, run}, best score first.

    weights: [{code, name, name_zh, weight, kind}]. items: [{area_code, name, name_zh,
    parent_code, score, low, high (90 % interval), sd, rank, better_p (chance to be above the mean
    of all areas), parts: {code: {numerator, denominator, raw, value, sd, weight, points}}}];
    score is null where nothing is known. The rank is among all areas of the tier.
    """
    run = job_runs.latest_result(session(), "index")
    if run is None:
        raise NotFoundError("the index was not computed yet; POST /api/v1/jobs starts it")
    found = governance_index.read(session(), run.id, args["tier"])
    body = {
        "formula": analysis.FORMULA,
        "weights": _weights(),
        "items": _items(run, found, args),
        "run": shape(run),
    }
    return geojson.json(body)


@blueprint.put("/weights")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(Weights)
@blueprint.response(200, schemas.Items)
def weigh(body: dict[str, Any]) -> Response:
    """Give parts new weights; the next reading uses them."""
    auth.require("index.edit")
    index_parts.weigh(session(), body["weights"])
    session().commit()
    return geojson.json({"items": _weights()})


def _weights() -> list[dict[str, Any]]:
    names = ("code", "name", "name_zh", "weight")
    return [
        {name: getattr(part, name) for name in names} | {"kind": analysis.PARTS[part.code]}
        for part in index_parts.listing(session())
    ]


def _items(run: JobRun, found: analysis.Index, args: dict[str, Any]) -> list[dict[str, Any]]:
    names = {row.code: row for row in areas.tree(session(), run.finished_at or run.created_at)}
    names = {code: row for code, row in names.items() if row.tier == args["tier"]}
    parts = _parts(found.parts)
    items = []
    for code, row in _plain(found.areas).to_dict("index").items():
        area = names.get(str(code))
        if area is None or args.get("parent") not in (None, area.parent_code):
            continue
        told = {"area_code": code, "name": area.name, "name_zh": area.name_zh}
        items.append(told | {"parent_code": area.parent_code} | row | {"parts": parts[str(code)]})
    return sorted(items, key=lambda item: (item["score"] is None, -(item["score"] or 0.0)))


def _parts(parts: pd.DataFrame) -> dict[str, dict[str, Any]]:
    by_area: dict[str, dict[str, Any]] = {}
    for row in _plain(parts).to_dict("records"):
        area, part = str(row.pop("area")), row.pop("part")
        by_area.setdefault(area, {})[part] = row
    return by_area


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Numbers as JSON has them: what is missing is null."""
    plain = table.astype(object)
    return plain.where(table.notna(), None)

"""The figures of the loop, each with numerator, denominator and meaning."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import marshmallow as ma
from flask import Response
from marshmallow import fields, validate

from geodata.loop import kpis
from geodata.queries import kpis as tallies
from geodata.queries.incident_filter import IncidentFilter, conditions
from webgis import geojson
from webgis.api.blueprint import Blueprint
from webgis.api.incident_args import default_period
from webgis.database import session
from webgis.request_args import CODE, Moment, Strict, Words

blueprint = Blueprint("kpis", __name__, url_prefix="/kpis")


class KpiArgs(Strict):
    """Period (default: that of the data), grouping, and the boundaries' date."""

    start = Moment(data_key="from", load_default=None)
    end = Moment(data_key="to", load_default=None)
    by = fields.String(load_default="total", validate=validate.OneOf(tallies.GROUPS))
    tier = fields.Integer(load_default=4, validate=validate.Range(1, 5))
    area = fields.String(load_default=None, validate=CODE)
    category = Words(load_default=())
    at = Moment(
        load_default=None,
        metadata={"description": "boundaries of this moment; default: those when reported"},
    )


class KpiAnswer(ma.Schema):
    """Rows of counts and figures, with what each means."""

    period = fields.Dict(required=True)
    boundaries_at = fields.DateTime(allow_none=True, required=True)
    computed_at = fields.DateTime(required=True)
    counts = fields.List(fields.Dict(), required=True)
    figures = fields.List(fields.Dict(), required=True)
    items = fields.List(fields.Dict(), required=True)


@blueprint.get("")
@blueprint.arguments(KpiArgs, location="query")
@blueprint.response(200, KpiAnswer)
def figures(args: dict[str, Any]) -> Response:
    """Return the figures per area, department, officer, or of all cases together."""
    now = datetime.now(UTC)
    start, end = default_period(args)
    wanted = IncidentFilter(area=args["area"], categories=tuple(args["category"]))
    where = conditions(session(), wanted, args["at"] or now)
    scope = tallies.Scope(start, end, args["at"], where)
    rows = tallies.tally(session(), scope, args["by"], args["tier"])
    return geojson.json(
        {
            "period": {"start": start, "end": end},
            "boundaries_at": args["at"],
            "computed_at": now,
            "counts": [
                {"code": code, "meaning": meaning, "name_zh": name_zh}
                for code, (meaning, name_zh) in kpis.COUNTS.items()
            ],
            "figures": [vars(figure) for figure in kpis.FIGURES],
            "items": [_item(row._asdict()) for row in rows],
        }
    )


def _item(row: dict[str, Any]) -> dict[str, Any]:
    counts = {code: row.pop(code) for code in kpis.COUNTS}
    return {**row, "counts": counts, "figures": kpis.measure(counts)}

"""The parameters of each kind of job, brought to one form so that equal questions are equal."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from geodata.errors import InvalidInputError
from webgis.request_args import CODE, AsOf, IncidentFilterArgs, Moment, Strict

CELL_RANGE_M = (50, 5_000)


class Canonical(Strict):
    """Parameters that are kept as JSON."""

    @classmethod
    def canonical(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Check the parameters and return them with sorted lists and times in UTC."""
        try:
            loaded = cls().load(given)
        except ValidationError as error:
            text = "; ".join(f"{k}: {v}" for k, v in error.normalized_messages().items())
            raise InvalidInputError(f"parameters: {text}", field="parameters") from error
        return cls.plain(loaded)

    @staticmethod
    def plain(loaded: dict[str, Any]) -> dict[str, Any]:
        """Return loaded parameters as JSON values."""
        return {name: _plain(value) for name, value in sorted(loaded.items()) if value is not None}


class HotspotParameters(Canonical, IncidentFilterArgs):
    """Cells of a size, or areas of a tier; and the incidents' filter."""

    tier = fields.Integer(validate=validate.Range(2, 5))
    cell_m = fields.Integer(validate=validate.Range(*CELL_RANGE_M))
    deduplicate = fields.Boolean()
    per = fields.String(
        validate=validate.OneOf(["households", "population"]),
        metadata={"description": "expect in proportion to these, and tell rates"},
    )

    @validates_schema
    def check_zones(self, data: dict[str, Any], **_: Any) -> None:
        """Ask for exactly one kind of zone."""
        if ("tier" in data) == ("cell_m" in data):
            raise ValidationError("give either tier or cell_m", "cell_m")


class CoverageParameters(Canonical, AsOf):
    """The boundaries' date."""


class BulletinParameters(Canonical):
    """Which week, where, and in which language."""

    week = fields.Date(metadata={"description": "any day of the week; default: the last whole one"})
    area = fields.String(validate=CODE)
    lang = fields.String(load_default="zh", validate=validate.OneOf(["zh", "en"]))


class EmergingParameters(Canonical, IncidentFilterArgs):
    """Cells of a size, steps of some days; and the incidents' filter."""

    cell_m = fields.Integer(required=True, validate=validate.Range(*CELL_RANGE_M))
    step_days = fields.Integer(required=True, validate=validate.Range(1, 366))
    deduplicate = fields.Boolean()


class ForecastParameters(Canonical, IncidentFilterArgs):
    """Cells of a size, days to forecast, share of the area; and the incidents' filter."""

    cell_m = fields.Integer(required=True, validate=validate.Range(*CELL_RANGE_M))
    horizon_days = fields.Integer(validate=validate.Range(1, 366))
    share = fields.Float(validate=validate.Range(0.0001, 1))
    deduplicate = fields.Boolean()


class AlertsParameters(Canonical, AsOf):
    """One rule, or all that are active."""

    rule = fields.String(validate=CODE)


class PublishParameters(Canonical):
    """Nothing: every week that is over is published once."""


class IndexParameters(Canonical, AsOf):
    """The period of the cases, and the boundaries' date."""

    start = Moment(data_key="from", metadata={"type": "string"})
    end = Moment(data_key="to", metadata={"type": "string"})


PARAMETERS: dict[str, type[Canonical]] = {
    "hotspots": HotspotParameters,
    "coverage": CoverageParameters,
    "bulletin": BulletinParameters,
    "workload": CoverageParameters,
    "reach": CoverageParameters,
    "addresses": CoverageParameters,
    "emerging": EmergingParameters,
    "forecast": ForecastParameters,
    "alerts": AlertsParameters,
    "publish": PublishParameters,
    "index": IndexParameters,
}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return sorted(value) if all(isinstance(v, str) for v in value) else list(value)
    return value

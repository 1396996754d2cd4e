"""Shapes of answers, for the description of the API; large answers are not run through them."""

from __future__ import annotations

from marshmallow import Schema, fields


class Problem(Schema):
    """An error (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String()
    field = fields.String()
    row = fields.Integer()
    errors = fields.List(fields.Dict())


class Named(Schema):
    """Something with a code and two names."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    name_zh = fields.String(required=True)


class Items(Schema):
    """A list under one key."""

    items = fields.List(fields.Dict(), required=True)


class FeatureCollection(Schema):
    """A GeoJSON FeatureCollection (RFC 7946)."""

    type = fields.String(required=True)
    features = fields.List(fields.Dict(), required=True)
    run = fields.Dict(
        allow_none=True, metadata={"description": "method, parameters, n, period, boundaries' date"}
    )


class Feature(Schema):
    """A GeoJSON Feature."""

    type = fields.String(required=True)
    id = fields.String(required=True)
    geometry = fields.Dict(required=True, allow_none=True)
    properties = fields.Dict(required=True)


class City(Schema):
    """The city of this server and what its pages need at start."""

    key = fields.String(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    name_zh = fields.String(required=True)
    metric_epsg = fields.Integer(required=True)
    time_zone = fields.String(required=True)
    bbox = fields.List(fields.Float(), required=True)
    attribution = fields.List(fields.String(), required=True)
    is_synthetic = fields.Boolean(required=True)
    tiers = fields.List(fields.Dict(), required=True)
    period = fields.Dict(required=True)
    data_version = fields.Integer(required=True)
    boundaries_at = fields.String(required=True, allow_none=True)
    basemaps = fields.List(fields.Dict(), required=True)
    pmtiles_url = fields.String(required=True, allow_none=True)
    incident_count = fields.Integer(required=True)
    located_count = fields.Integer(required=True)


class IncidentPage(Schema):
    """One page of incidents."""

    items = fields.List(fields.Dict(), required=True)
    page = fields.Integer(required=True)
    page_size = fields.Integer(required=True)
    total = fields.Integer(required=True)
    next = fields.String(required=True, allow_none=True)


class IncidentMap(Schema):
    """Incidents of a view: clusters at low zoom, exact points at high."""

    mode = fields.String(required=True)
    total = fields.Integer(required=True)
    features = fields.List(fields.List(fields.Raw()), required=True)


class Histogram(Schema):
    """Counts over time."""

    bins = fields.List(fields.Dict(), required=True)
    total = fields.Integer(required=True)


class Summary(Schema):
    """Counts by one property."""

    items = fields.List(fields.Dict(), required=True)
    total = fields.Integer(required=True)


class Incident(Schema):
    """One incident with its history."""

    id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    status = fields.String(required=True)
    category_code = fields.String(required=True)
    grid_code = fields.String(required=True, allow_none=True)
    history = fields.List(fields.Dict(), required=True)


class Job(Schema):
    """A run of a job."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    parameters = fields.Dict(required=True)
    state = fields.String(required=True)
    percent = fields.Float(required=True)
    message = fields.String(required=True)
    error = fields.String(required=True, allow_none=True)
    created_at = fields.String(required=True)
    started_at = fields.String(required=True, allow_none=True)
    heartbeat_at = fields.String(required=True, allow_none=True)
    finished_at = fields.String(required=True, allow_none=True)


class Jobs(Schema):
    """The latest runs."""

    items = fields.List(fields.Nested(Job), required=True)


class Coverage(Schema):
    """What the grids cover and miss."""

    run = fields.Dict(required=True)
    tiers = fields.List(fields.Dict(), required=True)
    people = fields.Dict(required=True)


class Account(Schema):
    """An account with its roles and keys."""

    login = fields.String(required=True)
    name = fields.String(required=True)
    email = fields.String(allow_none=True, required=True)
    is_active = fields.Boolean(required=True)
    grants = fields.List(fields.Dict(), required=True)
    keys = fields.List(fields.Dict(), required=True)


class ApiKey(Schema):
    """A key, shown once."""

    key = fields.String(required=True)
    name = fields.String(required=True)


class PlanDetail(Schema):
    """A plan with its grids."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    status = fields.String(required=True)
    version = fields.Integer(required=True)
    scope_code = fields.String(required=True)
    grids = fields.List(fields.Dict(), required=True)


class PlanFigures(Schema):
    """Figures of the grids of a plan, and what is wrong with it."""

    version = fields.Integer(required=True)
    grids = fields.List(fields.Dict(), required=True)
    problems = fields.List(fields.Dict(), required=True)


class PlanEdited(Schema):
    """The version after an edit, codes of new grids, and figures of the grids it touched."""

    version = fields.Integer(required=True)
    is_merged = fields.Boolean(required=True)
    codes = fields.Dict(required=True)
    grids = fields.List(fields.Dict(), required=True)


class PlanImpact(Schema):
    """What a plan would change."""

    totals = fields.Dict(required=True)
    grids = fields.List(fields.Dict(), required=True)


class PlanMoves(Schema):
    """Which units a proposal moves."""

    id = fields.Integer(required=True)
    variant = fields.String(required=True)
    moves = fields.List(fields.Raw(), required=True)


class PlanUnits(Schema):
    """The units of a plan with their shapes."""

    version = fields.Integer(required=True)
    units = fields.List(fields.Dict(), required=True)


class PlanAssignment(Schema):
    """Which unit is in which grid."""

    version = fields.Integer(required=True)
    status = fields.String(required=True)
    grids = fields.List(fields.Dict(), required=True)
    units = fields.Dict(required=True)


class PlanVersion(Schema):
    """How far a plan is."""

    version = fields.Integer(required=True)
    status = fields.String(required=True)

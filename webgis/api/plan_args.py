"""What the plan endpoints may be asked."""

from __future__ import annotations

from marshmallow import fields, validate

from geodata.analyses.zoning.demand import VARIANTS
from geodata.workflows.planning.edits import GRID_TYPES
from geodata.workflows.planning.steps import STEPS
from webgis.request_args import CODE, Moment, Strict

NAME = validate.Length(1, 100)
TEXT = validate.Length(1, 4_000)
COUNT = validate.Range(0, 1_000_000)
VERSION = validate.Range(1, 2**31 - 1)
# A unit's code is its city's own: letters, digits and what else an office writes.
UNIT = validate.Length(1, 64)
GRID = validate.Regexp(r"^([0-9]{15}|new:[0-9A-Za-z]{1,20})$", error="a grid code, or new:1")
MAX_MOVES = 100_000


class NewPlanArgs(Strict):
    """A draft from the boundaries of a date, or (from_plan) from another plan."""

    name = fields.String(required=True, validate=NAME)
    area = fields.String(validate=CODE)
    at = Moment(metadata={"type": "string", "description": "boundaries of this moment"})
    from_plan = fields.Integer(validate=VERSION)
    from_version = fields.Integer(validate=VERSION)
    least = fields.Integer(load_default=300, validate=COUNT)
    target = fields.Integer(load_default=400, validate=COUNT)
    most = fields.Integer(load_default=500, validate=COUNT)


class MoveArgs(Strict):
    """A unit goes from one grid (null: none) to another."""

    unit = fields.String(required=True, validate=UNIT)
    before = fields.String(data_key="from", required=True, allow_none=True, validate=GRID)
    after = fields.String(data_key="to", required=True, allow_none=True, validate=GRID)


class GridArgs(Strict):
    """Properties of a grid."""

    code = fields.String(required=True, validate=GRID)
    name = fields.String(validate=NAME)
    name_zh = fields.String(validate=NAME)
    grid_type = fields.String(validate=validate.OneOf(GRID_TYPES))
    is_locked = fields.Boolean()


class Versioned(Strict):
    """The version of the plan that was looked at."""

    version = fields.Integer(required=True, validate=VERSION)


class EditArgs(Versioned):
    """Moves of units and properties of grids, applied together or not at all."""

    moves = fields.List(
        fields.Nested(MoveArgs), load_default=[], validate=validate.Length(max=MAX_MOVES)
    )
    grids = fields.List(
        fields.Nested(GridArgs), load_default=[], validate=validate.Length(max=5_000)
    )
    reason = fields.String(validate=TEXT)


class RestoreArgs(Versioned):
    """Which version to go back to."""

    to_version = fields.Integer(required=True, validate=VERSION)


class HalveArgs(Versioned):
    """Which grid to cut in two."""

    grid = fields.String(required=True, validate=CODE)


class SnapshotArgs(Strict):
    """A name for a version (default: the current one)."""

    name = fields.String(required=True, validate=NAME)
    version = fields.Integer(validate=VERSION)


class CommentArgs(Strict):
    """A comment; the client's id makes it safe to send again."""

    id = fields.UUID(required=True)
    text = fields.String(required=True, validate=TEXT)
    grid_code = fields.String(validate=CODE)
    lon = fields.Float(validate=validate.Range(-180, 180))
    lat = fields.Float(validate=validate.Range(-90, 90))


class ProposalArgs(Strict):
    """What the engine is to propose."""

    variants = fields.List(
        fields.String(validate=validate.OneOf(VARIANTS)),
        load_default=list(VARIANTS),
        validate=validate.Length(1, 3),
    )
    communities = fields.List(fields.String(validate=CODE), validate=validate.Length(1, 2_000))
    grids = fields.List(fields.String(validate=CODE), validate=validate.Length(1, 5_000))
    seed = fields.Integer(load_default=0, validate=validate.Range(0, 2**31 - 1))


class StepArgs(Versioned):
    """A step on the way of a plan."""

    step = fields.String(required=True, validate=validate.OneOf([*STEPS]))
    reason = fields.String(validate=TEXT)
    at = Moment(metadata={"type": "string", "description": "from when the boundaries hold"})


class UnitArgs(Strict):
    """Which communities (default: all of the plan)."""

    community = fields.String(validate=CODE)

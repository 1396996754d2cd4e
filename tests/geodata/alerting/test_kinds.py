"""The kinds of rules and their parameters."""

import pytest

from geodata.alerting.kinds import KINDS, check_rule
from geodata.errors import InvalidInputError
from geodata.models.alert_rule import ALERT_KINDS
from geodata.workflows.alerting import FINDERS

NEEDED = {"watched_place": {"list": "rental"}, "area_limit": {"high": 30_000}}


def test_database_table_and_finders_know_the_same_kinds():
    assert tuple(KINDS) == ALERT_KINDS == tuple(FINDERS)


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_rule_that_says_little_gets_its_defaults(kind):
    values = check_rule(kind, NEEDED.get(kind, {}))
    assert set(values) == {parameter.name for parameter in KINDS[kind].parameters}


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_default_is_within_its_own_bounds(kind):
    values = check_rule(kind, NEEDED.get(kind, {}))
    given = {name: value for name, value in values.items() if value is not None}
    assert check_rule(kind, given) == values


@pytest.mark.parametrize(
    ("kind", "given", "field"),
    [
        ("nothing", {}, "kind"),
        ("repeat_address", {"dayz": 3}, "dayz"),
        ("repeat_address", {"days": 0}, "days"),
        ("repeat_address", {"days": 1.5}, "days"),
        ("repeat_address", {"days": True}, "days"),
        ("repeat_address", {"days": "7"}, "days"),
        ("repeat_address", {"radius_m": float("nan")}, "radius_m"),
        ("repeat_address", {"categories": "noise"}, "categories"),
        ("repeat_address", {"categories": [7]}, "categories"),
        ("watched_place", {}, "list"),
        ("area_limit", {}, "high"),
        ("area_limit", {"low": 5, "high": 3}, "low"),
        ("area_limit", {"high": 5, "column": "dogs"}, "column"),
    ],
)
def test_what_cannot_be_is_refused_by_name(kind, given, field):
    with pytest.raises(InvalidInputError) as refused:
        check_rule(kind, given)
    assert refused.value.field == field

"""What may be done with an alert."""

import pytest

from geodata.alerting import actions
from geodata.errors import ConflictError, InvalidInputError


def test_every_state_has_a_way_out_and_every_target_is_a_state():
    for state in actions.STATES:
        assert actions.possible(state)
    assert {action.target for action in actions.ACTIONS.values()} == set(actions.STATES)


def test_needs_are_asked_for():
    with pytest.raises(InvalidInputError, match="why"):
        actions.target("open", "dismiss", reason=" ", assigned_to=None)
    with pytest.raises(InvalidInputError, match="whom"):
        actions.target("open", "assign", reason="", assigned_to=None)
    with pytest.raises(InvalidInputError, match="no action"):
        actions.target("open", "forget", reason="", assigned_to=None)


def test_a_dismissed_alert_is_not_acknowledged():
    with pytest.raises(ConflictError, match="dismissed"):
        actions.target("dismissed", "acknowledge", reason="", assigned_to=None)

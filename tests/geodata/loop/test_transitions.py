"""The table agrees with the states of the database and with its own guards and names."""

from geodata.loop import guards, transitions
from geodata.models.incident import OPEN_STATUSES, STATUSES
from geodata.rights.roles import ROLES


def test_the_states_are_those_of_the_database():
    assert set(transitions.STATES) == set(STATUSES)
    assert set(transitions.OPEN) == set(OPEN_STATUSES)


def test_an_action_leads_from_a_state_to_one_place():
    pairs = [(state, row.action) for row in transitions.TRANSITIONS for state in row.sources]
    assert len(pairs) == len(set(pairs)) == 149


def test_every_word_of_the_table_is_known():
    rows = transitions.TRANSITIONS
    assert {row.action for row in rows} == set(transitions.ACTIONS)
    assert {guard for row in rows for guard in row.guards} == set(guards.GUARDS)
    assert {role for row in rows for role in row.roles} <= {*ROLES, *transitions.MACHINE}
    assert {row.target for row in rows} - {None} <= set(STATUSES)


def test_every_state_is_reached_and_no_open_one_is_a_dead_end():
    targets = {row.target for row in transitions.TRANSITIONS}
    assert set(transitions.STATES) <= targets
    for state in transitions.OPEN:
        assert any(row.target not in (None, state) for row in transitions.possible(state)), state

import pytest

from geodata.errors import ForbiddenError
from geodata.rights import policy
from geodata.rights.actor import ANONYMOUS, CLOCKWORK, Actor, Grant
from geodata.rights.roles import ROLES

GRID = ("440399001001001", "440399001001", "440399001000", "440399000000", "440300000000")
ELSEWHERE = ("440399002001001", "440399002001", "440399002000", "440399000000", "440300000000")


def test_every_right_names_roles_that_exist():
    assert all(policy.RIGHTS[right] <= set(ROLES) for right in policy.RIGHTS)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("right", policy.RIGHTS)
def test_a_role_has_exactly_the_rights_of_the_table(role, right):
    actor = Actor(1, "li", (Grant(role),))
    assert policy.may(actor, right, GRID) == (role in policy.RIGHTS[right])


def test_a_grant_holds_in_its_subtree_only():
    lead = Actor(1, "li", (Grant("station_lead", "440399001000"),))
    assert policy.may(lead, "case.read", GRID)
    assert not policy.may(lead, "case.read", ELSEWHERE)
    assert not policy.may(lead, "case.read", ())  # no place: only the whole city would do
    assert policy.may(lead, "case.read")  # somewhere


def test_strangers_and_the_clockwork_hold_no_right():
    assert policy.rights_of(ANONYMOUS) == []
    assert policy.rights_of(CLOCKWORK) == []


def test_what_is_refused_says_which_roles_would_do():
    with pytest.raises(ForbiddenError, match=r"account\.manage.*admin"):
        policy.require(Actor(1, "li", (Grant("officer"),)), "account.manage")

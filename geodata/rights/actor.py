"""Who acts: a person who signed in, a program with a key, the clockwork, or anybody at all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Grant:
    """A role on the subtree of an area; ``area_code`` None is the whole city."""

    role: str
    area_code: str | None = None


@dataclass(frozen=True)
class Actor:
    """Somebody with the grants that hold now.

    ``account_id`` is None for anonymous people and for the clockwork. ``name`` is what histories
    show; it is the account's login, which never changes hands.
    """

    account_id: int | None
    name: str
    grants: tuple[Grant, ...] = ()
    department_code: str | None = None
    officer_code: str | None = None

    def roles(self, area_codes: Collection[str] | None = None) -> frozenset[str]:
        """Return the roles held around a place.

        ``area_codes`` are the codes of the areas that contain it, grid to city; None asks for
        the roles held anywhere.

        >>> lead = Actor(1, "lee", (Grant("station_lead", "440399001000"),))
        >>> sorted(lead.roles(["440399001001001", "440399001001", "440399001000"]))
        ['station_lead']
        >>> sorted(lead.roles(["440399002000"]))
        []
        """
        return frozenset(
            grant.role
            for grant in self.grants
            if area_codes is None or grant.area_code is None or grant.area_code in area_codes
        )


ANONYMOUS = Actor(None, "anonymous", (Grant("citizen"),))
# Supervision, escalation and other work of the clock.
CLOCKWORK = Actor(None, "clockwork", (Grant("clockwork"),))

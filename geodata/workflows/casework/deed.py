"""One action on one case while it is done: what every effect works with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from geodata.errors import InvalidInputError
from geodata.models import Incident
from geodata.queries import departments
from geodata.rights.actor import Actor
from geodata.workflows.casework.order import Order
from geodata.workflows.casework.scene import Scene

# What an effect returns stands in the event's detail.
Detail = dict[str, Any]


@dataclass(frozen=True)
class Deed:
    """One action on one locked case, before its state changes."""

    session: Session
    case: Incident
    order: Order
    scene: Scene
    actor: Actor
    now: datetime
    target: str

    def department_id(self, code: str, field: str = "department_code") -> int:
        """Return the key of a department; raises InvalidInputError for an unknown code."""
        found = departments.id_of(self.session, code)
        if found is None:
            raise InvalidInputError(f"there is no department {code!r}", field=field)
        return found

"""Cases that were merged: the survivor speaks for all of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from geodata.models import Incident


def keys(incident_id: UUID) -> Any:
    """Return a selection of the key of a case and of all cases merged into it, at any remove."""
    own = select(Incident.id).where(Incident.id == incident_id).cte("family", recursive=True)
    part = aliased(Incident, name="part")
    family = own.union(select(part.id).join(own, part.merged_into == own.c.id))
    return select(family.c.id)

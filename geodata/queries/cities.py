"""The city of this database and the names of its tiers."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.errors import NotFoundError
from geodata.models import City, Tier


def get(session: Session) -> City:
    """Return the city; raises NotFoundError when none was loaded yet."""
    city = session.get(City, 1)
    if city is None:
        raise NotFoundError("no city is loaded yet; run `webgis demo load --city dc`")
    return city


def tiers(session: Session) -> list[Tier]:
    """Return the tiers from the city down."""
    return list(session.scalars(select(Tier).order_by(Tier.level)))

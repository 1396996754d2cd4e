"""How often each layer has changed."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.models import LayerVersion


def get(session: Session, layer: str) -> int:
    """Return the version of one layer, 0 when it never changed."""
    row = session.get(LayerVersion, layer)
    return row.version if row else 0


def total(session: Session) -> int:
    """Return one number that grows when any layer changes."""
    return int(session.scalar(select(func.coalesce(func.sum(LayerVersion.version), 0))) or 0)

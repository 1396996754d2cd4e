"""Figures of areas by run."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.models import AreaFigure
from geodata.queries._rows import Rows
from geodata.queries.bulk import copy_rows


def save(
    session: Session, run_id: UUID, tier: int, rows: Iterable[tuple[str, Mapping[str, Any]]]
) -> int:
    """Write the figures of the areas of a tier by code; infinite and unknown become null."""
    plain = ((code, {k: _plain(v) for k, v in figures.items()}) for code, figures in rows)
    lines = ((run_id, code, tier, json.dumps(figures)) for code, figures in plain)
    return copy_rows(session, AreaFigure, ("run_id", "area_code", "tier", "figures"), lines)


def of_run(session: Session, run_id: UUID, tier: int | None = None) -> Rows:
    """Return area_code, tier and figures of a run, by code."""
    statement = select(AreaFigure.area_code, AreaFigure.tier, AreaFigure.figures)
    statement = statement.where(AreaFigure.run_id == run_id)
    if tier is not None:
        statement = statement.where(AreaFigure.tier == tier)
    return session.execute(statement.order_by(AreaFigure.area_code)).all()


def _plain(value: Any) -> Any:
    number = value.item() if hasattr(value, "item") else value
    return None if isinstance(number, float) and not math.isfinite(number) else number

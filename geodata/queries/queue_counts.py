"""How many cases wait in each queue of work."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, literal, select, union_all
from sqlalchemy.orm import Session

from geodata.models import Incident
from geodata.queries.case_queues import DESK_ROLES, PERSONAL, QUEUES
from geodata.rights.actor import Actor


def queues_of(viewer: Actor) -> list[str]:
    """Return the queues that mean something to a viewer, in the order of QUEUES."""
    has = {
        "mine": viewer.account_id is not None,
        "desk": any(grant.role in DESK_ROLES for grant in viewer.grants),
        "department": viewer.department_code is not None,
    }
    return [name for name in QUEUES if name not in PERSONAL or has[name]]


def count(
    session: Session,
    where: Sequence[ColumnElement[bool]],
    viewer: Actor,
    names: Collection[str],
) -> dict[str, int]:
    """Return the number of incidents that fit ``where``, per queue; all of them under 'all'.

    One question to the database, with a part per queue so that each uses its own indexes.
    """
    parts = [
        select(literal(name).label("queue"), func.count().label("incident_count"))
        .select_from(Incident)
        .where(*where, QUEUES[name](viewer))
        for name in names
    ]
    whole = select(literal("all"), func.count()).select_from(Incident).where(*where)
    rows = session.execute(union_all(*parts, whole))
    return {name: int(number) for name, number in rows}

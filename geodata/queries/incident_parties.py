"""Which incidents share parties; pseudonyms only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert
from sqlalchemy.orm import Session, aliased

from geodata.models import Incident, IncidentParty
from geodata.queries._rows import Rows

Other = aliased(IncidentParty, name="other")


def add(session: Session, pairs: Iterable[tuple[UUID, str]]) -> int:
    """Note parties of incidents; a pair that is known is left; return how many are new."""
    rows = [{"incident_id": incident, "pseudonym": name} for incident, name in pairs]
    if not rows:
        return 0
    statement = insert(IncidentParty).on_conflict_do_nothing().returning(IncidentParty.pseudonym)
    return len(session.scalars(statement, rows).all())


def ids_of(session: Session, names: Collection[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """Return the keys of incidents by (source, source_id); unknown ones are left out."""
    rows = session.execute(
        select(Incident.source, Incident.source_id, Incident.id).where(
            tuple_(Incident.source, Incident.source_id).in_(names)
        )
    )
    return {(str(source), str(source_id)): key for source, source_id, key in rows}


def meetings(
    session: Session, start: datetime, end: datetime, min_count: int, incident_ids: list[UUID]
) -> Rows:
    """Return pairs of parties that share at least ``min_count`` of the given incidents.

    one, other (pseudonyms), meeting_count, incident_ids in the order of reports; [start, end).
    """
    order = Incident.reported_at
    return session.execute(
        select(
            IncidentParty.pseudonym.label("one"),
            Other.pseudonym.label("other"),
            func.count().label("meeting_count"),
            func.array_agg(aggregate_order_by(Incident.id, order)).label("incident_ids"),
        )
        .join(Other, Other.incident_id == IncidentParty.incident_id)
        .join(Incident, Incident.id == IncidentParty.incident_id)
        .where(
            IncidentParty.pseudonym < Other.pseudonym,
            Incident.reported_at >= start,
            Incident.reported_at < end,
            Incident.id.in_(incident_ids),
        )
        .group_by(IncidentParty.pseudonym, Other.pseudonym)
        .having(func.count() >= min_count)
        .order_by(func.count().desc(), IncidentParty.pseudonym, Other.pseudonym)
    ).all()

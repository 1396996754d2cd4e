"""Open incidents around a place: perhaps what somebody is about to report is known already."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, null, select
from sqlalchemy.orm import Session

from geodata.models import Attachment, Category, Follower, Incident
from geodata.models.incident import OPEN_STATUSES
from geodata.queries import categories, public_view
from geodata.queries._rows import Rows
from geodata.queries._spatial import distance_m, within_m

# No place is shown further than this from where it is: the diagonal of a snapped square.
SNAP_M = 160.0


def find(
    session: Session,
    lon: float,
    lat: float,
    *,
    category: str,
    radius_m: float,
    limit: int,
    is_exact: bool,
) -> Rows:
    """Return open incidents of a category (or below it) within ``radius_m``, the nearest first.

    ``is_exact`` False shows what strangers may see: no sensitive category and no text, and
    everything is measured from the snapped place.
    """
    shown = public_view.place(is_exact=is_exact)
    away = distance_m(shown, lon, lat).label("distance_m")
    openly = () if is_exact else (public_view.is_public(), away.element <= radius_m)
    reach_m = radius_m if is_exact else radius_m + SNAP_M
    followers = (
        select(func.count(Follower.id))
        .where(Follower.incident_id == Incident.id)
        .correlate(Incident)
        .scalar_subquery()
    )
    photo = (
        select(Attachment.id)
        .where(Attachment.incident_id == Incident.id, Attachment.kind == "report")
        .order_by(Attachment.created_at, Attachment.id)
        .limit(1)
        .correlate(Incident)
        .scalar_subquery()
    )
    return session.execute(
        select(
            Incident.id,
            Incident.number,
            Category.code.label("category_code"),
            Incident.status,
            _text(Incident.description, is_exact).label("description"),
            _text(Incident.address, is_exact).label("address"),
            Incident.reported_at,
            func.ST_X(shown).label("lon"),
            func.ST_Y(shown).label("lat"),
            away,
            followers.label("followers_count"),
            photo.label("attachment_id"),
        )
        .join(Category, Category.id == Incident.category_id)
        .where(
            within_m(Incident.geom, lon, lat, reach_m),
            *openly,
            Incident.status.in_(OPEN_STATUSES),
            Incident.category_id.in_(categories.ids_with_children([category])),
        )
        .order_by(away, Incident.number)
        .limit(limit)
    ).all()


def _text(column: Any, is_exact: bool) -> Any:
    return column if is_exact else null()

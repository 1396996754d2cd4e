"""Cases of Market Town and the people who work on them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.models import Attachment, Category, Department, Incident, Responsibility
from geodata.models.attachment import ATTACHMENT_KINDS
from geodata.queries import case_clocks, cases
from geodata.rights.actor import Actor, Grant
from geodata.workflows import casework, reporting
from tests.worlds import market

# A Monday, 9 o'clock in Market Town; the day's work begins.
MORNING = datetime.fromisoformat("2026-05-11T09:00+08:00")
HOUR = timedelta(hours=1)
KEY = UUID("6f0c1a52-1111-4000-8000-000000000001")


def actor(role: str, name: str | None = None, department: str | None = None) -> Actor:
    """Return somebody who holds one role in the whole town."""
    return Actor(None, name or f"the {role}", (Grant(role),), department)


LI = actor("officer", "li")
DESK = actor("dispatcher", "desk")
GARDENER = actor("handler", "gardener", "PARKS")
ROADS_HAND = actor("handler", "navvy", "ROADS")
CHECKER = actor("checker", "zhao")
BOSS = actor("approver", "boss")
CITIZEN = actor("citizen", "chen")


def write_matrix(session: Session, town: market.Town) -> Department:
    """Noise is the parks' business in the whole town; there is a roads department, too."""
    roads = Department(code="ROADS", name="Roads", name_zh="道路局")
    session.add(roads)
    session.add(
        Responsibility(
            category_id=town.noise.id, area_code="440300000000", department_id=town.parks.id
        )
    )
    session.flush()
    return roads


def report(session: Session, key: UUID = KEY, now: datetime = MORNING, **values: object) -> UUID:
    """Report noise on the market; return the case."""
    body = {"id": key, "lon": 114.004, "lat": 22.504, "category_code": "0203", **values}
    reporting.receive(session, body, now)
    return key


def photo(kind: str, key: UUID | None = KEY) -> Attachment:
    """Return a photo of the case, not added yet; its key is told by its kind."""
    number = ATTACHMENT_KINDS.index(kind) + 1
    return Attachment(
        id=UUID(int=number),
        incident_id=key,
        kind=kind,
        name=kind,
        sha256="0" * 64,
        source_sha256="0" * 64,
        byte_count=1,
        width=3,
        height=2,
    )


def do(
    session: Session,
    who: Actor,
    action: str,
    now: datetime = MORNING,
    key: UUID = KEY,
    *,
    is_reporter: bool = False,
    **values: object,
) -> Incident:
    """Do one action."""
    order = casework.Order(action, **values)  # type: ignore[arg-type]
    return casework.act(session, who, key, order, now, is_reporter=is_reporter)


def bring_to(session: Session, state: str, now: datetime = MORNING) -> None:
    """Bring the reported case along the shortest way to a state."""
    for who, action, values in WAYS[state]:
        do(session, who, action, now, **values)


_FILED = ((LI, "verify", {}), (DESK, "file", {}))
_SENT = (*_FILED, (DESK, "dispatch", {"department_code": "PARKS"}))
_IN_HAND = (*_SENT, (GARDENER, "claim", {}))
_BACK = (*_IN_HAND, (GARDENER, "feedback", {"note": "quiet again"}))
_CHECKED = (*_BACK, (CHECKER, "check", {}))
_CLOSED = (*_CHECKED, (CHECKER, "pass", {}))
LATER = MORNING + timedelta(days=30)
WAYS: dict[str, tuple[tuple[Actor, str, dict[str, object]], ...]] = {
    "reported": (),
    "verified": _FILED[:1],
    "filed": _FILED,
    "rejected": ((DESK, "reject", {"reason": "no noise"}),),
    "dispatched": _SENT,
    "processing": _IN_HAND,
    "returned": (*_IN_HAND, (GARDENER, "return", {"reason": "not ours"})),
    "extended": (
        *_IN_HAND,
        (GARDENER, "request_extension", {"reason": "parts", "until": LATER}),
        (BOSS, "extend", {}),
    ),
    "suspended": (
        *_IN_HAND,
        (GARDENER, "request_suspension", {"reason": "court"}),
        (BOSS, "suspend", {}),
    ),
    "feedback": _BACK,
    "checking": _CHECKED,
    "rework": (*_CHECKED, (CHECKER, "fail", {"reason": "still loud"})),
    "closed": _CLOSED,
    "reviewed": (*_CLOSED, (CHECKER, "review", {"note": "still quiet"})),
}


def clock_of(session: Session, key: UUID = KEY):  # type: ignore[no-untyped-def]
    """Return the clock that runs."""
    return case_clocks.running(session, key)


def owner_of(session: Session, key: UUID = KEY) -> str:
    """Return who answers for a case, in words."""
    case = cases.get(session, key)
    if case.owner_department_id:
        return str(
            session.scalar(select(Department.code).where(Department.id == case.owner_department_id))
        )
    if case.owner_officer_id:
        return f"officer {case.owner_officer_id}"
    desk = select(market.Area.code).where(market.Area.id == case.owner_area_id)
    return f"desk {session.scalar(desk)}"


def second_category(session: Session, town: market.Town) -> Category:
    """Write litter beside noise."""
    litter = Category(
        code="0204", level=2, parent_id=town.noise.parent_id, name="Litter", name_zh="垃圾"
    )
    session.add(litter)
    session.flush()
    return litter

"""Two reports of one thing become one case; one report of two things becomes two."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from geodata.errors import InvalidInputError
from geodata.loop.transitions import OPEN, STAGE_OF
from geodata.models import Incident, IncidentEvent
from geodata.queries import cases, categories, incidents
from geodata.workflows.casework import clocks, routing
from geodata.workflows.casework.deed import Deed, Detail
from geodata.workflows.casework.effects import close

MAX_PARTS = 10


def merge(deed: Deed) -> Detail:
    """End this case as a duplicate of another one, which is open."""
    into = deed.order.into
    if into is None or into == deed.case.id:
        raise InvalidInputError("a case cannot be merged into itself", field="into")
    whole = cases.lock(deed.session, [into])[into]
    if whole.status not in OPEN:
        raise InvalidInputError(f"case {whole.number} is {whole.status}, not open", field="into")
    deed.case.merged_into = whole.id
    detail = {"number": deed.case.number, "id": str(deed.case.id)}
    _tell(deed, whole, "merge", detail)
    return {"into": whole.number, "into_id": str(whole.id), **close(deed)}


def split(deed: Deed) -> Detail:
    """Make cases of the parts, each at the place of the whole and with its own clock."""
    parts = deed.order.parts
    if len(parts) > MAX_PARTS:
        raise InvalidInputError(f"at most {MAX_PARTS} parts at once", field="parts")
    made = [_part(deed, values) for values in parts]
    numbers = cases.numbers(deed.session, [part.id for part in made])
    return {"parts": [numbers[part.id] for part in made]}


def _part(deed: Deed, values: dict[str, Any]) -> Incident:
    category_id = categories.get_id(deed.session, values["category_code"])
    key = uuid4()
    row = {"id": key, "category_id": category_id}
    if values.get("description"):
        row["description"] = values["description"]
    cases.insert_part(deed.session, deed.case, row)
    part = cases.lock(deed.session, [key])[key]
    routing.suggest_for(deed.session, part, deed.scene.tiers)
    clocks.enter_stage(deed.session, part, STAGE_OF[part.status], deed.now)
    _tell(deed, part, "report", {"split_from": deed.case.number})
    return part


def _tell(deed: Deed, case: Incident, action: str, detail: Detail) -> None:
    deed.session.flush()
    incidents.append_event(
        deed.session,
        IncidentEvent(
            incident_id=case.id,
            at=deed.now,
            actor=deed.actor.name,
            action=action,
            to_status=case.status,
            reason=deed.order.reason,
            detail=detail,
        ),
    )

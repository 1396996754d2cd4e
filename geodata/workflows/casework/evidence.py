"""Photos that an action brings: each must belong to the case."""

from __future__ import annotations

from sqlalchemy.orm import Session

from geodata.errors import InvalidInputError
from geodata.models import Incident
from geodata.queries import attachments
from geodata.rights.actor import Actor
from geodata.workflows.casework.order import Order


def bind(session: Session, actor: Actor, case: Incident, order: Order) -> None:
    """Give the case the photos of an order; raises InvalidInputError for one of another case."""
    wanted = frozenset(order.attachment_ids)
    if not wanted:
        return
    strange = wanted - attachments.bind(session, wanted, case.id, actor.account_id)
    if strange:
        first = min(strange, key=str)
        message = f"there is no photo {first} of this case; send it first"
        raise InvalidInputError(message, field="attachment_ids")

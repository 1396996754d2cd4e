"""The closed loop in the database: the one way in which a case changes."""

from geodata.workflows.casework.act import act, offers
from geodata.workflows.casework.begin import begin
from geodata.workflows.casework.chase import chase
from geodata.workflows.casework.order import Order

__all__ = ["Order", "act", "begin", "chase", "offers"]

"""Redrawing grids: units in, a plan out. Each parent is solved on its own."""

from geodata.analyses.zoning.demand import VARIANTS, Demand
from geodata.analyses.zoning.proposal import Proposal, propose, propose_for

__all__ = ["VARIANTS", "Demand", "Proposal", "propose", "propose_for"]

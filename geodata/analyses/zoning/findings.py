"""What a planner must know: one sentence each, by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

KINDS = (
    "invalid",
    "overlap",
    "gap",
    "sliver",
    "island",
    "oversize_unit",
    "undersize_island",
    "infeasible",
    "out_of_band",
    "lock_broken",
    "pin_apart",
    "enclave",
)


@dataclass(frozen=True, slots=True)
class ZoningFinding:
    """``kind`` is one of KINDS; ``ids`` are the units, grids or parents that it is about.

    ``repaired`` says by which rule the data were changed, "" when they were not.
    """

    kind: str
    ids: tuple[str, ...]
    message: str
    parent: str = ""
    amount: float = 0.0
    repaired: str = ""

    def as_row(self) -> dict[str, Any]:
        """Return the finding as a report holds it."""
        return {
            "kind": self.kind,
            "ids": list(self.ids),
            "parent": self.parent,
            "amount": round(self.amount, 3),
            "message": self.message,
            "repaired": self.repaired,
        }


def ordered(findings: list[ZoningFinding]) -> list[ZoningFinding]:
    """Sort by kind, the largest first, the same on every run.

    >>> ordered([])
    []
    """
    return sorted(findings, key=lambda f: (KINDS.index(f.kind), -f.amount, f.parent, f.ids))

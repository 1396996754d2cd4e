"""One event on its way to the people whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from geodata.notices.rules import RULES, Rule


@dataclass(frozen=True)
class News:
    """What happened to what; ``facts`` hold no text that a person wrote.

    ``subject`` is the key of the incident, plan or alert as text; ``actor`` is the login of who
    did it, who needs not to be told.
    """

    source: str
    event_id: int
    subject: str
    at: datetime
    actor: str
    action: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return who is told of it and as what; empty when nobody is."""
        return RULES[self.source].get(self.action, ())

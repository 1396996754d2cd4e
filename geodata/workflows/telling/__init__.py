"""News to the people whom it concerns: from the outbox to notices, e-mails and webhooks."""

from geodata.workflows.telling.tell import tell_waiting

__all__ = ["tell_waiting"]

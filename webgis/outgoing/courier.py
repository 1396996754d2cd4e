"""Delivers messages to webhooks: each at least once, those of one case in order."""

from __future__ import annotations

import random
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geodata.models import Webhook, WebhookDelivery
from geodata.notices import signature
from geodata.queries import webhook_deliveries, webhooks
from geodata.workflows import webhook_care
from webgis.config import Settings
from webgis.database import transaction
from webgis.outgoing.post import post

THREADS = 4

log = structlog.get_logger()


@dataclass(frozen=True)
class Letter:
    """A claimed message with all that is needed to send it outside of a transaction."""

    delivery: WebhookDelivery
    webhook: Webhook


class Courier:
    """Claims what is due and sends it from a few threads; a dead courier's claims run out."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="courier")
        self._under_way: set[Future[None]] = set()

    def look(self) -> int:
        """Claim and send as much as there are free threads for; return how many were claimed."""
        self._under_way = {each for each in self._under_way if not each.done()}
        free = THREADS - len(self._under_way)
        if free <= 0:
            return 0
        letters = self._claim(free)
        self._under_way |= {self._pool.submit(self._send, letter) for letter in letters}
        return len(letters)

    def wait(self) -> None:
        """Wait until everything under way has ended."""
        for each in list(self._under_way):
            each.result()

    def close(self) -> None:
        """End what is under way and send nothing more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _claim(self, limit: int) -> list[Letter]:
        with transaction(self._engine) as session:
            claimed = webhook_deliveries.claim(session, datetime.now(UTC), limit)
            return [Letter(each, webhooks.get(session, each.webhook_id)) for each in claimed]

    def _send(self, letter: Letter) -> None:
        body = letter.delivery.body.encode()
        now = datetime.now(UTC)
        secrets = webhook_care.secrets_at(letter.webhook, now)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Wangge-Webhooks/1",
            **signature.headers(
                secrets, f"msg_{letter.delivery.message_id}", int(time.time()), body
            ),
        }
        networks = self._settings.webhook_networks
        attempt = post(letter.webhook.url, body, headers, networks)
        try:
            with transaction(self._engine) as session:
                self._note(session, letter, attempt)
        except Exception:
            # The claim runs out and the message is sent again: twice, but never not at all.
            log.exception("courier: an attempt could not be noted", delivery=letter.delivery.id)

    def _note(self, session: Session, letter: Letter, attempt: webhook_deliveries.Attempt) -> None:
        patience = timedelta(days=self._settings.webhook_patience_days)
        chance = random.random()  # noqa: S311  # jitter, nothing secret
        webhook_care.note(session, letter.delivery.id, attempt, patience=patience, chance=chance)

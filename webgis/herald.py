"""The thread that tells the news and sends it, beside the jobs: a long job must not hold it up."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import structlog
from sqlalchemy import Engine

from geodata.workflows import telling
from webgis.config import Settings
from webgis.database import transaction
from webgis.outgoing.courier import Courier
from webgis.outgoing.postman import Postman

LOOK_EVERY_S = 0.5
PAUSE_AFTER_ERROR_S = 5.0

log = structlog.get_logger()


class Herald:
    """Tells what waits in the outbox, again and again, until it is stopped."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings
        self._courier = Courier(engine, settings)
        self._postman = Postman(engine, settings)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="herald", daemon=True)

    def __enter__(self) -> Herald:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(timeout=30)
        self._courier.close()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                is_idle = self.look() == 0
                pause_s = LOOK_EVERY_S if is_idle else 0.0
            except Exception:
                # The database may be away, or being migrated: what waits there waits on.
                log.exception("herald: the round failed")
                pause_s = PAUSE_AFTER_ERROR_S
            self._stop.wait(pause_s)

    def look(self) -> int:
        """Do one round; return how much was done."""
        with transaction(self._engine) as session:
            told = telling.tell_waiting(
                session, datetime.now(UTC), can_mail=self._postman.is_configured
            )
        return told + self._courier.look() + self._postman.look()

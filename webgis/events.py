"""Server-sent events: what changed, as ids only, replayed by Last-Event-ID.

One LISTEN connection per process serves every screen of that process. It runs as a process of
its own (`webgis serve --role events`), for a full house of listeners must not starve requests.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
import psycopg2
import structlog
from flask import Blueprint, Response, current_app, request
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from geodata.errors import UnavailableError
from geodata.queries import events

HEARTBEAT_S = 15
RECONNECT_S = 2
START_TIMEOUT_S = 5
# A screen that lags so far behind is cut off and replays when it comes back.
BACKLOG = 500
REPLAY_PAGE = 1_000

log = structlog.get_logger()
blueprint = Blueprint("events", __name__)


@blueprint.get("/events")
def stream() -> Response:
    """Stream events from now on, or from Last-Event-ID."""
    engine: Engine = current_app.extensions["engine"]
    hub = current_app.extensions.setdefault("hub", Hub(engine))
    hub.start()
    last = request.headers.get("Last-Event-ID") or request.args.get("last_event_id", "")
    response = Response(_stream(engine, hub, last), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    _let_own_pages_listen(response)
    return response


def _let_own_pages_listen(response: Response) -> None:
    # Without a proxy the pages come from another port of the same host.
    origin = request.headers.get("Origin", "")
    if origin and urlsplit(origin).hostname == urlsplit(request.host_url).hostname:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Vary"] = "Origin"


def _stream(engine: Engine, hub: Hub, last: str) -> Iterator[bytes]:
    # Subscribe first and replay after, so that nothing falls between the two.
    box = hub.subscribe()
    try:
        yield b"retry: 2000\n\n"
        with Session(engine) as session:
            newest = events.newest_id(session)
        since = int(last) if last.isascii() and last.isdigit() and len(last) < 19 else newest
        for row in _missed(engine, since):
            newest = max(newest, row.id)
            yield _message(row.id, {"incident": str(row.incident_id), "action": row.action})
        yield _message(newest, {"ready": True})
        while True:
            try:
                payload = box.get(timeout=HEARTBEAT_S)
            except queue.Empty:
                yield b": alive\n\n"
                continue
            if payload is None:
                return
            body = msgspec.json.decode(payload)
            # One that was replayed may come again: keys are not given in the order of commits,
            # so a lower one can be new. Twice does no harm, never would.
            if body.get("id", since + 1) > since:
                yield _message(body.pop("id", None), body)
    finally:
        hub.unsubscribe(box)


def _missed(engine: Engine, since: int) -> Iterator[Any]:
    # By pages, until caught up: no screen holds a connection while it is slow to read.
    while True:
        with Session(engine) as session:
            rows = events.since(session, since, REPLAY_PAGE)
        yield from rows
        if len(rows) < REPLAY_PAGE:
            return
        since = rows[-1].id


def _message(event_id: int | None, body: dict[str, object]) -> bytes:
    head = f"id: {event_id}\n" if event_id is not None else ""
    return head.encode() + b"data: " + msgspec.json.encode(body) + b"\n\n"


class Hub:
    """Listens once and tells everyone."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._boxes: set[queue.Queue[str | None]] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_listening = threading.Event()

    def start(self) -> None:
        """Start listening, once per process and after it forked; return when it listens."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._listen, daemon=True)
                self._thread.start()
        if not self._is_listening.wait(START_TIMEOUT_S):
            raise UnavailableError("events cannot be heard now; try again in a moment")

    def subscribe(self) -> queue.Queue[str | None]:
        """Return a box that receives every payload from now on."""
        box: queue.Queue[str | None] = queue.Queue(BACKLOG)
        with self._lock:
            self._boxes.add(box)
        return box

    def unsubscribe(self, box: queue.Queue[str | None]) -> None:
        """Forget a box."""
        with self._lock:
            self._boxes.discard(box)

    def _listen(self) -> None:
        stopped = threading.Event()
        while not stopped.wait(0):
            try:
                self._listen_once()
            except (psycopg2.Error, SQLAlchemyError):
                log.warning("events: connection lost, listening again")
            self._is_listening.clear()
            # What happened meanwhile is unknown here: let every screen come back and replay.
            self._tell(None)
            stopped.wait(RECONNECT_S)

    def _listen_once(self) -> None:
        raw = self._engine.raw_connection()
        connection = raw.driver_connection
        raw.detach()
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        with connection.cursor() as cursor:
            cursor.execute("LISTEN wangge")
        self._is_listening.set()
        for payload in events.notifications(connection):
            self._tell(self._with_headline(payload))

    def _with_headline(self, payload: str) -> str:
        """Add what a list shows, read once here and not once by every screen."""
        body = msgspec.json.decode(payload)
        if "incident" not in body:
            return payload
        with Session(self._engine) as session:
            row = events.headline(session, UUID(body["incident"]))
        if row is not None:
            body["row"] = row._asdict()
        return msgspec.json.encode(body).decode()

    def _tell(self, payload: str | None) -> None:
        with self._lock:
            boxes = list(self._boxes)
        for box in boxes:
            try:
                box.put_nowait(payload)
            except queue.Full:
                self.unsubscribe(box)
                _cut_off(box)


def _cut_off(box: queue.Queue[str | None]) -> None:
    # Make room for the last word: the stream ends, the browser reconnects and replays.
    while True:
        try:
            box.get_nowait()
        except queue.Empty:
            break
    box.put_nowait(None)

"""A real receiver of webhooks on the loopback, which can be told to fail in every way."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """What arrived, in order; ``behaviour`` decides what the next request is answered."""

    behaviour: str = "ok"
    got: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)
    hang_s: float = 30.0

    @property
    def ids(self) -> list[str]:
        """The ids of the messages that were taken."""
        return [each["headers"]["webhook-id"] for each in self.got if each["taken"]]


@contextmanager
def receiving(behaviour: str = "ok") -> Iterator[Receiver]:
    """A receiver that listens until the block ends."""
    receiver = Receiver(behaviour)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            _answer(self, receiver)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(handler: BaseHTTPRequestHandler, receiver: Receiver) -> None:
    body = handler.rfile.read(int(handler.headers["Content-Length"]))
    behaviour = receiver.behaviour
    headers = {name.lower(): value for name, value in handler.headers.items()}
    entry = {"path": handler.path, "headers": headers, "body": body, "taken": behaviour == "ok"}
    with receiver.lock:
        receiver.got.append(entry)
    _ANSWERS.get(behaviour, _status)(handler, receiver)


def _status(handler: BaseHTTPRequestHandler, receiver: Receiver) -> None:
    code = 204 if receiver.behaviour == "ok" else int(receiver.behaviour)
    handler.send_response(code)
    if 300 <= code < 400:
        handler.send_header("Location", receiver.url + "/elsewhere")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def _hang(_handler: BaseHTTPRequestHandler, receiver: Receiver) -> None:
    time.sleep(receiver.hang_s)


def _drip(handler: BaseHTTPRequestHandler, receiver: Receiver) -> None:
    end = time.monotonic() + receiver.hang_s
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while time.monotonic() < end:
        try:
            handler.wfile.write(b"a")
        except OSError:
            return
        time.sleep(0.05)


def _lie(handler: BaseHTTPRequestHandler, _receiver: Receiver) -> None:
    # It promises a million bytes and hangs up.
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nabc")
    handler.connection.shutdown(socket.SHUT_RDWR)


def _garbage(handler: BaseHTTPRequestHandler, _receiver: Receiver) -> None:
    handler.wfile.write(b"\x00\xff no http at all\r\n\r\n")
    handler.close_connection = True


def _flood(handler: BaseHTTPRequestHandler, _receiver: Receiver) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(1000):
            handler.wfile.write(b"x" * 100_000)
    except OSError:
        return


_ANSWERS = {"hang": _hang, "drip": _drip, "lie": _lie, "garbage": _garbage, "flood": _flood}

"""One POST to a judged address: no redirects, no proxies, an end in time, little read."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from geodata.queries.webhook_deliveries import Attempt
from webgis.config import Network
from webgis.outgoing.addresses import RefusedAddressError, Target, resolve

TIMEOUT_S = 10.0
MAX_ANSWER_BYTES = 500


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    allowed: Sequence[Network],
    *,
    timeout_s: float = TIMEOUT_S,
) -> Attempt:
    """Return what became of sending ``body``; whatever the receiver does, it is an Attempt."""
    at, begun = datetime.now(UTC), time.monotonic()
    status, answer, error = None, None, None
    try:
        status, answer = _exchange(resolve(url, allowed), body, headers, timeout_s)
    except RefusedAddressError as refusal:
        error = f"refused: {refusal}"
    except (OSError, http.client.HTTPException, ValueError) as failure:
        is_over = time.monotonic() - begun >= timeout_s
        error = f"no whole answer within {timeout_s:g} s" if is_over else _words(failure)
    return Attempt(at, time.monotonic() - begun, status, answer, error)


def _exchange(
    target: Target, body: bytes, headers: Mapping[str, str], timeout_s: float
) -> tuple[int, str]:
    connection = _Pinned(target, timeout_s)
    # A receiver that sends a byte now and then would never time out: the clock cuts it off.
    clock = threading.Timer(timeout_s, connection.cut)
    clock.daemon = True
    clock.start()
    try:
        connection.request("POST", target.path, body, dict(headers))
        response = connection.getresponse()
        answer = response.read(MAX_ANSWER_BYTES).decode("utf-8", "replace")
        if connection.was_cut:
            # What came before looks like a whole answer to who reads until the end.
            raise TimeoutError("cut off")
        return response.status, answer
    finally:
        clock.cancel()
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was judged; TLS is checked against the name."""

    def __init__(self, target: Target, timeout_s: float) -> None:
        is_usual = target.port == (443 if target.scheme == "https" else 80)
        super().__init__(target.host, None if is_usual else target.port, timeout=timeout_s)
        self._target = target
        self._raw: socket.socket | None = None
        self.was_cut = False

    def connect(self) -> None:
        target = self._target
        self._raw = socket.create_connection((target.ip, target.port), self.timeout)
        if target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self._raw, server_hostname=target.host)
            self._raw = self.sock
        else:
            self.sock = self._raw

    def cut(self) -> None:
        """End the connection from another thread."""
        self.was_cut = True
        if self._raw is not None:
            try:
                self._raw.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it has ended by itself


def _words(failure: Exception) -> str:
    # The type first: some failures have no words of their own.
    text = str(failure).replace("\x00", "")
    return f"{type(failure).__name__}: {text}"[:300]

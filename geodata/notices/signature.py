"""Signatures of webhooks, as the Standard Webhooks specification has them (version 1)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence

SECRET_PREFIX = "whsec_"  # noqa: S105  # what shown secrets begin with, none itself
VERSION = "v1"


def headers(
    secrets: Sequence[bytes], message_id: str, timestamp_s: int, body: bytes
) -> dict[str, str]:
    """Return the three headers of a message; one signature for each secret that holds.

    The signature is HMAC-SHA256 over ``id.timestamp.body``, so that neither a body nor an old
    message can be passed off as a new one.

    >>> from base64 import b64decode
    >>> secret = b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    >>> key, body = "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}'
    >>> sent = headers([secret], key, 1614265330, body)
    >>> sent["webhook-signature"]
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    signed = b".".join((message_id.encode(), str(timestamp_s).encode(), body))
    codes = (hmac.new(secret, signed, hashlib.sha256).digest() for secret in secrets)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp_s),
        "webhook-signature": " ".join(
            f"{VERSION},{base64.b64encode(code).decode()}" for code in codes
        ),
    }


def shown(secret: bytes) -> str:
    """Return a secret as it is shown, once.

    >>> shown(b"abc")
    'whsec_YWJj'
    """
    return SECRET_PREFIX + base64.b64encode(secret).decode()

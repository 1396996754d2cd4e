"""The receiver's example in the guide accepts what is sent and nothing else."""

import re
import time
from pathlib import Path

import pytest

from geodata.notices import signature

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "webhooks.md"
OLD, NEW = b"o" * 32, b"n" * 32
BODY = '{"type": "ping", "data": {"webhook": "集市"}}'.encode()


@pytest.fixture
def is_genuine():
    (example,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    names = {}
    exec(example, names)  # noqa: S102  # our own guide
    return names["is_genuine"]


def sent(*secrets, at=None):
    return signature.headers(secrets, "msg_1", int(at or time.time()), BODY)


def test_what_was_sent_is_genuine(is_genuine):
    assert is_genuine(signature.shown(NEW), sent(NEW), BODY)


def test_both_secrets_are_good_while_both_hold(is_genuine):
    for secret in (OLD, NEW):
        assert is_genuine(signature.shown(secret), sent(NEW, OLD), BODY)


def test_a_changed_body_an_old_message_and_another_secret_are_refused(is_genuine):
    assert not is_genuine(signature.shown(NEW), sent(NEW), BODY + b" ")
    assert not is_genuine(signature.shown(NEW), sent(NEW, at=time.time() - 301), BODY)
    assert not is_genuine(signature.shown(OLD), sent(NEW), BODY)
    assert not is_genuine(signature.shown(NEW), {**sent(NEW), "webhook-id": "msg_2"}, BODY)

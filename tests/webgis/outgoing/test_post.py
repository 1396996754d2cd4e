"""Whatever a receiver does, it is one attempt: with an end in time, and little read."""

import ipaddress
import socket

import pytest

from tests.worlds.receiver import receiving
from webgis.outgoing.post import MAX_ANSWER_BYTES, post

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


def send(receiver, **words):
    return post(receiver.url, b"{}", {"X-Own": "1"}, LOOPBACK, **words)


def test_a_message_arrives_whole_with_its_headers():
    with receiving() as receiver:
        attempt = send(receiver)
    assert (attempt.status, attempt.is_delivered) == (204, True)
    (got,) = receiver.got
    assert (got["body"], got["headers"]["x-own"], got["path"]) == (b"{}", "1", "/hook")
    assert got["headers"]["host"] == receiver.url.split("/")[2]


@pytest.mark.parametrize("status", ["301", "302", "307", "308", "400", "404", "410", "500", "503"])
def test_anything_but_success_is_a_failure_and_no_redirect_is_followed(status):
    with receiving(status) as receiver:
        attempt = send(receiver)
    assert (attempt.status, attempt.is_delivered) == (int(status), False)
    assert len(receiver.got) == 1


@pytest.mark.parametrize("behaviour", ["hang", "drip"])
def test_a_receiver_that_never_ends_is_cut_off(behaviour):
    with receiving(behaviour) as receiver:
        receiver.hang_s = 5
        attempt = send(receiver, timeout_s=0.4)
    assert not attempt.is_delivered
    assert attempt.error == "no whole answer within 0.4 s"
    assert attempt.latency_s < 3  # far from the 5 s that it would have taken


def test_a_flood_is_not_drunk():
    with receiving("flood") as receiver:
        attempt = send(receiver)
    assert attempt.status == 200
    assert len(attempt.answer) == MAX_ANSWER_BYTES


def test_a_lie_about_the_length_is_taken_for_what_came():
    with receiving("lie") as receiver:
        attempt = send(receiver)
    assert (attempt.status, attempt.answer) == (200, "abc")


def test_what_is_no_http_is_a_failure():
    with receiving("garbage") as receiver:
        attempt = send(receiver)
    assert attempt.status is None
    assert attempt.error.startswith("BadStatusLine")


def test_nobody_listens():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        attempt = post(f"http://127.0.0.1:{port}/", b"", {}, LOOPBACK)
    assert attempt.error.startswith("ConnectionRefusedError")


def test_a_private_address_is_refused_at_every_attempt():
    with receiving() as receiver:
        attempt = post(receiver.url, b"{}", {}, ())
    assert attempt.error.startswith("refused: ")
    assert receiver.got == []

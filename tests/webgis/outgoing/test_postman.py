"""E-mails over a real SMTP conversation on the loopback."""

import socketserver
import threading
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select, text

from geodata.models import Mail
from tests.webgis.outgoing.test_courier import act, report
from tests.worlds.cases import DESK, LI
from webgis.database import transaction
from webgis.herald import Herald
from webgis.outgoing.postman import letter


class Conversation(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs."""

    def handle(self):
        self.say("220 test")
        while line := self.rfile.readline().strip():
            word = line.split()[0].upper()
            if word == b"DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                body = b"".join(line.removeprefix(b".") for line in lines)
                self.server.got.append(message_from_bytes(body, policy=policy.default))
                self.say(self.server.answer)
            elif word == b"QUIT":
                return self.say("221 bye")
            else:
                self.say("250 ok")
        return None

    def say(self, words):
        self.wfile.write(words.encode() + b"\r\n")


@pytest.fixture
def mailbox():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.got, server.answer = [], "250 taken"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def herald(house, loopback, mailbox):
    with transaction(house) as session:
        session.execute(text("UPDATE account SET email = 'g@example.org' WHERE login = 'gardener'"))
    port = mailbox.server_address[1]
    wanted = replace(
        loopback,
        smtp_url=f"smtp://127.0.0.1:{port}",
        mail_from="grid@example.org",
        public_url="https://grid.example.org",
    )
    return Herald(house, wanted)


def send_to_parks(engine):
    key = report(engine)
    act(engine, key, LI, "verify")
    act(engine, key, DESK, "file")
    act(engine, key, DESK, "dispatch", department_code="PARKS")
    return key


def test_the_department_gets_a_letter_with_a_link_in_its_language(house, herald, mailbox):
    key = send_to_parks(house)
    while herald.look():
        pass
    (got,) = mailbox.got
    assert got["To"] == "g@example.org"
    assert got["Subject"].startswith("待您处理：事件")
    assert f"https://grid.example.org/cases/{key}" in got.get_content()


def test_several_pieces_of_news_go_in_one_letter(house, herald, mailbox):
    for _ in range(3):
        send_to_parks(house)
    while herald.look():
        pass
    (got,) = mailbox.got
    assert got["Subject"] == "3 条通知"


def test_a_refusal_is_tried_again_later_with_the_same_id(house, herald, mailbox):
    mailbox.answer = "451 not now"
    send_to_parks(house)
    while herald.look():
        pass
    with transaction(house) as session:
        (mail,) = session.scalars(select(Mail)).all()
        assert (mail.state, mail.attempt_count) == ("waiting", 1)
        assert mail.due_at > datetime.now(UTC)
        mail.due_at = datetime.now(UTC)
    mailbox.answer = "250 taken"
    while herald.look():
        pass
    first, second = mailbox.got
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize("to", ["a@example.org\r\nBcc: b@example.org", "a@example.org\nX: y"])
def test_no_header_is_smuggled_in_by_an_address(loopback, to):
    mail = Mail(id=1, kind="alert", subject_kind="alert", subject="1", facts={"name": "a"})
    with pytest.raises(ValueError, match="linefeed"):
        letter(replace(loopback, mail_from="grid@example.org"), to, "en", [mail])


def test_no_header_is_smuggled_in_by_a_name(loopback):
    facts = {"name": "a\r\nBcc: b@example.org"}
    mail = Mail(id=1, kind="alert", subject_kind="alert", subject="1", facts=facts)
    wanted = replace(loopback, mail_from="grid@example.org")
    message = letter(wanted, "a@example.org", "en", [mail])
    assert "Bcc" not in message

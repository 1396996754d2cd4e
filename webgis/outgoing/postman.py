"""Sends e-mails over SMTP: all that is due for a mailbox in one, at least once."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from sqlalchemy import Engine

from geodata.models import Mail
from geodata.notices import wording
from geodata.queries import accounts, mails
from webgis.config import Settings
from webgis.database import transaction

TIMEOUT_S = 15


class Postman:
    """One mailbox at a time; does nothing where no mail server is set."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings

    @property
    def is_configured(self) -> bool:
        """Whether e-mails can be sent at all."""
        return bool(self._settings.smtp_url and self._settings.mail_from)

    def look(self) -> int:
        """Send what is due for one mailbox; return how many pieces of news that was."""
        if not self.is_configured:
            return 0
        now = datetime.now(UTC)
        with transaction(self._engine) as session:
            due = mails.claim(session, now)
            account = accounts.by_id(session, int(due[0].recipient)) if due else None
        if not due:
            return 0
        error = None
        try:
            if account is None or not account.email or not account.is_active:
                raise ValueError("the account has no e-mail address")
            self._send(letter(self._settings, account.email, account.locale, due))
        except (OSError, smtplib.SMTPException, ValueError) as failure:
            error = f"{type(failure).__name__}: {failure}"[:300]
        with transaction(self._engine) as session:
            mails.end(session, [mail.id for mail in due], datetime.now(UTC), error)
        return len(due)

    def _send(self, message: EmailMessage) -> None:
        url = urlsplit(self._settings.smtp_url)
        kind = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
        with kind(url.hostname or "", url.port or 0, timeout=TIMEOUT_S) as server:
            if url.scheme == "smtp+starttls":
                server.starttls()
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(message)


def letter(settings: Settings, to: str, locale: str, news: Sequence[Mail]) -> EmailMessage:
    """Return one e-mail of one or several pieces of news; raises ValueError for a bad address.

    The same news has the same Message-ID in every attempt, by which mailboxes drop doubles.
    """
    lines = [
        f"{wording.title(each.kind, each.facts, locale)}\n"
        f"{settings.public_url}{wording.path(each.subject_kind, each.subject)}"
        for each in news
    ]
    first = wording.title(news[0].kind, news[0].facts, locale)
    many = f"{len(news)} 条通知" if locale == "zh" else f"{len(news)} notices"
    message = EmailMessage()
    # A line break in a header is refused by EmailMessage, so that nothing can be smuggled in.
    message["From"], message["To"] = settings.mail_from, to
    message["Subject"] = " ".join((first if len(news) == 1 else many).split())
    domain = settings.mail_from.rpartition("@")[2].strip("> ")
    message["Message-ID"] = f"<notice-{news[0].id}-{news[-1].id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n\n".join(lines) + "\n")
    return message

"""Telling what waits: once each, in order, in one transaction with its notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from geodata.errors import GeodataError
from geodata.models import OutboxEntry
from geodata.notices.kinds import KINDS, Ways
from geodata.notices.news import News
from geodata.notices.quiet import due_at
from geodata.queries import cities, mails, notice_choices, notices, outbox
from geodata.queries.notice_choices import Reach
from geodata.workflows.telling import audience, pushing
from geodata.workflows.telling.reading import read

BATCH = 100


@dataclass(frozen=True)
class House:
    """What every telling of a batch shares."""

    now: datetime
    zone: ZoneInfo
    can_mail: bool


def tell_waiting(session: Session, now: datetime, *, can_mail: bool = False) -> int:
    """Tell what waits, a batch at most, and return how many events; the caller commits.

    Nothing is lost when the program dies: an entry leaves the outbox in the transaction that
    writes what became of it. One that cannot be told is tried again a few times and then kept
    aside, so that it never holds up the others.
    """
    if not outbox.is_mine(session):
        return 0
    entries = outbox.waiting(session, BATCH)
    if not entries:
        return 0
    house = House(now, ZoneInfo(cities.get(session).time_zone), can_mail)
    rung: set[int] = set()
    for entry in entries:
        rung |= _tell_one(session, house, entry)
    notices.ring(session, rung)
    return len(entries)


def _tell_one(session: Session, house: House, entry: OutboxEntry) -> set[int]:
    entry_id = entry.id
    try:
        with session.begin_nested():
            told = _tell(session, house, read(session, entry))
            outbox.remove(session, entry_id)
            return told
    except OperationalError:
        raise  # the database is gone: that says nothing about the entry
    except (SQLAlchemyError, GeodataError, LookupError, ValueError, TypeError) as error:
        outbox.note_failure(session, entry_id, f"{type(error).__name__}: {error}")
        return set()


def _tell(session: Session, house: House, news: News) -> set[int]:
    scene = audience.Scene(session, news)
    pushing.to_places(scene, house.now)
    kinds = audience.whom(scene)
    reaches = notice_choices.of_accounts(session, kinds.keys())
    rung = set()
    for account_id, kind in sorted(kinds.items()):
        if _tell_account(session, house, news, kind, reaches[account_id]):
            rung.add(account_id)
    return rung


def _tell_account(session: Session, house: House, news: News, kind: str, reach: Reach) -> bool:
    ways = ways_of(reach, kind)
    values = {
        "account_id": reach.account_id,
        "kind": kind,
        "subject_kind": news.source,
        "subject": news.subject,
        "event_id": news.event_id,
        "facts": news.facts,
        "is_shown": ways.in_app,
        "created_at": house.now,
    }
    if notices.add(session, values) is None:
        return False
    if ways.email and reach.has_email and house.can_mail:
        mails.add(
            session,
            recipient=("account", str(reach.account_id)),
            kind=kind,
            subject=(news.source, news.subject),
            facts=news.facts,
            now=house.now,
            due_at=_due(house, reach, kind, digest_hour=reach.setting.digest_hour),
        )
    if ways.webhook:
        due = _due(house, reach, kind)
        pushing.to_person(session, reach, news, kind, now=house.now, due_at=due)
    return ways.in_app


def ways_of(reach: Reach, kind: str) -> Ways:
    """Return the ways by which a kind of news reaches an account: chosen, or the kind's own."""
    row = reach.chosen.get(kind)
    return Ways(row.in_app, row.email, row.webhook) if row else KINDS[kind].ways


def _due(house: House, reach: Reach, kind: str, digest_hour: int | None = None) -> datetime:
    if KINDS[kind].is_urgent:
        return house.now
    setting = reach.setting
    quiet = None if setting.quiet_from is None else (setting.quiet_from, setting.quiet_to)
    return due_at(house.now, house.zone, quiet, digest_hour)

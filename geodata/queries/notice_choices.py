"""What accounts chose about their news."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.models import Account, NoticeChoice, NoticeSetting
from geodata.queries._rows import AnyRow


@dataclass(frozen=True)
class Reach:
    """How an account can be reached: what it chose, and whether it has an e-mail address."""

    account_id: int
    locale: str
    has_email: bool
    setting: AnyRow
    chosen: dict[str, AnyRow]


def of_account(session: Session, account_id: int) -> Reach:
    """Return the choices of one account."""
    return of_accounts(session, [account_id])[account_id]


def of_accounts(session: Session, account_ids: Collection[int]) -> dict[int, Reach]:
    """Return the choices of accounts by key; kinds that were never chosen are left out."""
    choices = session.execute(
        select(
            NoticeChoice.account_id,
            NoticeChoice.kind,
            NoticeChoice.in_app,
            NoticeChoice.email,
            NoticeChoice.webhook,
        ).where(NoticeChoice.account_id.in_(account_ids))
    ).all()
    rows = session.execute(
        select(
            Account.id,
            Account.locale,
            Account.email.is_not(None).label("has_email"),
            NoticeSetting.digest_hour,
            NoticeSetting.quiet_from,
            NoticeSetting.quiet_to,
        )
        .outerjoin(NoticeSetting, NoticeSetting.account_id == Account.id)
        .where(Account.id.in_(account_ids))
    )
    return {
        row.id: Reach(
            row.id,
            row.locale,
            row.has_email,
            row,
            {choice.kind: choice for choice in choices if choice.account_id == row.id},
        )
        for row in rows
    }


def choose(session: Session, account_id: int, kind: str, ways: dict[str, bool]) -> None:
    """Keep the ways of one kind."""
    statement = insert(NoticeChoice).values(account_id=account_id, kind=kind, **ways)
    session.execute(
        statement.on_conflict_do_update(index_elements=["account_id", "kind"], set_=ways)
    )


def set_times(session: Session, account_id: int, values: dict[str, Any]) -> None:
    """Keep digest_hour, quiet_from and quiet_to."""
    statement = insert(NoticeSetting).values(account_id=account_id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["account_id"], set_=values))

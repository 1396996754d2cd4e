"""Accounts: find one, its grants that hold now, and what happened to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.errors import NotFoundError
from geodata.models import Account, AccountEvent, Area, Department, Officer, RoleGrant
from geodata.queries._rows import Rows
from geodata.rights.actor import Actor, Grant


def get(session: Session, login: str) -> Account:
    """Return an account; raises NotFoundError."""
    account = by_login(session, login)
    if account is None:
        raise NotFoundError(f"there is no account {login!r}")
    return account


def by_id(session: Session, account_id: int) -> Account | None:
    """Return an account or None."""
    return session.get(Account, account_id)


def by_login(session: Session, login: str, *, locked: bool = False) -> Account | None:
    """Return an account or None; ``locked`` keeps its row until the transaction ends."""
    statement = select(Account).where(Account.login == login.lower())
    return session.scalars(statement.with_for_update() if locked else statement).one_or_none()


def by_subject(session: Session, subject: str) -> Account | None:
    """Return the account of a person at the identity provider."""
    return session.scalars(select(Account).where(Account.oidc_subject == subject)).one_or_none()


def actor(session: Session, account_id: int, at: datetime) -> Actor | None:
    """Return who an active account is at a moment, with the grants that hold then."""
    found = session.execute(
        select(
            Account.login,
            Department.code.label("department_code"),
            Officer.code.label("officer_code"),
        )
        .outerjoin(Department, Department.id == Account.department_id)
        .outerjoin(Officer, Officer.id == Account.officer_id)
        .where(Account.id == account_id, Account.is_active)
    ).one_or_none()
    if found is None:
        return None
    held = tuple(Grant(row.role, row.area_code) for row in grants(session, account_id, at))
    return Actor(account_id, found.login, held, found.department_code, found.officer_code)


def grants(session: Session, account_id: int, at: datetime | None = None) -> Rows:
    """Return grants: id, role, area_code, valid_from, valid_to; only those that hold at ``at``."""
    statement = (
        select(
            RoleGrant.id,
            RoleGrant.role,
            Area.code.label("area_code"),
            RoleGrant.valid_from,
            RoleGrant.valid_to,
        )
        .outerjoin(Area, Area.id == RoleGrant.area_id)
        .where(RoleGrant.account_id == account_id)
        .order_by(RoleGrant.id)
    )
    if at is not None:
        holds = func.tstzrange(RoleGrant.valid_from, RoleGrant.valid_to).op("@>")(at)
        statement = statement.where(holds)
    return session.execute(statement).all()


def page(session: Session, limit: int, offset: int) -> Rows:
    """Return accounts by login, without anything secret."""
    return session.execute(
        select(
            Account.login,
            Account.name,
            Department.code.label("department_code"),
            Officer.code.label("officer_code"),
            Account.email,
            Account.locale,
            Account.is_active,
            Account.created_at,
        )
        .outerjoin(Department, Department.id == Account.department_id)
        .outerjoin(Officer, Officer.id == Account.officer_id)
        .order_by(Account.login)
        .limit(limit)
        .offset(offset)
    ).all()


def count(session: Session) -> int:
    """Return how many accounts there are."""
    return int(session.scalar(select(func.count()).select_from(Account)) or 0)


def append_event(
    session: Session,
    account_id: int,
    *,
    actor: str,
    action: str,
    reason: str | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Append what happened to an account; the trigger numbers and chains it."""
    session.execute(
        insert(AccountEvent).values(
            account_id=account_id,
            actor=actor,
            action=action,
            reason=reason,
            detail=detail or {},
            sequence=0,
            hash=b"",
        )
    )


def history(session: Session, account_id: int | None, limit: int) -> Rows:
    """Return the newest events, of one account or of all."""
    statement = (
        select(
            AccountEvent.at,
            Account.login,
            AccountEvent.actor,
            AccountEvent.action,
            AccountEvent.reason,
            AccountEvent.detail,
        )
        .join(Account, Account.id == AccountEvent.account_id)
        .order_by(AccountEvent.id.desc())
        .limit(limit)
    )
    if account_id is not None:
        statement = statement.where(AccountEvent.account_id == account_id)
    return session.execute(statement).all()

"""Accounts and their rights: every change is an event with who, when and why."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from geodata.errors import ConflictError, InvalidInputError, NotFoundError
from geodata.models import Account, ApiKey, RoleGrant
from geodata.queries import accounts, api_keys, areas, departments, officers
from geodata.rights.roles import ROLES

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")


@dataclass(frozen=True)
class NewAccount:
    """What a new account is made from."""

    login: str
    name: str
    password_hash: str | None = None
    department_code: str | None = None
    officer_code: str | None = None
    email: str | None = None
    oidc_subject: str | None = None


def create(session: Session, new: NewAccount, by: str, now: datetime) -> Account:
    """Write a new account without any role.

    Raises InvalidInputError for a login that cannot be, ConflictError when it is taken.
    """
    login = new.login.strip().lower()
    if not LOGIN.fullmatch(login):
        raise InvalidInputError(
            f"login {new.login!r}: use 1 to 64 of a-z, 0-9 and . _ @ -", field="login"
        )
    if accounts.by_login(session, login):
        raise ConflictError(f"login {login!r} is taken; a login is never given away again")
    account = Account(
        login=login,
        name=new.name,
        password_hash=new.password_hash,
        oidc_subject=new.oidc_subject,
        department_id=_department(session, new.department_code),
        officer_id=_officer(session, new.officer_code),
        email=new.email,
        created_at=now,
    )
    session.add(account)
    session.flush()
    accounts.append_event(session, account.id, actor=by, action="create")
    return account


def grant(
    session: Session,
    login: str,
    role: str,
    area_code: str | None,
    *,
    valid_from: datetime,
    valid_to: datetime | None,
    by: str,
    reason: str | None,
) -> RoleGrant:
    """Give a role on an area's subtree (None: the city) in [valid_from, valid_to)."""
    if role not in ROLES:
        raise InvalidInputError(f"role {role!r}: use one of {', '.join(ROLES)}", field="role")
    if valid_to is not None and valid_to <= valid_from:
        raise InvalidInputError("valid_to must be after valid_from", field="valid_to")
    account = accounts.get(session, login)
    area_id = areas.get_id(session, area_code, valid_from) if area_code else None
    row = RoleGrant(
        account_id=account.id,
        role=role,
        area_id=area_id,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    session.add(row)
    session.flush()
    detail = {"grant": row.id, "role": role, "area": area_code, "until": _text(valid_to)}
    accounts.append_event(
        session, account.id, actor=by, action="grant", reason=reason, detail=detail
    )
    return row


def end_grant(
    session: Session, login: str, grant_id: int, *, by: str, reason: str | None, now: datetime
) -> None:
    """End a grant now; its row stays, with its period. Raises NotFoundError."""
    account = accounts.get(session, login)
    row = session.get(RoleGrant, grant_id)
    if row is None or row.account_id != account.id:
        raise NotFoundError(f"{login} has no grant {grant_id}")
    row.valid_to = max(row.valid_from, min(now, row.valid_to or now))
    session.flush()
    accounts.append_event(
        session,
        account.id,
        actor=by,
        action="end_grant",
        reason=reason,
        detail={"grant": grant_id, "role": row.role},
    )


def set_active(session: Session, login: str, is_active: bool, by: str, reason: str | None) -> None:
    """Close or reopen an account; closing signs it out everywhere."""
    account = accounts.get(session, login)
    account.is_active = is_active
    account.session_number += 1
    session.flush()
    action = "activate" if is_active else "deactivate"
    accounts.append_event(session, account.id, actor=by, action=action, reason=reason)


def set_password(session: Session, login: str, password_hash: str, by: str) -> None:
    """Replace the password's hash; every open session of the account ends."""
    account = accounts.get(session, login)
    account.password_hash = password_hash
    account.session_number += 1
    account.failed_count, account.locked_until = 0, None
    session.flush()
    accounts.append_event(session, account.id, actor=by, action="set_password")


def add_key(session: Session, login: str, name: str, by: str, now: datetime) -> str:
    """Make a key by which a program acts for the account; it is returned only this once."""
    account = accounts.get(session, login)
    key = "wangge_" + secrets.token_urlsafe(32)
    session.add(ApiKey(account_id=account.id, name=name, key_hash=key_hash(key), created_at=now))
    session.flush()
    accounts.append_event(session, account.id, actor=by, action="add_key", detail={"name": name})
    return key


def revoke_key(session: Session, login: str, key_id: int, by: str, now: datetime) -> None:
    """End a key now; raises NotFoundError."""
    account = accounts.get(session, login)
    api_keys.revoke(session, account.id, key_id, now)
    accounts.append_event(
        session, account.id, actor=by, action="revoke_key", detail={"key": key_id}
    )


def key_hash(key: str) -> bytes:
    """Return what is stored of a key. Its 256 random bits need no slow hash."""
    return hashlib.sha256(key.encode()).digest()


def _department(session: Session, code: str | None) -> int | None:
    if code is None:
        return None
    found = departments.id_of(session, code)
    if found is None:
        raise InvalidInputError(f"there is no department {code!r}", field="department_code")
    return found


def _officer(session: Session, code: str | None) -> int | None:
    if code is None:
        return None
    found = officers.id_of(session, code)
    if found is None:
        raise InvalidInputError(f"there is no officer {code!r}", field="officer_code")
    return found


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

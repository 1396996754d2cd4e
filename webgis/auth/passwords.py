"""Passwords: hashed with argon2id, checked in the same time whether the login exists or not."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from geodata.errors import InvalidInputError, UnauthenticatedError
from geodata.models import Account
from geodata.queries import accounts

SHORTEST, LONGEST = 10, 200
FAILURES_ALLOWED = 10
LOCKED_FOR = timedelta(minutes=15)
WRONG = "login and password do not belong together"

hasher = PasswordHasher()


def hashed(password: str) -> str:
    """Return the hash of an acceptable password; raises InvalidInputError."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidInputError(
            f"a password has {SHORTEST} to {LONGEST} characters", field="password"
        )
    return hasher.hash(password)


def check(session: Session, login: str, password: str, now: datetime) -> Account:
    """Return the account that login and password belong to, and write the attempt down.

    Raises UnauthenticatedError, with the same words for an unknown login, a wrong password and a
    closed account. After ten failures in a row the account rests for a quarter of an hour. The
    caller commits in either case.
    """
    account = accounts.by_login(session, login, locked=True)
    if account and account.locked_until and account.locked_until > now:
        raise UnauthenticatedError("too many wrong passwords; try again in a quarter of an hour")
    stored = account.password_hash if account else None
    is_right = _verify(stored or _nobodys_hash(), password[:LONGEST])
    if not (account and stored and is_right and account.is_active):
        if account:
            _count_failure(session, account, now)
        raise UnauthenticatedError(WRONG)
    account.failed_count, account.locked_until = 0, None
    if hasher.check_needs_rehash(stored):
        account.password_hash = hasher.hash(password)
    session.flush()
    accounts.append_event(session, account.id, actor=account.login, action="sign_in")
    return account


def _count_failure(session: Session, account: Account, now: datetime) -> None:
    account.failed_count += 1
    if account.failed_count >= FAILURES_ALLOWED:
        account.locked_until = now + LOCKED_FOR
        account.failed_count = 0
        accounts.append_event(session, account.id, actor="clockwork", action="lock")
    session.flush()


def _verify(stored: str, password: str) -> bool:
    try:
        return hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return hasher.hash("nobody has this password")

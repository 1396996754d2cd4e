"""Accounts of a demo city: one per role, with one password that only this machine knows."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from geodata.queries import accounts, areas, departments, officers
from geodata.rights.roles import ROLES
from geodata.workflows import accounts as work
from webgis.auth import passwords

FILE = "demo-password"
WHY = "demo city"


def create(session: Session, home: Path) -> Path:
    """Write the accounts that are not there; returns the file with their password (0600)."""
    path = home / FILE
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(12))
    password = path.read_text(encoding="ascii").strip()
    missing = [role for role in ROLES if not accounts.by_login(session, _login(role))]
    if missing:
        stored = passwords.hashed(password)
        for role in missing:
            _create_one(session, role, stored)
    return path


def _create_one(session: Session, role: str, password_hash: str) -> None:
    now = datetime.now(UTC)
    login = _login(role)
    officer_code, area_code = _place(session, role, now)
    department = departments.listing(session)[0].code if role == "handler" else None
    new = work.NewAccount(
        login=login,
        name=f"Demo {ROLES[role][0]}",
        password_hash=password_hash,
        department_code=department,
        officer_code=officer_code,
    )
    work.create(session, new, by="demo", now=now)
    work.grant(
        session, login, role, area_code, valid_from=now, valid_to=None, by="demo", reason=WHY
    )


def _place(session: Session, role: str, now: datetime) -> tuple[str | None, str | None]:
    # The officer answers for grids; the station lead for the community around the first of them.
    if role not in ("officer", "station_lead"):
        return None, None
    found = officers.first_with_grid(session, now)
    if found is None:
        return None, None
    chain = areas.chain(session, found.grid_id)
    if role == "officer":
        return found.code, chain[-1].code
    return None, chain[-2].code


def _login(role: str) -> str:
    return f"demo-{role.replace('_', '-')}"

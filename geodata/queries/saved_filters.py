"""Filters that accounts keep under a name; each account has its own."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.errors import ConflictError, NotFoundError
from geodata.models import SavedFilter
from geodata.queries._rows import Rows

MAX_PER_ACCOUNT = 100


def listing(session: Session, account_id: int) -> Rows:
    """Return the filters of an account by name: id, name, question, created_at."""
    return session.execute(
        select(SavedFilter.id, SavedFilter.name, SavedFilter.question, SavedFilter.created_at)
        .where(SavedFilter.account_id == account_id)
        .order_by(func.lower(SavedFilter.name), SavedFilter.id)
    ).all()


def save(session: Session, account_id: int, name: str, question: str) -> None:
    """Keep a filter; one of the same name is replaced. Raises ConflictError for too many."""
    statement = insert(SavedFilter).values(account_id=account_id, name=name, question=question)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["account_id", "name"], set_={"question": question}
        )
    )
    kept = session.scalar(
        select(func.count(SavedFilter.id)).where(SavedFilter.account_id == account_id)
    )
    if kept is not None and kept > MAX_PER_ACCOUNT:
        raise ConflictError(f"at most {MAX_PER_ACCOUNT} filters are kept; delete one first")


def remove(session: Session, account_id: int, filter_id: int) -> None:
    """Forget a filter. Raises NotFoundError for one that is not the account's own."""
    gone = session.scalar(
        delete(SavedFilter)
        .where(SavedFilter.id == filter_id, SavedFilter.account_id == account_id)
        .returning(SavedFilter.id)
    )
    if gone is None:
        raise NotFoundError(f"you keep no filter {filter_id}")

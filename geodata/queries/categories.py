"""Categories in two levels, and departments."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from geodata.errors import InvalidInputError
from geodata.models import Category
from geodata.queries._rows import AnySelect, Rows

Parent = aliased(Category, name="parent")


def listing(session: Session) -> Rows:
    """Return all categories, parents before their children."""
    return session.execute(
        select(
            Category.code,
            Parent.code.label("parent_code"),
            Category.name,
            Category.name_zh,
            Category.icon,
        )
        .outerjoin(Parent, Parent.id == Category.parent_id)
        .order_by(Category.level, Category.code)
    ).all()


def ids_with_children(codes: Sequence[str]) -> AnySelect:
    """Return a selection of the keys of the given categories and of those below them."""
    return (
        select(Category.id)
        .outerjoin(Parent, Parent.id == Category.parent_id)
        .where(or_(Category.code.in_(codes), Parent.code.in_(codes)))
    )


def get_id(session: Session, code: str) -> int:
    """Return the key of a category; raises InvalidInputError for an unknown code."""
    found = session.scalar(select(Category.id).where(Category.code == code))
    if found is None:
        raise InvalidInputError(
            f"unknown category {code!r}; /api/v1/categories lists them", field="category_code"
        )
    return int(found)


def codes_with_children(session: Session, codes: Sequence[str]) -> Sequence[str]:
    """Return the given codes of categories and the codes of those below them."""
    chosen = ids_with_children(codes)
    return session.scalars(select(Category.code).where(Category.id.in_(chosen))).all()

"""Localities: found by similar names, and the addresses that are numbered along them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BigInteger, Integer, Text, and_, func, literal, or_, select, text, union_all
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased
from sqlalchemy.types import TypeEngine

from geodata.models import Address, Locality
from geodata.queries import staging
from geodata.queries._rows import AnySelect, Rows

# Below this share of common trigrams a name is not worth a look.
SIMILARITY = 0.3
# How far from the asked number a neighbour may be; a block of houses has a hundred numbers.
NUMBER_REACH = 120

PARTS = (
    "district",
    "township",
    "community",
    "road",
    "number_text",
    "compound",
    "building",
    "room",
)
STAGE_COLUMNS: dict[str, TypeEngine[Any]] = {
    "id": BigInteger(),
    **{part: Text() for part in PARTS},
    "number": Integer(),
    "kind": Text(),
    "name": Text(),
    "key": Text(),
    "compound_key": Text(),
}
Compound = aliased(Locality, name="compound_locality")


def similar(session: Session, names: Sequence[str], limit: int) -> Rows:
    """Return localities whose keys look like one of ``names``, the likest first."""
    session.execute(
        select(func.set_config("pg_trgm.similarity_threshold", str(SIMILARITY), True))
    ).all()
    likeness = func.greatest(*(func.similarity(Locality.key, name) for name in names))
    return session.execute(
        _localities()
        .where(or_(*(Locality.key.op("%")(name) for name in names)))
        .order_by(likeness.desc(), Locality.id)
        .limit(limit)
    ).all()


def all_of_them(session: Session) -> Rows:
    """Return every locality: id, key, district, township."""
    return session.execute(_localities().order_by(Locality.id)).all()


def newest_id(session: Session) -> int:
    """Return the highest key given so far, 0 when there is no locality."""
    return int(session.scalar(select(func.max(Locality.id))) or 0)


def doors(session: Session, locality_ids: Sequence[int], number: int | None, limit: int) -> Rows:
    """Return addresses along localities: those with ``number``, else its neighbours, else any."""
    if number is None:
        return session.execute(_doors(locality_ids, []).limit(limit)).all()
    exact = session.execute(_doors(locality_ids, [Address.number == number]).limit(limit)).all()
    if len(exact) >= limit:
        return exact
    # What a person has typed so far (12) may grow to 126: ranges, so that the index serves.
    near = [
        Address.number.between(number - NUMBER_REACH, number + NUMBER_REACH),
        Address.number.between(number * 10, number * 10 + 9),
        Address.number.between(number * 100, number * 100 + 99),
    ]
    statement = _doors(locality_ids, [or_(*near), Address.number != number])
    around = session.execute(
        statement.order_by(func.abs(Address.number - number)).limit(limit - len(exact))
    ).all()
    return [*exact, *around]


def _doors(locality_ids: Sequence[int], conditions: Sequence[Any]) -> AnySelect:
    # Two indexes, two searches: an OR over both columns would use neither.
    found = union_all(
        select(Address.id).where(Address.locality_id.in_(locality_ids), *conditions),
        select(Address.id).where(Address.compound_id.in_(locality_ids), *conditions),
    ).subquery("found")
    return (
        select(
            Address.id,
            Address.text,
            Address.district,
            Address.township,
            Address.community,
            Locality.key.label("locality_key"),
            func.coalesce(Compound.key, literal("")).label("compound_key"),
            Address.number_text,
            Address.number,
            Address.building,
            Address.room,
        )
        .select_from(Address)
        .join(Locality, Locality.id == Address.locality_id)
        .outerjoin(Compound, Compound.id == Address.compound_id)
        .where(Address.id.in_(select(found.c.id)))
    )


def unnamed(session: Session, limit: int) -> Rows:
    """Return addresses that were not taken apart yet: id, text and the parts they came with."""
    return session.execute(
        select(Address.id, Address.text, *(getattr(Address, part) for part in PARTS))
        .where(Address.locality_id.is_(None))
        .order_by(Address.id)
        .limit(limit)
    ).all()


def settle(session: Session, rows: Iterable[Sequence[Any]]) -> int:
    """Write the parts of addresses (in the order of STAGE_COLUMNS) and make their localities."""
    stage = staging.make(session, "address_stage", STAGE_COLUMNS)
    count = staging.fill(session, stage, rows)
    staging.analyse(session, stage)
    column = stage.columns
    session.execute(_fresh(column.kind, column.name, column.key))
    session.execute(_fresh(literal("compound"), column.compound, column.compound_key))
    session.execute(text(_SETTLE))
    return count


def _fresh(kind: Any, name: Any, key: Any) -> Any:
    """Return the insertion of localities that are not there yet, one per spelling."""
    table = key.table.columns
    place = (kind.label("kind"), table.district, table.township)
    rows = select(*place, name.label("name"), key.label("key")).where(key != "")
    # Of the ways to write one key the first in the alphabet becomes the name.
    named = rows.subquery("named").columns
    keyed = (named.kind, named.district, named.township, named.key)
    first = select(*keyed, func.min(named.name)).group_by(*keyed)
    names = ["kind", "district", "township", "key", "name"]
    return insert(Locality).from_select(names, first).on_conflict_do_nothing()


_SETTLE = """
UPDATE address SET
    district = stage.district, township = stage.township, community = stage.community,
    road = stage.road, number_text = stage.number_text, number = stage.number,
    compound = stage.compound, building = stage.building, room = stage.room,
    locality_id = locality.id, compound_id = compound.id
FROM address_stage stage
JOIN locality ON locality.kind = stage.kind AND locality.district = stage.district
    AND locality.township = stage.township AND locality.key = stage.key
LEFT JOIN locality compound ON compound.kind = 'compound' AND compound.district = stage.district
    AND compound.township = stage.township AND compound.key = stage.compound_key
    AND stage.compound_key <> ''
WHERE address.id = stage.id
"""


def _localities() -> AnySelect:
    return select(Locality.id, Locality.key, Locality.district, Locality.township)


def without_addresses() -> Any:
    """Return the test that no address stands along a locality any more."""
    return and_(
        ~select(Address.id).where(Address.locality_id == Locality.id).exists(),
        ~select(Address.id).where(Address.compound_id == Locality.id).exists(),
    )

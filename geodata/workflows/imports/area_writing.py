"""Writing new boundaries in one transaction, and taking them back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geodata.crs import STORAGE_EPSG
from geodata.errors import ConflictError
from geodata.queries import area_versions
from geodata.queries.area_versions import ATTRIBUTES
from geodata.workflows import outlines
from geodata.workflows.imports.area_changes import Changes


def write(
    session: Session,
    import_id: UUID,
    *,
    file: gpd.GeoDataFrame,
    before: gpd.GeoDataFrame,
    changes: Changes,
    moment: datetime,
) -> None:
    """End old versions, write new ones from the city down, move along what refers to them.

    Raises ConflictError when the database finds the partition broken after all.
    """
    old_ids = dict(zip(before["code"], before["id"], strict=True))
    ended = [*changes.versioned, *changes.carried, *changes.retired]
    concerned = [int(old_ids[code]) for code in (*ended, *changes.corrected)]
    area_versions.keep_before(session, import_id, concerned)
    ended_ids = [int(old_ids[code]) for code in ended]
    area_versions.end(session, ended_ids, moment)
    new_ids = _write_versions(session, file, before, changes, moment)
    for row in file[file["code"].isin(changes.corrected)].itertuples():
        area_versions.change(session, int(old_ids[row.code]), _attributes(row))
    pairs = {int(old_ids[code]): key for code, key in new_ids.items() if code in old_ids}
    area_versions.move_along(session, pairs, moment)
    retired = [int(old_ids[code]) for code in changes.retired]
    area_versions.settle_retired(session, retired, moment)
    area_versions.keep_new(session, import_id, new_ids.values())
    try:
        area_versions.check_now(session)
    except IntegrityError as error:
        cause = str(error.orig).splitlines()[0]
        raise ConflictError(f"the boundaries cannot be published: {cause}") from error
    area_versions.relocate(session, ended_ids, moment)
    outlines.redraw(session, datetime.now(UTC))


def take_back(session: Session, import_id: UUID, moment: datetime) -> dict[str, int]:
    """Undo an import of areas. Raises ConflictError when something holds on to the new ones."""
    try:
        counts = area_versions.take_back(session, import_id, moment)
        area_versions.check_now(session)
    except IntegrityError as error:
        cause = str(error.orig).splitlines()[0]
        raise ConflictError(f"these boundaries are in use and stay: {cause}") from error
    outlines.redraw(session, datetime.now(UTC))
    return counts


def _write_versions(
    session: Session,
    file: gpd.GeoDataFrame,
    before: gpd.GeoDataFrame,
    changes: Changes,
    moment: datetime,
) -> dict[str, int]:
    """Write new and carried versions, upper tiers first; return their keys by code."""
    keys = dict(zip(before["code"], map(int, before["id"]), strict=True))
    was = before.set_index("code")
    fresh = file[file["code"].isin({*changes.inserted, *changes.versioned})]
    carried = before[before["code"].isin(changes.carried)]
    order = [(row.tier, row.code, row) for row in fresh.itertuples()]
    order += [(row.tier, row.code, None) for row in carried.itertuples()]
    written: dict[str, int] = {}
    for tier, code, row in sorted(order, key=lambda one: one[:2]):
        if row is None:
            parent_id = keys[was.at[code, "parent_code"]]
            keys[code] = area_versions.carry(session, keys[code], parent_id, moment)
        else:
            former = was.loc[code] if code in was.index else None
            parent_id = keys[row.parent_code] if tier > 1 else None
            keys[code] = area_versions.add(
                session, _version(row, former) | {"parent_id": parent_id, "valid_from": moment}
            )
        written[code] = keys[code]
    return written


def _version(row: Any, former: pd.Series | None) -> dict[str, Any]:
    values = _attributes(row)
    if former is None:
        for name, other in (("name", "name_zh"), ("name_zh", "name")):
            values.setdefault(name, values.get(other))
    else:
        # What the file does not tell stays as it was.
        kept = {name: former[name] for name in ATTRIBUTES if not pd.isna(former[name])}
        values = {**kept, **values}
    shape = shapely.to_wkt(row.geometry, rounding_precision=17)
    return {
        **{name: _plain(value) for name, value in values.items()},
        "code": row.code,
        "tier": int(row.tier),
        "grid_type": row.grid_type,
        "geom": f"SRID={STORAGE_EPSG};{shape}",
    }


def _attributes(row: Any) -> dict[str, Any]:
    """Return what the file tells of an area."""
    told = {name: getattr(row, name) for name in ATTRIBUTES}
    return {name: _plain(v) for name, v in told.items() if not pd.isna(v) and v != ""}


def _plain(value: Any) -> Any:
    return int(value) if not isinstance(value, str) else value

"""Boundaries of a file: new versions from a moment on, or nothing at all."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import geopandas as gpd
import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from geodata import codes as area_codes
from geodata.analyses.area_lookup import AreaLookup
from geodata.crs import STORAGE_EPSG
from geodata.errors import InvalidInputError
from geodata.geometry import point_inside
from geodata.queries import area_versions, cities
from geodata.workflows.imports import area_changes, area_writing, rows
from geodata.workflows.imports.reading import Prepared, Reading
from geodata.workflows.imports.row_findings import RowFindings
from geodata.workflows.imports.table_judge import TableJudge
from geodata.workflows.progress import Progress

GRID_TYPES = ("base", "dedicated")


def prepare(
    session: Session, reading: Reading, findings: RowFindings, progress: Progress
) -> Prepared:
    """Judge and compare areas. A published tier is a partition: one finding keeps all out."""
    moment = reading.valid_from or datetime.now(UTC)
    judge = rows.judge(reading, "polygons", findings)
    progress(20, f"{len(judge):,} rows read")
    before = area_versions.frame(session, moment)
    file = _file(session, judge, before)
    changes = area_changes.compare(judge, file, before, moment, area_versions.codes_given(session))
    if reading.retire_missing:
        changes.retire_missing(judge, file, before)
    progress(60, "checking the partition")
    area_changes.check_partition(judge, file, before, changes, cities.get(session).metric_epsg)
    is_blocked = bool(findings.counts)

    def write(import_id: UUID) -> None:
        area_writing.write(
            session, import_id, file=file, before=before, changes=changes, moment=moment
        )

    counts = {**changes.counts(), "refused": int((~judge.good).sum())}
    return Prepared(len(judge), counts, judge.columns, write, is_blocked, judge.table.drawn)


def _file(session: Session, judge: TableJudge, before: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the good rows as areas: at (position in the file), code, tier, parent_code ..."""
    code = judge.filled("code", "no_id")
    levels = {tier.level for tier in cities.tiers(session)}
    tiers = [_tier(judge, at, code, levels) for at in range(len(judge))]
    repeated = code.duplicated() & (code != "")
    judge.refuse(repeated, "repeated", "code")
    shapes = judge.polygons()
    households = judge.counted("households", may_lack=True)
    population = judge.counted("population", may_lack=True)
    file = gpd.GeoDataFrame(
        {
            "at": np.arange(len(judge)),
            "code": code.to_numpy(),
            "tier": tiers,
            "parent_code": judge.texts("parent_code").to_numpy(),
            "grid_type": _grid_types(judge, tiers),
            **{name: judge.texts(name).to_numpy() for name in ("name", "name_zh", "local_id")},
            "households": households.to_numpy(),
            "population": population.to_numpy(),
        },
        geometry=shapes,
        crs=STORAGE_EPSG,
    )[judge.good]
    _find_parents(judge, file, before)
    return file[judge.good[file["at"].to_numpy()]].sort_values(["tier", "code"])


def _tier(judge: TableJudge, at: int, code: pd.Series, levels: set[int]) -> int:
    text = code.iloc[at]
    told = judge.texts("tier").iloc[at] if judge.has("tier") else ""
    try:
        tier = int(told) if told else tier_of(text)
        if tier not in levels:
            raise InvalidInputError(f"there is no tier {tier}")
        area_codes.validate(text, tier)
    except ValueError:
        judge.tell(at, "bad_tier", f"the tier is {told!r}")
    except InvalidInputError as error:
        if judge.good[at]:
            judge.tell(at, "bad_code", str(error))
    else:
        return tier
    return 0


def tier_of(code: str) -> int:
    """Return the tier that a code's digits tell.

    >>> tier_of("440304001000"), tier_of("440304001018001")
    (3, 5)
    """
    if len(code) != 12:
        return {15: 5, 17: 6}.get(len(code), 0)
    return next(
        tier for tier in (1, 2, 3, 4) if not code[area_codes.TIER_DIGITS[tier] :].strip("0")
    )


def _grid_types(judge: TableJudge, tiers: list[int]) -> list[str | None]:
    told = judge.texts("grid_type").replace({"基础": "base", "专属": "dedicated", "": "base"})
    is_grid = np.array(tiers) >= 5
    judge.refuse(~told.isin(GRID_TYPES) & is_grid, "bad_grid_type", "grid_type")
    return [word if grid else None for word, grid in zip(told, is_grid, strict=True)]


def _find_parents(judge: TableJudge, file: gpd.GeoDataFrame, before: gpd.GeoDataFrame) -> None:
    """Fill in the parents that are not named, by place; tell those that do not exist."""
    for tier in sorted(set(file["tier"])):
        if tier == 1:
            continue
        above = pd.concat(
            [file.loc[file["tier"] == tier - 1, ["code", "geometry"]], _of_tier(before, tier - 1)]
        ).drop_duplicates("code")
        here = file["tier"] == tier
        silent = here & (file["parent_code"] == "")
        if silent.any() and len(above):
            points = [point_inside(shape) for shape in file.loc[silent].geometry]
            known = gpd.GeoDataFrame(above, geometry="geometry", crs=STORAGE_EPSG)
            lookup = AreaLookup.build(known, known["code"].to_list())
            places = lookup.find(np.array([p.x for p in points]), np.array([p.y for p in points]))
            names = np.append(known["code"].to_numpy(), "")
            file.loc[silent, "parent_code"] = names[places]
        for at, parent in file.loc[here, ["at", "parent_code"]].itertuples(index=False):
            if parent not in set(above["code"]):
                cause = f"there is no area {parent!r} of tier {tier - 1}"
                judge.tell(int(at), "unknown_parent", cause)


def _of_tier(areas: gpd.GeoDataFrame, tier: int) -> pd.DataFrame:
    found = areas.loc[areas["tier"] == tier, ["code", areas.geometry.name]]
    return pd.DataFrame({"code": found["code"], "geometry": found.iloc[:, 1]})

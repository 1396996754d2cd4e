"""What an import of areas changes, compared with the boundaries of its moment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

import geopandas as gpd
import pandas as pd

from geodata.analyses import boundary_changes
from geodata.analyses.long_edges import share_vertices
from geodata.crs import STORAGE_EPSG, to_metric
from geodata.queries.area_versions import ATTRIBUTES
from geodata.workflows.imports.table_judge import TableJudge


@dataclass
class Changes:
    """Codes of areas by what happens to them.

    ``versioned`` get new ground (or another parent or type) from the moment on; ``corrected``
    keep their ground; ``carried`` follow a parent that is versioned; ``retired`` end.
    """

    inserted: list[str] = field(default_factory=list)
    versioned: list[str] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Return how many areas are concerned."""
        return {
            "inserted": len(self.inserted),
            "updated": len(self.versioned) + len(self.corrected),
            "unchanged": len(self.unchanged),
            "carried": len(self.carried),
            "retired": len(self.retired),
        }

    def retire_missing(
        self, judge: TableJudge, file: gpd.GeoDataFrame, before: gpd.GeoDataFrame
    ) -> None:
        """Let areas of the file's tiers and parents end that the file does not have."""
        known = set(judge.texts("code"))
        for tier, group in file.groupby("tier"):
            same = (before["tier"] == tier) & before["parent_code"].isin(set(group["parent_code"]))
            self.retired += [code for code in before.loc[same, "code"] if code not in known]
        moved = dict(zip(file["code"], file["parent_code"], strict=True))
        gone = set(self.retired)
        for code, parent in before[["code", "parent_code"]].itertuples(index=False):
            if parent in gone and code not in gone and moved.get(code, parent) in gone:
                cause = f"area {parent} would end and leave {code} without a parent"
                judge.findings.add(None, "orphan", cause)
        self.carried = [code for code in self.carried if code not in gone]


def compare(
    judge: TableJudge,
    file: gpd.GeoDataFrame,
    before: gpd.GeoDataFrame,
    moment: datetime,
    given: Collection[str],
) -> Changes:
    """Sort the areas of a file out; tell those that cannot be."""
    old = before.set_index("code")
    there = file["code"].isin(old.index)
    changes = Changes()
    for row in file[~there].itertuples():
        if row.code in given:
            cause = f"the code {row.code} was given before and ended; it is never reused"
            judge.tell(row.at, "retired_code", cause)
        elif not (row.name_zh or row.name):
            judge.tell(row.at, "no_name", f"the new area {row.code} has no name")
        else:
            changes.inserted.append(row.code)
    known = file[there]
    former = old.loc[known["code"]]
    same = boundary_changes.same_ground(known.geometry, former.geometry)
    same &= known["parent_code"].to_numpy() == former["parent_code"].fillna("").to_numpy()
    same &= (known["grid_type"].fillna("") == former["grid_type"].fillna("").to_numpy()).to_numpy()
    for row, was, is_same in zip(
        known.itertuples(), former.itertuples(), same.tolist(), strict=True
    ):
        if row.tier != was.tier:
            judge.tell(row.at, "bad_tier", f"area {row.code} is of tier {was.tier}")
        elif is_same:
            told = corrections(judge, row, was)
            (changes.corrected if told else changes.unchanged).append(row.code)
        elif was.valid_from >= moment or not pd.isna(was.valid_to):
            cause = f"area {row.code} has a version that begins or ends after {moment.isoformat()}"
            judge.tell(row.at, "not_the_last", cause)
        else:
            changes.versioned.append(row.code)
    below = boundary_changes.descendants(before, changes.versioned)
    changes.carried = [code for code in below if code not in set(changes.versioned)]
    return changes


def corrections(judge: TableJudge, row: object, was: object) -> dict[str, object]:
    """Return the attributes that the file tells and that differ from the area's."""
    told: dict[str, object] = {}
    for name in ATTRIBUTES:
        new, old = getattr(row, name), getattr(was, name)
        is_silent = not judge.has(name) or pd.isna(new) or new == ""
        if not is_silent and (pd.isna(old) or new != old):
            told[name] = int(new) if name in ("households", "population") else new
    return told


def check_partition(
    judge: TableJudge,
    file: gpd.GeoDataFrame,
    before: gpd.GeoDataFrame,
    changes: Changes,
    epsg: int,
) -> None:
    """Tell every rule of the partition that the boundaries would break afterwards."""
    fresh = file[file["code"].isin({*changes.inserted, *changes.versioned})]
    if fresh.empty and not changes.retired:
        return
    gone = {*changes.versioned, *changes.retired}
    columns = ["code", "tier", "parent_code", "geometry"]
    stays = before[~before["code"].isin(gone)][columns]
    after = gpd.GeoDataFrame(pd.concat([stays, fresh[columns]]), crs=STORAGE_EPSG)
    after = _metric(after.fillna({"parent_code": ""}), epsg)
    rows = dict(zip(file["code"], file["at"], strict=True))
    tiers = {*fresh["tier"], *(fresh["tier"] + 1)}
    for tier in sorted(tiers):
        layer = after[after["tier"] == tier]
        parents = after[after["tier"] == tier - 1] if tier > 1 else None
        if layer.empty:
            continue
        changed = set(fresh["code"])
        for found in boundary_changes.find_breaks(layer, parents, changed):
            at = next((rows[code] for code in found.codes if code in rows), None)
            cause = f"{' and '.join(found.codes)}: {found.kind} of {found.area_m2:,.0f} m2"
            if at is None:
                judge.findings.add(None, found.kind, cause)
            else:
                judge.tell(int(at), found.kind, cause)
    _warn_of_gaps(judge, after, fresh, changes)


def _metric(areas: gpd.GeoDataFrame, epsg: int) -> gpd.GeoDataFrame:
    # A long straight border bends when it is projected: neighbours must bend with it.
    shared = share_vertices([group for _, group in areas.groupby("tier")])
    return to_metric(gpd.GeoDataFrame(pd.concat(shared), crs=STORAGE_EPSG), epsg)


def _warn_of_gaps(
    judge: TableJudge, after: gpd.GeoDataFrame, fresh: gpd.GeoDataFrame, changes: Changes
) -> None:
    """Warn of ground of a parent that its areas would not cover any more."""
    concerned = set(fresh["parent_code"]) | set(changes.versioned)
    for code in sorted(concerned & set(after["code"])):
        children = after[after["parent_code"] == code]
        if children.empty:
            continue
        whole = after.loc[after["code"] == code].geometry.iloc[0]
        gap_m2 = float(whole.difference(children.union_all()).area)
        if gap_m2 > boundary_changes.TOLERANCE_M2:
            judge.findings.warn(None, "gap", f"{gap_m2:,.0f} m2 of {code} would be in no area")

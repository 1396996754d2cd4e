"""Turn pieces that leave slivers into units that tile their parents exactly.

Everything above the units is a union of units, and nesting is exact by construction.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geodata.demo.build.borders import BorderTable, shared_borders
from geodata.demo.build.linework import NodingRule, faces_between

Geometries = npt.NDArray[np.object_]
Ints = npt.NDArray[np.int64]

UNASSIGNED = -1


@dataclass(frozen=True)
class Tiling:
    """Units that tile the parents, and an account of every face that was moved.

    ``units`` has the columns piece (id of the piece it grew from, or missing), parent, is_remnant
    and geometry. ``moved`` has one row per moved face: parent, piece (missing where no piece lay),
    into (position of the unit), area_m2, geometry. ``swallowed`` maps the id of a piece too thin
    to survive the noding to the position of the unit that lies where it was.
    """

    units: gpd.GeoDataFrame
    moved: gpd.GeoDataFrame
    swallowed: dict[str, int]


@dataclass(frozen=True)
class PieceRule:
    """What becomes of the parts of a piece, and of what no piece covers, from these areas up.

    A ``remnant_m2`` part beyond the piece's own parent, or apart from its largest part, is a unit
    of its own. With ``keeps_parts`` the parts inside the own parent stay one unit instead, and
    parts beyond it count as uncovered. A connected uncovered ``bare_m2`` is a unit without a
    piece. Anything smaller is merged.
    """

    remnant_m2: float
    keeps_parts: bool = False
    bare_m2: float = np.inf


@dataclass(frozen=True)
class _Seeds:
    """Which faces start a unit, and what is known of each unit."""

    unit_of_face: Ints
    piece_of_unit: Ints
    is_remnant: npt.NDArray[np.bool_]


def tile(
    parents: gpd.GeoDataFrame,
    pieces: gpd.GeoDataFrame,
    *,
    metric_epsg: int,
    rule: PieceRule,
    noding: NodingRule,
) -> Tiling:
    """Give every point of every parent to exactly one unit.

    ``parents`` (indexed by id) tile the city; ``pieces`` (indexed by id, with the column parent)
    may cross a border or leave slivers; both EPSG:4326. Rules, in this order:

    1. the largest connected part of a piece inside its own parent becomes the piece's unit; of
       pieces that overlap, the first has the common part;
    2. other parts, and what no piece covers, follow ``rule``;
    3. all the rest goes, within its parent, to the unit with the longest shared border, in
       rounds from the outside in; what touches no unit goes to the nearest;
    4. a parent without any piece is one unit per connected part.
    """
    shapes = parents.geometry.to_numpy(), pieces.geometry.to_numpy()
    faces = _describe_faces(*shapes, noding, metric_epsg)
    borders = shared_borders(faces.geometry.to_numpy()).within(faces["owner"].to_numpy())
    home = np.append(parents.index.get_indexer(pieces["parent"]), UNASSIGNED)
    faces["is_home"] = home[faces["piece"]] == faces["owner"]
    if rule.keeps_parts:
        faces.loc[~faces["is_home"], "piece"] = UNASSIGNED
    faces["part"] = _connected_parts(faces["piece"].to_numpy(), borders)
    seeds = _seeds(faces, rule)
    faces["unit"] = _absorb(seeds.unit_of_face, faces, borders)

    parent_ids = parents.index.to_numpy()
    piece_ids = np.array([*pieces.index, None], dtype=object)
    units = _units(faces, seeds, parent_ids, piece_ids)
    moved = faces[seeds.unit_of_face == UNASSIGNED]
    account = gpd.GeoDataFrame(
        {
            "parent": parent_ids[moved["owner"]],
            "piece": piece_ids[moved["piece"]],
            "into": moved["unit"].to_numpy(),
            "area_m2": moved["area_m2"].to_numpy(),
        },
        geometry=moved.geometry.to_numpy(),
        crs=4326,
    )
    return Tiling(units, account, _swallowed(pieces, units))


def _describe_faces(
    parents: Geometries, pieces: Geometries, noding: NodingRule, metric_epsg: int
) -> gpd.GeoDataFrame:
    """Return the faces inside the parents: owner and piece (positions), area_m2, geometry."""
    geometry = faces_between(parents, pieces, noding)
    faces = gpd.GeoDataFrame(
        {"owner": _containing(geometry, parents), "piece": _containing(geometry, pieces)},
        geometry=geometry,
        crs=4326,
    )
    faces = faces[faces["owner"] != UNASSIGNED].reset_index(drop=True)
    faces["area_m2"] = faces.to_crs(metric_epsg).area
    return faces


def _containing(faces: Geometries, polygons: Geometries) -> Ints:
    """Position of the polygon that covers most of each face, the lowest on a tie; -1 below half.

    Area decides, because noding moves lines a little and a face's inner point may lie just there.
    """
    found = np.full(len(faces), UNASSIGNED, dtype=np.int64)
    face, polygon = shapely.STRtree(polygons).query(faces, predicate="intersects")
    shared = shapely.area(shapely.intersection(faces[face], polygons[polygon]))
    enough = shared >= shapely.area(faces[face]) / 2
    face, polygon, shared = face[enough], polygon[enough], shared[enough]
    order = np.lexsort((-polygon, shared, face))
    found[face[order]] = polygon[order]
    return found


def _connected_parts(label: Ints, borders: BorderTable) -> Ints:
    """Number the connected groups of faces that carry the same label and share an edge."""
    same = label[borders.first] == label[borders.second]
    links = (borders.first[same], borders.second[same])
    graph = coo_array((np.ones(int(same.sum())), links), shape=(len(label), len(label)))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _seeds(faces: gpd.GeoDataFrame, rule: PieceRule) -> _Seeds:
    """Choose which connected parts start a unit (rules 1, 2 and 4)."""
    parts = faces.groupby("part").agg(
        piece=("piece", "first"),
        owner=("owner", "first"),
        is_home=("is_home", "first"),
        area_m2=("area_m2", "sum"),
    )
    is_bare = parts["piece"] == UNASSIGNED
    covered = parts[~is_bare].sort_values(
        ["piece", "is_home", "area_m2"], ascending=[True, False, False]
    )
    covered["is_main"] = ~covered.duplicated("piece") & covered["is_home"]
    covered = covered[covered["is_main"] | (covered["area_m2"] >= rule.remnant_m2)]
    has_unit = parts["owner"].isin(covered["owner"])
    bare = parts[is_bare & ((parts["area_m2"] >= rule.bare_m2) | ~has_unit)]
    chosen = pd.concat([covered, bare.assign(is_main=False)])
    begins = chosen["is_main"] if rule.keeps_parts else pd.Series(True, index=chosen.index)
    begins |= chosen["piece"] == UNASSIGNED
    # Without ``keeps_parts`` every part begins a unit; with it, a part joins its piece's unit.
    unit_of_part = begins.cumsum() - 1
    return _Seeds(
        unit_of_part.reindex(faces["part"]).fillna(UNASSIGNED).to_numpy(dtype=np.int64),
        chosen.loc[begins, "piece"].to_numpy(dtype=np.int64),
        ~chosen.loc[begins, "is_main"].to_numpy(dtype=bool),
    )


def _absorb(unit_of_face: Ints, faces: gpd.GeoDataFrame, borders: BorderTable) -> Ints:
    """Give loose faces to the unit with the longest shared border, round by round (rule 3)."""
    unit = unit_of_face.copy()
    pairs = borders.both_ways()
    while (unit == UNASSIGNED).any():
        loose = (unit[pairs["face"]] == UNASSIGNED) & (unit[pairs["other"]] != UNASSIGNED)
        if not loose.any():
            return _absorb_islands(unit, faces)
        touching = pairs[loose].assign(unit=unit[pairs["other"][loose]])
        length = touching.groupby(["face", "unit"], as_index=False)["length_m"].sum()
        best = length.sort_values(["face", "length_m", "unit"], ascending=[True, False, True])
        best = best.drop_duplicates("face")
        unit[best["face"]] = best["unit"]
    return unit


def _absorb_islands(unit: Ints, faces: gpd.GeoDataFrame) -> Ints:
    """Give faces that touch no unit of their parent to the nearest one."""
    filled = unit.copy()
    for island in faces[unit == UNASSIGNED].itertuples():
        near = faces[(faces["owner"] == island.owner) & (unit != UNASSIGNED)]
        distance = shapely.distance(near.geometry.to_numpy(), island.geometry)
        filled[island.Index] = unit[near.index[int(np.argmin(distance))]]
    return filled


def _units(
    faces: gpd.GeoDataFrame,
    seeds: _Seeds,
    parent_ids: npt.NDArray[np.object_],
    piece_ids: npt.NDArray[np.object_],
) -> gpd.GeoDataFrame:
    grouped = faces.groupby("unit", sort=True)
    geometry = grouped.geometry.agg(lambda shapes: shapely.coverage_union_all(shapes.to_numpy()))
    return gpd.GeoDataFrame(
        {
            "piece": piece_ids[seeds.piece_of_unit],
            "parent": parent_ids[grouped["owner"].first()],
            "is_remnant": seeds.is_remnant,
        },
        geometry=geometry.to_numpy(),
        crs=4326,
    )


def _swallowed(pieces: gpd.GeoDataFrame, units: gpd.GeoDataFrame) -> dict[str, int]:
    """Find, for each piece that started no unit, the unit of its parent that covers most of it."""
    grown = set(units.loc[~units["is_remnant"], "piece"])
    found = {}
    for lost in pieces[~pieces.index.isin(grown)].itertuples():
        inside = units[units["parent"] == lost.parent]
        shared = shapely.area(shapely.intersection(inside.geometry.to_numpy(), lost.geometry))
        found[lost.Index] = int(inside.index[int(np.argmax(shared))])
    return found

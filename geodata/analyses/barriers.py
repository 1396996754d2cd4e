"""What nobody walks across: rivers and railways, open only at bridges."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geodata.analyses.layer import ObjectArray, mended

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Barriers:
    """Closed ground and closed lines, with the bridges taken out."""

    shapes: ObjectArray
    tree: shapely.STRtree
    slack_m: float

    @classmethod
    def build(
        cls,
        barriers: gpd.GeoDataFrame | gpd.GeoSeries | None,
        bridges: gpd.GeoDataFrame | gpd.GeoSeries | None = None,
        *,
        margin_m: float = 10.0,
        slack_m: float = 2.0,
    ) -> Barriers:
        """Open ``barriers`` (polygons or lines) within ``margin_m`` of every bridge.

        Bridges are polygons, lines or points; underpasses, tunnels and level crossings are bridges
        here. A line may touch up to ``slack_m`` of a polygon: quays are drawn roughly. Everything
        in one metric CRS.

        >>> river = gpd.GeoSeries([shapely.box(0, 40, 100, 60)], crs=26985)
        >>> bridge = gpd.GeoSeries([shapely.box(45, 38, 55, 62)], crs=26985)
        >>> across = np.array([shapely.LineString([(x, 0), (x, 99)]) for x in (20, 50)])
        >>> Barriers.build(river, bridge).stop(across).tolist()
        [True, False]
        """
        shapes = np.empty(0, dtype=object) if barriers is None else _valid(barriers)
        if bridges is not None and len(bridges):
            opened = shapely.buffer(np.asarray(bridges.geometry.array, dtype=object), margin_m)
            shapes = _opened(shapes, opened)
        shapely.prepare(shapes)
        return cls(shapes, shapely.STRtree(shapes), slack_m)

    def stop(self, lines: ObjectArray) -> BoolArray:
        """Whether each line crosses a barrier; the ground on which it starts does not count."""
        stopped = np.zeros(len(lines), dtype=bool)
        if not len(self.shapes):
            return stopped
        line, barrier = self.tree.query(lines)
        # The barriers are prepared, and sorted so that each is asked in one go.
        order = np.argsort(barrier, kind="stable")
        line, barrier = line[order], barrier[order]
        starts = shapely.get_point(lines[line], 0)
        is_met = shapely.intersects(self.shapes[barrier], lines[line])
        is_met &= ~shapely.intersects(self.shapes[barrier], starts)
        line, barrier = line[is_met], barrier[is_met]
        is_ground = shapely.get_dimensions(self.shapes[barrier]) == 2
        wet_m = shapely.length(
            shapely.intersection(lines[line[is_ground]], self.shapes[barrier[is_ground]])
        )
        stopped[line[is_ground][wet_m > self.slack_m]] = True
        stopped[line[~is_ground]] = True
        return stopped


def _valid(barriers: gpd.GeoDataFrame | gpd.GeoSeries) -> ObjectArray:
    shapes: ObjectArray = shapely.force_2d(np.array(barriers.geometry.array, dtype=object))
    shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    is_ground = shapely.get_dimensions(shapes) == 2
    shapes[is_ground] = mended(shapes[is_ground])
    return shapes


def _opened(shapes: ObjectArray, bridges: ObjectArray) -> ObjectArray:
    bridge, shape = shapely.STRtree(shapes).query(bridges, predicate="intersects")
    opened = shapes.copy()
    for at in np.unique(shape):
        ways = shapely.union_all(bridges[bridge[shape == at]])
        opened[at] = shapely.difference(shapes[at], ways)
    remaining: ObjectArray = opened[~shapely.is_empty(opened)]
    return remaining

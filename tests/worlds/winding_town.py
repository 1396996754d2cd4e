"""A town of 4 x 6 grids whose shared borders wind, in two communities, west W and east E.

Every side between two grids is one random polyline that both have vertex by vertex: a partition.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

CRS = 26985
ROWS, COLUMNS, STEP_M, BENDS = 4, 6, 200.0, 5


class Town:
    """Grids as rings of named sides, so that a test can take hold of one side of one grid."""

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        across, up = np.meshgrid(np.arange(COLUMNS + 1), np.arange(ROWS + 1))
        corners = np.stack([across, up], axis=-1) * STEP_M
        inner = (across > 0) & (across < COLUMNS) & (up > 0) & (up < ROWS)
        corners[inner] += rng.uniform(-30, 30, (int(inner.sum()), 2))
        self._level = _winding(corners[:, :-1], corners[:, 1:], rng)
        self._upright = _winding(corners[:-1], corners[1:], rng)
        # Only lines that two grids share may wind.
        self._level[[0, -1]] = _straight(corners[:, :-1], corners[:, 1:])[[0, -1]]
        self._upright[:, [0, -1]] = _straight(corners[:-1], corners[1:])[:, [0, -1]]

    def side(self, row: int, column: int, name: str) -> np.ndarray:
        """The vertices of a side of a grid, counter-clockwise."""
        return {
            "south": self._level[row, column],
            "east": self._upright[row, column + 1],
            "north": self._level[row + 1, column][::-1],
            "west": self._upright[row, column][::-1],
        }[name]

    def polygon(self, row: int, column: int, **sides: np.ndarray) -> shapely.Polygon:
        """The grid, with some sides replaced."""
        names = ("south", "east", "north", "west")
        ring = [sides.get(name, self.side(row, column, name))[:-1] for name in names]
        return shapely.Polygon(np.concatenate(ring))

    def grids(self) -> gpd.GeoDataFrame:
        """All grids: code, name, community."""
        places = [(r, c) for r in range(ROWS) for c in range(COLUMNS)]
        return gpd.GeoDataFrame(
            {
                "code": [f"{r}{c}" for r, c in places],
                "name": [f"Market {r}{c}" for r, c in places],
                "community": ["W" if c < COLUMNS // 2 else "E" for _, c in places],
            },
            geometry=[self.polygon(r, c) for r, c in places],
            crs=CRS,
        )

    def communities(self) -> gpd.GeoDataFrame:
        """West and east: the unions of their grids."""
        whole = self.grids().dissolve("community", method="coverage")
        whole = whole.reset_index()[["community", "geometry"]]
        return whole.rename(columns={"community": "code"}).assign(name=["East", "West"])


def beside(row: int, column: int, side: str) -> str:
    """The code of the neighbour on a side."""
    down, right = {"south": (-1, 0), "east": (0, 1), "north": (1, 0), "west": (0, -1)}[side]
    return f"{row + down}{column + right}"


def _straight(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    share = np.linspace(0, 1, BENDS + 2)[:, None]
    return start[:, :, None] * (1 - share) + end[:, :, None] * share


def _winding(start: np.ndarray, end: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    lines = _straight(start, end)
    lines[:, :, 1:-1] += rng.uniform(-7, 7, lines[:, :, 1:-1].shape)
    return lines

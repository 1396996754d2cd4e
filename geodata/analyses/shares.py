"""How the ground of one layer is shared out among the areas of another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geodata.analyses import overlay
from geodata.analyses.layer import Layer, ObjectArray, mended

IntArray = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Shares:
    """Which piece has how much ground in which holder: an entry per pair, sorted by piece."""

    piece: IntArray
    holder: IntArray
    part: ObjectArray
    part_m2: npt.NDArray[np.float64]

    def between(self, low: int, high: int) -> Shares:
        """Return the entries from ``low`` until ``high``."""
        cut = slice(low, high)
        return Shares(self.piece[cut], self.holder[cut], self.part[cut], self.part_m2[cut])


def share_out(pieces: Layer, holders: Layer, which: IntArray) -> Shares:
    """Cut the pieces at positions ``which`` by the holders; pairs that only touch are left out."""
    at, holder = holders.tree.query(pieces.polygons[which], predicate="intersects")
    piece = which[at]
    order = np.lexsort((holder, piece))
    piece, holder = piece[order], holder[order]
    part = mended(overlay.intersection(pieces.polygons[piece], holders.polygons[holder]))
    part_m2 = shapely.area(part)
    keep = part_m2 > 0
    return Shares(piece[keep], holder[keep], part[keep], part_m2[keep])


def covered_pairs(pieces: Layer, holders: Layer) -> tuple[IntArray, IntArray]:
    """Pairs of a piece and a holder that covers it wholly; found without cutting."""
    shapely.prepare(holders.polygons)
    piece, holder = holders.tree.query(pieces.polygons, predicate="covered_by")
    return piece, holder

"""What is too small to be a finding: noise of coordinates, held back and counted."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely

ObjectArray = npt.NDArray[np.object_]

# Half of what six decimals of a degree resolve, the finest that most files carry. Layers that
# were drawn apart differ by less along their common lines, over kilometres; that is no ground.
MIN_WIDTH_M = 0.05


@dataclass(slots=True)
class Sieve:
    """A piece passes that has more than ``tolerance_m2`` and is ``min_width_m`` wide somewhere.

    What does not pass is counted in ``count`` and ``area_m2`` by kind: nothing disappears silently.
    """

    tolerance_m2: float
    min_width_m: float = MIN_WIDTH_M
    count: dict[str, int] = field(default_factory=dict)
    area_m2: dict[str, float] = field(default_factory=dict)

    def keep(self, kind: str, pieces: ObjectArray) -> npt.NDArray[np.intp]:
        """Return the positions of the polygonal pieces that pass; count the others as ``kind``.

        >>> block, crack = shapely.box(0, 0, 2, 2), shapely.box(0, 0, 900, 0.01)
        >>> Sieve(1.0).keep("gap", np.array([block, crack])).tolist()
        [0]
        """
        passes = self.passes(pieces)
        noise = shapely.area(pieces[~passes])
        if (noise > 0).any():
            self.count[kind] = self.count.get(kind, 0) + int((noise > 0).sum())
            self.area_m2[kind] = self.area_m2.get(kind, 0.0) + float(noise.sum())
        return np.flatnonzero(passes)

    def passes(self, pieces: ObjectArray) -> npt.NDArray[np.bool_]:
        """Tell which polygonal pieces pass, counting nothing."""
        area_m2, length_m = shapely.area(pieces), shapely.length(pieces)
        passes = np.asarray(area_m2 > self.tolerance_m2)
        # A polygon is at least 2 A / P wide somewhere, so only thin ones need the knife.
        thin = np.flatnonzero(passes & (2 * area_m2 < self.min_width_m * length_m))
        kernel = shapely.buffer(pieces[thin], -self.min_width_m / 2)
        passes[thin[shapely.is_empty(kernel)]] = False
        return passes

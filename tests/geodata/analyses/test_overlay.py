import numpy as np
import shapely
from shapely import affinity

from geodata.analyses import overlay


def test_an_edge_that_coincides_but_for_rounding():
    # In floating precision GEOS 3.14 answers two points here, without an error.
    def placed(box):
        return affinity.translate(
            affinity.rotate(box, 320.2076476585447, origin=(0, 0)), 524032.0, 0.0
        )

    square, district = placed(shapely.box(200, 300, 300, 400)), placed(shapely.box(0, 0, 300, 400))
    common = overlay.intersection(np.array([square]), district)[0]
    assert abs(common.area - 10_000) < 0.001
    assert overlay.difference(square, district).area < 0.001
    assert abs(overlay.union(np.array([square, district])).area - 120_000) < 0.001

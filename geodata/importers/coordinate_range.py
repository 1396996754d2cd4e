"""Do the numbers of a layer suit the CRS that it names?"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from geodata.errors import InvalidInputError
from geodata.geometry import check_lon_lat
from geodata.importers.refusal import refusal

# No city lies further north or south; a layer wholly beyond has its axes swapped.
NORTHERNMOST_LAT = 84.0
SOUTHERNMOST_LAT = -60.0
# How far outside its area of use a projected CRS is tolerated, in degrees.
AREA_OF_USE_MARGIN = 5.0

FloatArray = npt.NDArray[np.float64]


def check_range(frame: gpd.GeoDataFrame, source: str, first_row: int = 1) -> None:
    """Refuse coordinates that cannot be what the CRS of ``frame`` says; name the first row.

    ``frame`` may hold missing geometries. Raises InvalidInputError.

    >>> from shapely import Point
    >>> check_range(gpd.GeoDataFrame(geometry=[Point(114.06, 22.54)], crs=4326), "a.geojson")
    """
    bounds = shapely.bounds(frame.geometry.to_numpy())
    filled = ~np.isnan(bounds).any(axis=1)
    if not filled.any():
        return
    if frame.crs.is_geographic:
        _check_degrees(frame, bounds, source, first_row)
        _check_latitudes(bounds[filled], source, first_row + int(np.argmax(filled)))
    else:
        _check_projected(frame, bounds[filled], source)


def _check_degrees(
    frame: gpd.GeoDataFrame, bounds: FloatArray, source: str, first_row: int
) -> None:
    outside = (np.abs(bounds[:, [0, 2]]) > 180).any(axis=1)
    outside |= (np.abs(bounds[:, [1, 3]]) > 90).any(axis=1)
    wide = bounds[:, 2] - bounds[:, 0] > 180
    if outside.any():
        at = int(np.argmax(outside))
        _refuse_position(frame, at, source, at + first_row)
    if wide.any():
        at = int(np.argmax(wide))
        cause = (
            f"the geometry spans {bounds[at, 2] - bounds[at, 0]:.0f} degrees of longitude; if it "
            "crosses the 180th meridian, cut it there"
        )
        raise refusal(source, cause, at + first_row)


def _refuse_position(frame: gpd.GeoDataFrame, at: int, source: str, row: int) -> None:
    positions = shapely.get_coordinates(frame.geometry.iloc[at])
    outside = (np.abs(positions[:, 0]) > 180) | (np.abs(positions[:, 1]) > 90)
    x, y = positions[int(np.argmax(outside))]
    if abs(x) > 360 or abs(y) > 360:
        cause = (
            f"the coordinate ({x:.10g}, {y:.10g}) is not in degrees, as {_name(frame)} demands; "
            "the layer looks projected (metres): declare the CRS that its numbers are in"
        )
        raise refusal(source, cause, row)
    try:
        check_lon_lat(float(x), float(y), row=row)
    except InvalidInputError as error:
        raise refusal(source, str(error).removeprefix(f"row {row}: "), row) from error


def _check_latitudes(bounds: FloatArray, source: str, row: int) -> None:
    south, north = bounds[:, 1].min(), bounds[:, 3].max()
    if south > NORTHERNMOST_LAT or north < SOUTHERNMOST_LAT:
        cause = (
            f"the whole layer lies at latitude {bounds[0, 1]:g}, near a pole; the axes look "
            "swapped (longitude comes first)"
        )
        raise refusal(source, cause, row)


def _check_projected(frame: gpd.GeoDataFrame, bounds: FloatArray, source: str) -> None:
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    name = _name(frame)
    if max(abs(west), abs(east)) <= 180 and max(abs(south), abs(north)) <= 90:
        cause = (
            f"the file says {name}, but its numbers ({west:g} to {east:g}, {south:g} to {north:g}) "
            "look like degrees; declare the right CRS"
        )
        raise refusal(source, cause, 1)
    use = frame.crs.area_of_use
    if use is None:
        return
    transformer = Transformer.from_crs(frame.crs, 4326, always_xy=True)
    lon, lat = transformer.transform((west + east) / 2, (south + north) / 2)
    margin = AREA_OF_USE_MARGIN
    inside_lat = use.south - margin <= lat <= use.north + margin
    # An area of use may cross the 180th meridian (west > east).
    width = (use.east - use.west) % 360 or 360.0
    inside_lon = width + 2 * margin >= 360 or (lon - use.west + margin) % 360 <= width + 2 * margin
    if not (np.isfinite(lon) and np.isfinite(lat) and inside_lat and inside_lon):
        cause = (
            f"the layer lies far from where {name} is used ({use.name}); its axes are swapped or "
            "its CRS is another one"
        )
        raise refusal(source, cause, 1)


def _name(frame: gpd.GeoDataFrame) -> str:
    epsg = frame.crs.to_epsg()
    return f"EPSG:{epsg}" if epsg else str(frame.crs.name)

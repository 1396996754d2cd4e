"""Every coordinate system of the project, and the only conversions outside the database.

Storage and wire are EPSG:4326, longitude then latitude. Every distance, area and buffer is
computed in the city's metric CRS.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
from pyproj import CRS
from pyproj.exceptions import CRSError

from geodata.errors import InvalidInputError

STORAGE_EPSG = 4326
CGCS2000_EPSG = 4490
WEB_MERCATOR_EPSG = 3857

DATUMS = ("wgs84", "gcj02", "bd09", "cgcs2000")

FloatArray = npt.NDArray[np.float64]

# GCJ-02 is defined on the Krasovsky 1940 ellipsoid.
_KRASOVSKY_A_M = 6378245.0
_KRASOVSKY_E2 = 0.00669342162296594323
_BD_TURN = np.pi * 3000.0 / 180.0
# Outside this box GCJ-02 equals WGS-84 (lon_min, lon_max, lat_min, lat_max, degrees).
_CHINA_BOX = (72.004, 137.8347, 0.8293, 55.8271)


def parse_epsg(text: str | int) -> int:
    """Read an EPSG number such as ``26985``, ``"26985"`` or ``"EPSG:26985"``.

    Returns the number. Raises InvalidInputError when no such CRS exists.

    >>> parse_epsg("EPSG:4547")
    4547
    """
    number = str(text).strip().upper().removeprefix("EPSG:")
    try:
        CRS.from_epsg(int(number))
    except (ValueError, CRSError) as error:
        message = f"unknown CRS {text!r}: give an EPSG number such as 4326 or 26985"
        raise InvalidInputError(message) from error
    return int(number)


def to_metric(frame: gpd.GeoDataFrame, metric_epsg: int | None = None) -> gpd.GeoDataFrame:
    """Return ``frame`` in a CRS whose unit is the metre.

    ``metric_epsg`` None means the UTM zone that suits the data. A frame already in the wanted
    CRS is returned as it is. Same index. Raises InvalidInputError when the frame has no CRS or
    the wanted CRS is not metric.

    >>> from shapely import Point
    >>> frame = gpd.GeoDataFrame(geometry=[Point(114.06, 22.54)], crs=4326)
    >>> to_metric(frame, 4547).crs.to_epsg()
    4547
    """
    if frame.crs is None:
        raise InvalidInputError("the layer has no CRS; declare it before measuring")
    target = CRS.from_epsg(metric_epsg) if metric_epsg else frame.estimate_utm_crs()
    if not _is_metric(target):
        raise InvalidInputError(f"EPSG:{metric_epsg} is not a projected CRS in metres")
    return frame if frame.crs == target else frame.to_crs(target)


def to_storage(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return ``frame`` in EPSG:4326, longitude and latitude. Same index.

    CGCS2000 and WGS-84 differ by less than a millimetre at grid scale and are treated as equal.

    >>> from shapely import Point
    >>> to_storage(gpd.GeoDataFrame(geometry=[Point(1, 2)], crs=4490)).crs.to_epsg()
    4326
    """
    if frame.crs is None:
        raise InvalidInputError("the layer has no CRS; declare it before storing")
    if frame.crs.to_epsg() == CGCS2000_EPSG:
        return frame.set_crs(STORAGE_EPSG, allow_override=True)
    return frame if frame.crs.to_epsg() == STORAGE_EPSG else frame.to_crs(STORAGE_EPSG)


def require_metric(frame: gpd.GeoDataFrame | gpd.GeoSeries) -> None:
    """Refuse a frame whose unit is not the metre. Every analysis opens with this call.

    >>> from shapely import Point
    >>> require_metric(gpd.GeoSeries([Point(0, 0)], crs=26985))
    """
    if frame.crs is None or not _is_metric(frame.crs):
        name = "no CRS" if frame.crs is None else frame.crs.to_string()
        raise InvalidInputError(
            f"the layer has {name}, but distances and areas need a projected CRS in metres; "
            "convert it with geodata.crs.to_metric first"
        )


def convert_datum(
    lon: FloatArray, lat: FloatArray, source: str, target: str
) -> tuple[FloatArray, FloatArray]:
    """Convert degrees between the datums wgs84, gcj02, bd09 and cgcs2000, vectorised.

    Outside China (a box) GCJ-02 equals WGS-84. The inverse iterates to below 1e-9 degrees.
    Source: the published GCJ-02 polynomial; BD-09 is a second, smaller shift on GCJ-02.

    >>> lon, lat = convert_datum(np.array([114.06]), np.array([22.54]), "wgs84", "gcj02")
    >>> round(float(lon[0]), 6), round(float(lat[0]), 6)
    (114.065116, 22.537286)
    """
    for name in (source, target):
        if name not in DATUMS:
            raise InvalidInputError(f"unknown datum {name!r}: use one of {', '.join(DATUMS)}")
    lon = np.asarray(lon, dtype=np.float64)
    lat = np.asarray(lat, dtype=np.float64)
    if source == target or {source, target} == {"wgs84", "cgcs2000"}:
        return lon, lat
    if source == "bd09":
        lon, lat = _bd09_to_gcj02(lon, lat)
    if source in ("bd09", "gcj02") and target in ("wgs84", "cgcs2000"):
        return _gcj02_to_wgs84(lon, lat)
    if source in ("wgs84", "cgcs2000"):
        lon, lat = _wgs84_to_gcj02(lon, lat)
    return _gcj02_to_bd09(lon, lat) if target == "bd09" else (lon, lat)


def _is_metric(crs: CRS) -> bool:
    return bool(crs.is_projected) and crs.axis_info[0].unit_name in ("metre", "meter")


def _wgs84_to_gcj02(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    waves = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    d_lat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    d_lat += (waves + 20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    d_lat += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    d_lon = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    d_lon += (waves + 20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    d_lon += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    phi = np.radians(lat)
    magic = 1.0 - _KRASOVSKY_E2 * np.sin(phi) ** 2
    metre_lat = _KRASOVSKY_A_M * (1.0 - _KRASOVSKY_E2) / (magic * np.sqrt(magic)) * np.pi / 180.0
    metre_lon = _KRASOVSKY_A_M / np.sqrt(magic) * np.cos(phi) * np.pi / 180.0
    west, east, south, north = _CHINA_BOX
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return (
        np.where(inside, lon + d_lon / metre_lon, lon),
        np.where(inside, lat + d_lat / metre_lat, lat),
    )


def _gcj02_to_wgs84(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    guess_lon, guess_lat = lon.copy(), lat.copy()
    for _ in range(20):
        there_lon, there_lat = _wgs84_to_gcj02(guess_lon, guess_lat)
        step_lon, step_lat = there_lon - lon, there_lat - lat
        guess_lon, guess_lat = guess_lon - step_lon, guess_lat - step_lat
        if max(np.abs(step_lon).max(initial=0), np.abs(step_lat).max(initial=0)) < 1e-12:
            break
    return guess_lon, guess_lat


def _gcj02_to_bd09(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BD_TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BD_TURN)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def _bd09_to_gcj02(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    guess_lon, guess_lat = lon - 0.0065, lat - 0.006
    for _ in range(20):
        there_lon, there_lat = _gcj02_to_bd09(guess_lon, guess_lat)
        step_lon, step_lat = there_lon - lon, there_lat - lat
        guess_lon, guess_lat = guess_lon - step_lon, guess_lat - step_lat
        if max(np.abs(step_lon).max(initial=0), np.abs(step_lat).max(initial=0)) < 1e-12:
            break
    return guess_lon, guess_lat

"""GeoJSON (RFC 7946, and the older ``crs`` member) with json and shapely only."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS
from pyproj.exceptions import CRSError

from geodata.crs import STORAGE_EPSG
from geodata.importers import geojson_geometry, source_file
from geodata.importers.columns import as_series, with_geometry
from geodata.importers.refusal import one_line, refusal
from geodata.importers.request import ReadRequest

MAX_DEPTH = 64
MAX_COLUMNS = 2_000
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_DEPTH_CHUNK_BYTES = 4 * 1024**2
_CRS84 = re.compile(r"(urn:ogc:def:crs:|https?://.*/)?OGC[:/][\d.]*[:/]?CRS84", re.IGNORECASE)
_EPSG = re.compile(r"(?:urn:ogc:def:crs:|https?://.*/)?EPSG(?:::|:|/0/|:[\d.]+:)(\d+)", re.I)


def read(path: Path, request: ReadRequest) -> gpd.GeoDataFrame:
    """Read features in the order of the file; properties become columns.

    Without a ``crs`` member the CRS is EPSG:4326, unless the request declares another. A feature
    id becomes the column ``id`` when every feature has one and no property is called so. Raises
    InvalidInputError.
    """
    source = path.name
    constants: list[str] = []
    document = _parse(source_file.read_bytes(path), source, constants)
    features = _features(document, source)
    crs = _crs(document, source, request.crs)
    mappings = [feature.get("geometry") for feature in features]
    geometries = geojson_geometry.build(mappings, source, request.max_vertices)
    columns = _columns(features, source)
    if constants:
        raise refusal(source, f"the file contains {constants[0]}, which JSON does not know")
    return with_geometry(columns, geometries, crs)


def _parse(raw: bytes, source: str, constants: list[str]) -> Any:
    """Parse; NaN and Infinity become NaN and are noted, so that the caller can name the row."""
    if raw[:2] == b"\x1f\x8b":
        raise refusal(source, "the file is gzip-compressed; let its name end in .gz")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cause = f"the text is not UTF-8 (byte {error.start + 1:,}); save it as UTF-8"
        raise refusal(source, cause) from error
    if not text.strip():
        raise refusal(source, "the file holds nothing but blanks")
    if _depth(raw) > MAX_DEPTH and _depth(_STRINGS.sub(b"", raw)) > MAX_DEPTH:
        raise refusal(source, f"the JSON is nested more than {MAX_DEPTH} deep")

    def note(constant: str) -> float:
        constants.append(constant)
        return float("nan")

    try:
        return json.loads(text, parse_constant=note)
    except json.JSONDecodeError as error:
        raise refusal(source, _json_cause(text, error)) from error
    except (ValueError, RecursionError) as error:
        raise refusal(source, f"the JSON cannot be read ({error})") from error


def _json_cause(text: str, error: json.JSONDecodeError) -> str:
    if not text.lstrip().startswith(("{", "[")):
        return f"this is not JSON: it begins with {one_line(repr(text.lstrip()[:20]))}"
    where = f"line {error.lineno}, character {error.colno}"
    if error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated string"):
        return f"the JSON breaks off at {where}; was the file copied completely?"
    return f"the JSON is damaged at {where} ({error.msg})"


def _depth(raw: bytes) -> int:
    """Return how deep brackets are nested, those inside of texts counted too."""
    deepest = level = 0
    for start in range(0, len(raw), _DEPTH_CHUNK_BYTES):
        chunk = np.frombuffer(raw[start : start + _DEPTH_CHUNK_BYTES], dtype=np.uint8)
        step = ((chunk == ord("[")) | (chunk == ord("{"))).astype(np.int32)
        step -= (chunk == ord("]")) | (chunk == ord("}"))
        levels = level + np.cumsum(step, dtype=np.int32)
        deepest, level = max(deepest, int(levels.max())), int(levels[-1])
    return deepest


def _features(document: Any, source: str) -> list[dict[str, Any]]:
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "Feature":
        features = [document]
    elif kind == "FeatureCollection":
        features = document.get("features")
    elif isinstance(kind, str) and kind in geojson_geometry.TYPES:
        features = [{"type": "Feature", "properties": {}, "geometry": document}]
    else:
        raise refusal(source, "this is JSON but not a GeoJSON FeatureCollection")
    if not isinstance(features, list):
        raise refusal(source, "the FeatureCollection has no list of features")
    if not features:
        raise refusal(source, "the file holds no features")
    for i, feature in enumerate(features):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise refusal(source, "this is not a GeoJSON Feature", i + 1)
        if not isinstance(feature.get("properties") or {}, dict):
            raise refusal(source, "the properties are not a JSON object", i + 1)
    return features


def _crs(document: dict[str, Any], source: str, declared: CRS | None) -> CRS:
    if "crs" not in document:
        return declared or CRS.from_epsg(STORAGE_EPSG)
    member = document["crs"]
    if member is None:
        if declared:
            return declared
        raise refusal(source, 'the file says that its CRS is unknown ("crs": null); declare it')
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(name, str) and _CRS84.fullmatch(name):
        return CRS.from_epsg(STORAGE_EPSG)
    match = _EPSG.fullmatch(name) if isinstance(name, str) else None
    try:
        return CRS.from_epsg(int(match[1])) if match else _unknown_crs(source, name)
    except CRSError:
        return _unknown_crs(source, name)


def _unknown_crs(source: str, name: object) -> CRS:
    shown = one_line(str(name), 60)
    raise refusal(source, f"the file names the CRS {shown!r}, which is not a known EPSG number")


def _columns(features: list[dict[str, Any]], source: str) -> pd.DataFrame:
    properties = [feature.get("properties") or {} for feature in features]
    names: dict[str, None] = {}
    for row in properties:
        names.update(dict.fromkeys(row))
        if len(names) > MAX_COLUMNS:
            raise refusal(
                source, f"the features have more than {MAX_COLUMNS:,} different properties"
            )
    columns = {name: [row.get(name) for row in properties] for name in names}
    has_id = any(name.lower() == "id" for name in columns)
    if not has_id and all(isinstance(f.get("id"), (str, int)) for f in features):
        columns = {"id": [feature["id"] for feature in features], **columns}
    frame = {name: as_series(values, name, source) for name, values in columns.items()}
    return pd.DataFrame(frame, index=pd.RangeIndex(len(features)))

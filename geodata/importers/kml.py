"""KML and KMZ, parsed here with expat: links are not followed, document types are refused."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from geodata.crs import STORAGE_EPSG
from geodata.importers import kml_geometry, source_file
from geodata.importers.archive import ending_of, open_archive
from geodata.importers.columns import with_geometry
from geodata.importers.refusal import refusal
from geodata.importers.request import ReadRequest

MAX_DEPTH = 64
MAX_COLUMNS = 2_000
MAX_BYTES = 256 * 1024**2
_PLAIN = ("name", "description", "address", "phoneNumber")


def read(path: Path, _request: ReadRequest) -> gpd.GeoDataFrame:
    """Read all placemarks of all folders in the order of the file; every value is text.

    Columns are id, name, description and what the extended data hold. KML is longitude and
    latitude (EPSG:4326) by definition. Raises InvalidInputError.
    """
    if path.stat().st_size > MAX_BYTES:
        raise refusal(path.name, f"the KML has more than {MAX_BYTES // 1024**2} MB")
    return _read(source_file.read_bytes(path), path.name)


def read_packed(path: Path, _request: ReadRequest) -> gpd.GeoDataFrame:
    """Read the KML of a KMZ: doc.kml, or the only one. Raises InvalidInputError."""
    with open_archive(path) as archive:
        members = [m for m in archive.infolist() if ending_of(m) == ".kml"]
        chosen = [m for m in members if m.filename == "doc.kml"] or members
        if len(chosen) != 1:
            raise refusal(path.name, f"the KMZ must hold one .kml, but it has {len(chosen)}")
        if chosen[0].file_size > MAX_BYTES:
            raise refusal(path.name, f"the KML has more than {MAX_BYTES // 1024**2} MB")
        return _read(archive.read(chosen[0]), path.name)


def _read(raw: bytes, source: str) -> gpd.GeoDataFrame:
    reader = _Reader(source)
    reader.feed(raw)
    if not reader.rows:
        links = f" ({reader.links} links are not followed)" if reader.links else ""
        raise refusal(source, f"the file holds no placemarks{links}")
    names: dict[str, None] = {}
    for row in reader.rows:
        names.update(dict.fromkeys(row))
        if len(names) > MAX_COLUMNS:
            raise refusal(source, f"the placemarks have more than {MAX_COLUMNS:,} properties")
    columns = {name: pd.Series([r.get(name) for r in reader.rows], dtype="str") for name in names}
    table = pd.DataFrame(columns, index=pd.RangeIndex(len(reader.rows)))
    shapes = kml_geometry.build(reader.shapes, source)
    return with_geometry(table, shapes, CRS.from_epsg(STORAGE_EPSG))


class _Reader:
    """Takes placemarks out of the stream of tags, one at a time."""

    def __init__(self, source: str) -> None:
        self.rows: list[dict[str, str]] = []
        self.shapes: list[ElementTree.Element | None] = []
        self.links = 0
        self._source, self._depth = source, 0
        self._builder: ElementTree.TreeBuilder | None = None
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, raw: bytes) -> None:
        """Read the whole text."""
        try:
            self._parser.Parse(raw, True)
        except expat.ExpatError as error:
            cause = f"the KML is damaged at line {error.lineno} ({expat.ErrorString(error.code)})"
            raise refusal(self._source, cause) from error

    def _doctype(self, *_: object) -> None:
        cause = "the KML declares a document type (<!DOCTYPE>), which is not accepted"
        raise refusal(self._source, cause)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise refusal(self._source, f"the KML is nested more than {MAX_DEPTH} deep")
        if self._depth == 1 and tag != "kml":
            raise refusal(self._source, f"this is XML but not KML: it begins with <{tag[:40]}>")
        self.links += tag == "NetworkLink"
        if tag == "Placemark" and self._builder is None:
            self._builder = ElementTree.TreeBuilder()
        if self._builder is not None:
            self._builder.start(tag, attributes)

    def _text(self, text: str) -> None:
        if self._builder is not None:
            self._builder.data(text)

    def _end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        self._depth -= 1
        if self._builder is None:
            return
        self._builder.end(tag)
        if tag == "Placemark":
            placemark = self._builder.close()
            self._builder = None
            self.rows.append(_values(placemark))
            self.shapes.append(next((c for c in placemark if c.tag in kml_geometry.TAGS), None))


def _values(placemark: ElementTree.Element) -> dict[str, str]:
    """Return what a placemark says about itself; names never collide with ours."""
    values = {"id": placemark.attrib["id"]} if "id" in placemark.attrib else {}
    for child in placemark:
        if child.tag in _PLAIN and child.text:
            values[child.tag] = child.text.strip()
    for data in placemark.iterfind("ExtendedData/Data"):
        values[data.attrib.get("name", "data")] = (data.findtext("value") or "").strip()
    for data in placemark.iterfind("ExtendedData/SchemaData/SimpleData"):
        values[data.attrib.get("name", "data")] = (data.text or "").strip()
    return values

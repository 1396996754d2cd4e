"""KML, KMZ, Excel and FlatGeobuf files that must be refused, each with its one answer."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import openpyxl
import pyogrio
import shapely

from tests.geodata.importers.hostile_files import NOT_ZIP, HostileFile, vrt

KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
PLACE = (
    "<Placemark><name>a</name><Point><coordinates>114.05,22.54</coordinates></Point></Placemark>"
)


def kml(*placemarks: str) -> str:
    return KML.format("".join(placemarks))


def shaped(geometry: str) -> str:
    return kml(PLACE, f"<Placemark>{geometry}</Placemark>")


def _text(content: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(content) and None


def _xxe(path: Path) -> None:
    canary = path.parent / "canary.geojson"
    path.write_text(
        f'<!DOCTYPE kml [<!ENTITY x SYSTEM "file://{canary}">]>' + kml(PLACE.replace("a<", "&x;<"))
    )


def _laughs(path: Path) -> None:
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    path.write_text(f'<!DOCTYPE kml [<!ENTITY l0 "ha">{entities}]>' + kml("&l9;"))


def _zipped(members: dict[str, bytes]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        path.write_bytes(buffer.getvalue())

    return write


def _kmz_vrt(path: Path) -> None:
    _zipped({"doc.kml": vrt(str(path.parent / "canary.geojson")).encode()})(path)


def _link(path: Path) -> None:
    member = zipfile.ZipInfo("doc.kml")
    member.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, str(path.parent / "canary.geojson"))


def workbook(*rows: list[object], change: Callable[[dict[str, bytes]], None] | None = None):
    """Return a writer of an Excel file; ``change`` edits its parts."""

    def write(path: Path) -> None:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
        if change is None:
            return
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        change(parts)
        _zipped(parts)(path)

    return write


HEAD = ["id", "lon", "lat"]
GOOD = [1, 114.05, 22.54]
SHEET = "xl/worksheets/sheet1.xml"


def _sheet_doctype(parts: dict[str, bytes]) -> None:
    head, _, body = parts[SHEET].partition(b"<worksheet")
    entity = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    parts[SHEET] = head + entity + b"<worksheet" + body


def _late_doctype(parts: dict[str, bytes]) -> None:
    """Behind so much white space that a glance at the beginning misses it."""
    entity = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    body = parts[SHEET].partition(b"<worksheet")[2].replace(b"114.05", b"&x;")
    parts[SHEET] = b" " * 9000 + entity + b"<worksheet" + body


def _sheet_bomb(parts: dict[str, bytes]) -> None:
    parts["xl/media/zeros.bin"] = bytes(40 * 1024**2)


def _slip(parts: dict[str, bytes]) -> None:
    parts["../canary.geojson"] = b"x"


def _inner(parts: dict[str, bytes]) -> None:
    parts["xl/embeddings/inner.zip"] = b"PK"


def _broken(parts: dict[str, bytes]) -> None:
    parts[SHEET] = parts[SHEET][:200]


def _flatgeobuf(path: Path) -> None:
    frame = gpd.GeoDataFrame({"id": [1]}, geometry=[shapely.Point(114.05, 22.54)], crs=4326)
    pyogrio.write_dataframe(frame, path, driver="FlatGeobuf")


def _cut_flatgeobuf(path: Path) -> None:
    _flatgeobuf(path)
    path.write_bytes(path.read_bytes()[:60])


def _huge_header(path: Path) -> None:
    _flatgeobuf(path)
    raw = bytearray(path.read_bytes())
    raw[8:12] = (2**31 - 1).to_bytes(4, "little")
    path.write_bytes(bytes(raw))


def _fgb_point(x: float) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        frame = gpd.GeoDataFrame({"id": [1]}, geometry=[shapely.Point(x, 22.54)], crs=4326)
        pyogrio.write_dataframe(frame, path, driver="FlatGeobuf")

    return write


RING = "<outerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing></outerBoundaryIs>"
BOW_TIE = RING.format("114,22 114.1,22.1 114.1,22 114,22.1 114,22")
PACKAGES = [
    HostileFile("empty.kml", _text(""), "the file is empty", "empty KML"),
    HostileFile("page.kml", _text("<html/>"), "but not KML", "HTML as KML"),
    HostileFile("bare.kml", _text("<kml/>"), "holds no placemarks", "KML without placemarks"),
    HostileFile("cut.kml", _text(kml(PLACE)[:-20]), "damaged at line 1", "truncated KML"),
    HostileFile("vrt.kml", _text(vrt("canary.geojson")), "but not KML", "VRT as KML"),
    HostileFile("xxe.kml", _xxe, "declares a document type", "XXE in KML"),
    HostileFile("laughs.kml", _laughs, "declares a document type", "a billion laughs"),
    HostileFile("entity.kml", _text(kml("&x;")), "damaged", "unknown entity"),
    HostileFile("deep.kml", _text("<kml>" + "<Folder>" * 9999), "nested more than 64", "deep KML"),
    HostileFile(
        "net.kml",
        _text(kml("<NetworkLink><Link><href>http://127.0.0.1:9/a.kml</href></Link></NetworkLink>")),
        "links are not followed",
        "NetworkLink",
    ),
    HostileFile(
        "model.kml", _text(shaped("<Model><Link/></Model>")), "row 2: the geometry is a", "3D model"
    ),
    HostileFile(
        "none.kml", _text(shaped("<Point/>")), "row 2: the Point has no", "point without position"
    ),
    HostileFile(
        "word.kml",
        _text(shaped("<Point><coordinates>east,22</coordinates></Point>")),
        "row 2: a coordinate",
        "a word for a longitude",
    ),
    HostileFile(
        "one.kml",
        _text(shaped("<Point><coordinates>114</coordinates></Point>")),
        "not longitude,latitude",
        "longitude alone",
    ),
    HostileFile(
        "nan.kml",
        _text(shaped("<Point><coordinates>nan,22</coordinates></Point>")),
        "row 2: ",
        "NaN in KML",
    ),
    HostileFile(
        "swap.kml",
        _text(shaped("<Point><coordinates>22.5,114</coordinates></Point>")),
        "axes look swapped",
        "swapped axes in KML",
    ),
    HostileFile(
        "tie.kml",
        _text(shaped(f"<Polygon>{BOW_TIE}</Polygon>")),
        "row 2: the geometry is",
        "bow-tie",
    ),
    HostileFile(
        "ring.kml",
        _text(shaped(f"<Polygon>{RING.format('114,22 114.1,22')}</Polygon>")),
        "a ring has 2 positions",
        "ring of two",
    ),
    HostileFile(
        "shell.kml", _text(shaped("<Polygon/>")), "no outer boundary", "polygon without a shell"
    ),
    HostileFile(
        "mixed.kml",
        _text(
            shaped(
                "<MultiGeometry><Point><coordinates>1,2</coordinates></Point>"
                "<LineString><coordinates>1,2 3,4</coordinates></LineString></MultiGeometry>"
            )
        ),
        "parts of one kind",
        "mixed MultiGeometry",
    ),
    HostileFile("text.kmz", _text("KMZ, trust me"), NOT_ZIP, "text as KMZ"),
    HostileFile("none.kmz", _zipped({"a.png": b"x"}), "must hold one .kml", "KMZ without KML"),
    HostileFile(
        "two.kmz", _zipped({"a.kml": b"x", "b.kml": b"x"}), "but it has 2", "two KML in a KMZ"
    ),
    HostileFile("slip.kmz", _zipped({"../doc.kml": b"x"}), "leaves its folder", "zip slip in KMZ"),
    HostileFile("link.kmz", _link, "the link", "symbolic link in KMZ"),
    HostileFile("nested.kmz", _zipped({"a.kmz": b"PK"}), "another archive", "KMZ in KMZ"),
    HostileFile(
        "bomb.kmz", _zipped({"doc.kml": b" " * (64 * 1024**2)}), "100 times its size", "KMZ bomb"
    ),
    HostileFile(
        "many.kmz", _zipped({f"{i}": b"" for i in range(9999)}), "9,999 files", "KMZ of many"
    ),
    HostileFile("vrt.kmz", _kmz_vrt, "but not KML", "VRT in a KMZ"),
    HostileFile("text.xlsx", _text("Excel, trust me"), NOT_ZIP, "text as Excel"),
    HostileFile("zip.xlsx", _zipped({"a.txt": b"x"}), "not an Excel workbook", "zip as Excel"),
    HostileFile("blank.xlsx", workbook(), "is empty", "empty sheet"),
    HostileFile("head.xlsx", workbook(HEAD), "but no rows", "a header alone in Excel"),
    HostileFile("twice.xlsx", workbook(["lon", "lat", "lon"], GOOD), "two columns", "lon twice"),
    HostileFile("name.xlsx", workbook(["id", None, "lat"], GOOD), "has no name", "no name"),
    HostileFile("place.xlsx", workbook(["a", "b"], [1, 2]), "columns are: a, b", "no position"),
    HostileFile("word.xlsx", workbook(HEAD, GOOD, [2, "x", 1]), "row 2: lon is 'x'", "a word"),
    HostileFile("lat91.xlsx", workbook(HEAD, GOOD, [2, 114, 91]), "row 2: latitude 91", "91"),
    HostileFile("formula.xlsx", workbook(HEAD, [1, "=1+113", 22.5]), "only one of", "formula"),
    HostileFile(
        "xxe.xlsx", workbook(HEAD, GOOD, change=_sheet_doctype), "document type", "XXE in Excel"
    ),
    HostileFile(
        "late.xlsx", workbook(HEAD, GOOD, change=_late_doctype), "cannot be read", "late XXE"
    ),
    HostileFile(
        "bomb.xlsx", workbook(HEAD, GOOD, change=_sheet_bomb), "100 times its size", "Excel bomb"
    ),
    HostileFile("slip.xlsx", workbook(HEAD, GOOD, change=_slip), "leaves its folder", "zip slip"),
    HostileFile("inner.xlsx", workbook(HEAD, GOOD, change=_inner), "another archive", "inner zip"),
    HostileFile("cut.xlsx", workbook(HEAD, GOOD, change=_broken), "cannot be read", "cut sheet"),
    HostileFile("text.fgb", _text("FlatGeobuf, trust me"), "not a FlatGeobuf", "text as FGB"),
    HostileFile("vrt.fgb", _text(vrt("canary.geojson")), "not a FlatGeobuf", "VRT as FGB"),
    HostileFile("cut.fgb", _cut_flatgeobuf, "it has 0", "truncated FGB"),
    HostileFile("huge.fgb", _huge_header, "it has 0", "FGB with a header of 2 GB"),
    HostileFile("far.fgb", _fgb_point(1e7), "looks projected", "metres in FGB"),
]

"""More than forty files, each with the one answer that the importer must give.

Every generator writes one file into a folder and returns its path. ``canary`` is a file beside
it that no reader may open: a virtual layer that names it must not return its rows.
"""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely

CANARY = "canary_secret"
NOT_ZIP = "not a zip file"
POINT = '{"type": "Point", "coordinates": [114.05, 22.54]}'
FEATURE = f'{{"type": "Feature", "properties": {{"id": 1}}, "geometry": {POINT}}}'


@dataclass(frozen=True)
class HostileFile:
    """``cause`` is a part of the message."""

    name: str
    write: Callable[[Path], None]
    cause: str
    title: str


def collection(*features: str, more: str = "") -> str:
    return f'{{"type": "FeatureCollection", {more}"features": [{", ".join(features)}]}}'


def _bytes(content: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content) and None


def _text(content: str) -> Callable[[Path], None]:
    return _bytes(content.encode())


def vrt(target: str, layer: str = "canary") -> str:
    """An OGR virtual layer: whoever opens it with OGR opens ``target``."""
    return (
        f'<OGRVRTDataSource><OGRVRTLayer name="{layer}"><SrcDataSource>{target}</SrcDataSource>'
        f"<SrcLayer>{layer}</SrcLayer></OGRVRTLayer></OGRVRTDataSource>"
    )


def _vrt(path: Path) -> None:
    path.write_text(vrt(str(path.parent / "canary.geojson")))


def _vrt_of_network(path: Path) -> None:
    path.write_text(vrt("/vsicurl/http://127.0.0.1:9/canary.geojson"))


def _zip(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def shapefile_parts(folder: Path, crs: int | None = 4326) -> dict[str, bytes]:
    """The parts of a right Shapefile with one point, by ending."""
    frame = gpd.GeoDataFrame({"id": [1]}, geometry=[shapely.Point(114.05, 22.54)], crs=crs)
    target = folder / "parts"
    target.mkdir(exist_ok=True)
    pyogrio.write_dataframe(frame, target / "good.shp", driver="ESRI Shapefile")
    return {part.suffix: part.read_bytes() for part in target.iterdir()}


def _shapefile(change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        parts = {f"good{end}": raw for end, raw in shapefile_parts(path.parent).items()}
        path.write_bytes(_zip(**change(parts)))

    return write


def _without(ending: str) -> Callable[[Path], None]:
    return _shapefile(lambda parts: {n: c for n, c in parts.items() if not n.endswith(ending)})


def _with(name: str, content: bytes) -> Callable[[Path], None]:
    return _shapefile(lambda parts: {**parts, name: content})


def _symlink(path: Path) -> None:
    member = zipfile.ZipInfo("good.shp")
    member.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, str(path.parent / "canary.geojson"))


def _many_members(path: Path) -> None:
    path.write_bytes(_zip(**{f"{i}.txt": b"" for i in range(10_000)}))


def _encrypted(path: Path) -> None:
    raw = bytearray(_zip(**{"good.shp": b"x", "good.shx": b"x", "good.dbf": b"x"}))
    at = raw.find(b"PK\x01\x02")
    while at >= 0:
        raw[at + 8] |= 1
        at = raw.find(b"PK\x01\x02", at + 4)
    path.write_bytes(bytes(raw))


def _geopackage(path: Path, layers: int = 1) -> None:
    frame = gpd.GeoDataFrame({"id": [1]}, geometry=[shapely.Point(114.05, 22.54)], crs=4326)
    for i in range(layers):
        pyogrio.write_dataframe(frame, path, driver="GPKG", layer=f"layer{i}", append=i > 0)


def _geopackage_without_crs(path: Path) -> None:
    _geopackage(path)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER IF EXISTS gpkg_geometry_columns_srs")
        for table in ("gpkg_contents", "gpkg_geometry_columns"):
            connection.execute(f"UPDATE {table} SET srs_id = -1")
    connection.close()


def _geopackage_virtual(path: Path) -> None:
    """A GeoPackage whose schema was edited by hand: a virtual table that names another file."""
    _geopackage(path)
    target = path.parent / "canary.geojson"
    statement = f"CREATE VIRTUAL TABLE canary USING VirtualOGR('{target}')"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "INSERT INTO sqlite_master VALUES ('table', 'canary', 'canary', 0, ?)", [statement]
        )
    connection.close()


def _plain_parquet(path: Path) -> None:
    pq.write_table(pa.table({"id": [1]}), path)


def _parquet(change: Callable[[dict[str, object]], None]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        frame = gpd.GeoDataFrame({"id": [1]}, geometry=[shapely.Point(114.05, 22.54)], crs=4326)
        frame.to_parquet(path)
        table = pq.read_table(path)
        geo = json.loads(table.schema.metadata[b"geo"])
        change(geo)
        pq.write_table(table.replace_schema_metadata({b"geo": json.dumps(geo).encode()}), path)

    return write


def _cut(write: Callable[[Path], None]) -> Callable[[Path], None]:
    def cut(path: Path) -> None:
        write(path)
        raw = path.read_bytes()
        path.write_bytes(raw[: len(raw) * 2 // 3])

    return cut


def _huge_point(x: float) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        frame = gpd.GeoDataFrame({"id": [1]}, geometry=[shapely.Point(x, 22.54)], crs=4326)
        pyogrio.write_dataframe(frame, path, driver="GPKG")

    return write


def _gzip_bomb(path: Path) -> None:
    path.write_bytes(gzip.compress(b" " * (64 * 1024**2)))


def _dbf_bomb() -> bytes:
    """A .dbf that claims a few rows and holds 40 MB of zeros."""
    return struct.pack("<BBBBIHH20x", 3, 99, 1, 1, 1, 33, 2) + b"\r" + bytes(40 * 1024**2)


ROWS = "id,lon,lat\n1,114.05,22.54\n"
FILES = [
    HostileFile("empty.geojson", _bytes(b""), "the file is empty", "empty GeoJSON"),
    HostileFile("blank.geojson", _bytes(b" \n\n "), "nothing but blanks", "blanks"),
    HostileFile("cut.geojson", _text(collection(FEATURE)[:-30]), "breaks off", "truncated JSON"),
    HostileFile("text.geojson", _text(collection(FEATURE)[:30]), "breaks off", "cut in a text"),
    HostileFile("bad.geojson", _text('{"type" "x"}'), "damaged at line 1", "damaged JSON"),
    HostileFile("none.geojson", _text(collection()), "holds no features", "no features"),
    HostileFile("number.geojson", _text("17"), "not a GeoJSON", "a number"),
    HostileFile("list.geojson", _text("[1, 2]"), "not a GeoJSON", "a list"),
    HostileFile("esri.geojson", _text('{"geometryType": "x"}'), "not a GeoJSON", "Esri JSON"),
    HostileFile("topo.geojson", _text('{"type": "Topology"}'), "not a GeoJSON", "TopoJSON"),
    HostileFile("deep.geojson", _text("[" * 500 + "]" * 500), "nested more than 64", "500 deep"),
    HostileFile("abyss.geojson", _text("[" * 10**6), "nested more than 64", "a million deep"),
    HostileFile("gbk.geojson", _bytes('{"a": "网格"}'.encode("gbk")), "not UTF-8", "GBK"),
    HostileFile("utf16.geojson", _bytes(collection(FEATURE).encode("utf-16")), "UTF-8", "UTF-16"),
    HostileFile("gz.geojson", _bytes(gzip.compress(b"{}")), "end in .gz", "gzip without the name"),
    HostileFile("png.geojson", _bytes(b"\x89PNG\r\n\x1a\n" + bytes(99)), "not UTF-8", "a picture"),
    HostileFile("vrt.geojson", _vrt, "this is not JSON", "VRT as GeoJSON"),
    HostileFile("net.geojson", _vrt_of_network, "this is not JSON", "network VRT as GeoJSON"),
    HostileFile("vrt.json", _vrt, "this is not JSON", "VRT as JSON"),
    HostileFile("vrt.gpkg", _vrt, "not a GeoPackage", "VRT as GeoPackage"),
    HostileFile("vrt.zip", _vrt, NOT_ZIP, "VRT as zip"),
    HostileFile("vrt.parquet", _vrt, "not a Parquet file", "VRT as Parquet"),
    HostileFile("vrt.csv", _vrt, "but no rows", "VRT as CSV"),
    HostileFile("vrt.vrt", _vrt, "the ending of the name", "VRT by name"),
    HostileFile("name", _text("x"), "the ending of the name", "no ending"),
    HostileFile(
        "row.geojson", _text(collection(FEATURE, '"x"')), "row 2: this is not a", "row is a text"
    ),
    HostileFile(
        "property.geojson",
        _text(collection(FEATURE.replace('{"id": 1}', '{"id": NaN}'))),
        "row 1: id is nan",
        "NaN property",
    ),
    HostileFile(
        "inner.geojson",
        _text(collection(FEATURE.replace('{"id": 1}', '{"id": [NaN]}'))),
        "contains NaN",
        "NaN inside of a property",
    ),
    HostileFile(
        "surrogate.geojson",
        _text(collection(FEATURE.replace('{"id": 1}', '{"id": "\\ud800"}'))),
        "half a character",
        "lone surrogate",
    ),
    HostileFile(
        "crs.geojson",
        _text(
            collection(
                FEATURE, more='"crs": {"type": "name", "properties": {"name": "EPSG:999999"}}, '
            )
        ),
        "not a known EPSG",
        "unknown CRS",
    ),
    HostileFile(
        "nocrs.geojson", _text(collection(FEATURE, more='"crs": null, ')), "unknown", "CRS null"
    ),
    HostileFile(
        "wrongcrs.geojson",
        _text(
            collection(
                FEATURE,
                more='"crs": {"type": "name", "properties": {"name": "EPSG:3857"}}, ',
            )
        ),
        "look like degrees",
        "degrees labelled EPSG:3857",
    ),
    HostileFile("bomb.geojson.gz", _gzip_bomb, "100 times its size", "gzip bomb"),
    HostileFile(
        "cut.geojson.gz",
        _bytes(gzip.compress(collection(FEATURE).encode())[:40]),
        "damaged or cut off",
        "truncated gzip",
    ),
    HostileFile("plain.csv.gz", _text(ROWS), "damaged or cut off", "gzip by name only"),
    HostileFile("empty.csv", _bytes(b""), "the file is empty", "empty CSV"),
    HostileFile("header.csv", _text("id,lon,lat\n"), "but no rows", "a header alone"),
    HostileFile("columns.csv", _text("id,a,b\n1,2,3\n"), "columns are: id, a, b", "no coordinates"),
    HostileFile("twice.csv", _text("lon,lat,lon\n1,2,3\n"), "two columns are called", "lon twice"),
    HostileFile("ragged.csv", _text(ROWS + "2,114.05\n"), "row 2: 2 cells", "a short row"),
    HostileFile("long.csv", _text(ROWS + "2,1,2,3\n"), "row 2: 4 cells", "a long row"),
    HostileFile("nan.csv", _text(ROWS + "2,nan,22.5\n"), "row 2: lon is 'nan'", "NaN in CSV"),
    HostileFile("inf.csv", _text(ROWS + "2,1e400,22.5\n"), "row 2: lon is '1e400'", "1e400 in CSV"),
    HostileFile("word.csv", _text(ROWS + "2,east,22.5\n"), "row 2: lon is 'east'", "a word"),
    HostileFile("half.csv", _text(ROWS + "2,114.05,\n"), "row 2: only one of", "no latitude"),
    HostileFile("swap.csv", _text(ROWS + "2,22.5,114.05\n"), "axes look swapped", "swapped row"),
    HostileFile("lat91.csv", _text(ROWS + "2,114.05,91\n"), "row 2: latitude 91", "latitude 91"),
    HostileFile("quote.csv", _text(ROWS + '2,"114.05,22.5\n'), "row 2: cannot be", "open quote"),
    HostileFile("nul.csv", _bytes(ROWS.encode() + b"2,\0,1\n"), "not a text file", "NUL"),
    HostileFile("latin.csv", _bytes(ROWS.encode() + b"\xff,1,1\n"), "neither UTF-8", "Latin-1"),
    HostileFile("zero.zip", _bytes(b"PK\x05\x06" + bytes(18)), "it holds: nothing", "empty zip"),
    HostileFile("two.zip", _with("other.shp", b"x"), "but it has 2", "two Shapefiles"),
    HostileFile("slip.zip", _with("../canary.geojson", b"x"), "leaves its folder", "zip slip"),
    HostileFile("root.zip", _with("/etc/passwd", b"x"), "leaves its folder", "absolute path"),
    HostileFile("drive.zip", _with("C:\\a.txt", b"x"), "leaves its folder", "drive letter"),
    HostileFile("nested.zip", _with("inner.zip", _zip(a=b"x")), "another archive", "nested zip"),
    HostileFile("link.zip", _symlink, "the link", "symbolic link"),
    HostileFile("many.zip", _many_members, "holds 10,000 files", "10,000 members"),
    HostileFile("secret.zip", _encrypted, "encrypted", "encrypted zip"),
    HostileFile("bomb.zip", _with("good.dbf", _dbf_bomb()), "100 times its size", "zip bomb"),
    HostileFile("noprj.zip", _without(".prj"), "does not say its CRS", "no .prj"),
    HostileFile("nodbf.zip", _without(".dbf"), "lacks the .dbf", "no .dbf"),
    HostileFile("noshx.zip", _without(".shx"), "lacks the .shx", "no .shx"),
    HostileFile("magic.zip", _with("good.shp", b"x" * 200), "not a Shapefile", "wrong magic"),
    HostileFile(
        "vrtshp.zip",
        _with("good.shp", vrt("canary.geojson").encode()),
        "not a Shapefile",
        "VRT as .shp",
    ),
    HostileFile("cut.zip", _cut(_with("pad.txt", bytes(99))), NOT_ZIP, "truncated zip"),
    HostileFile("text.gpkg", _text("SQLite, trust me"), "not a GeoPackage", "text as GeoPackage"),
    HostileFile(
        "sqlite.gpkg",
        lambda path: sqlite3.connect(path).execute("CREATE TABLE a (b)").connection.close(),
        "cannot be read",
        "plain SQLite",
    ),
    HostileFile("cut.gpkg", _cut(_geopackage), "cannot be", "truncated GeoPackage"),
    HostileFile("layers.gpkg", lambda path: _geopackage(path, layers=2), "it has 2", "two layers"),
    HostileFile("nocrs.gpkg", _geopackage_without_crs, "does not say its CRS", "no CRS"),
    HostileFile("far.gpkg", _huge_point(1e7), "looks projected", "metres in a GeoPackage"),
    HostileFile("virtual.gpkg", _geopackage_virtual, "virtual table", "virtual table"),
    HostileFile("plain.parquet", _plain_parquet, "not GeoParquet", "Parquet without a map"),
    HostileFile("magic.parquet", _bytes(b"PAR1 and no more"), "cannot be", "Parquet by magic"),
    HostileFile(
        "nocrs.parquet",
        _parquet(lambda geo: geo["columns"]["geometry"].update(crs=None)),  # type: ignore[index]
        "does not say its CRS",
        "CRS null in Parquet",
    ),
    HostileFile(
        "column.parquet",
        _parquet(lambda geo: geo.update(primary_column="nothing")),
        "cannot be read",
        "primary column missing",
    ),
]


def write_canary(folder: Path) -> None:
    """The file that no reader may open."""
    feature = FEATURE.replace('{"id": 1}', f'{{"id": "{CANARY}"}}')
    (folder / "canary.geojson").write_text(collection(feature))

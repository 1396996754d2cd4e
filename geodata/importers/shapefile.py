"""A Shapefile in a zip: unpacked under limits and under our own names, opened in the jail."""

from __future__ import annotations

import stat
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

import geopandas as gpd

from geodata.importers.jail import open_in_jail
from geodata.importers.refusal import listing, refusal
from geodata.importers.request import ReadRequest

MAX_MEMBERS = 200
MAX_UNPACKED_BYTES = 1024**3
MAX_UNPACK_RATIO = 100
FREE_UNPACK_BYTES = 10 * 1024**2
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_ARCHIVES = (".zip", ".gz", ".tgz", ".7z", ".rar", ".bz2", ".xz", ".kmz", ".tar")
_SHP_MAGIC = b"\x00\x00\x27\x0a"


def read(path: Path, request: ReadRequest) -> gpd.GeoDataFrame:
    """Read the only Shapefile of the zip; texts are UTF-8 or GBK. Raises InvalidInputError."""
    with tempfile.TemporaryDirectory(prefix="geodata-zip-") as folder:
        parts = _unpack(path, Path(folder))
        options = {"encoding": _encoding(parts)}
        frame = open_in_jail(parts[".shp"], path.name, driver="ESRI Shapefile", options=options)
    return frame.set_crs(request.crs) if frame.crs is None and request.crs else frame


def _unpack(path: Path, folder: Path) -> dict[str, Path]:
    source = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            members = _choose(archive.infolist(), source)
            parts = {}
            for ending, member in members.items():
                parts[ending] = folder / f"layer{ending}"
                parts[ending].write_bytes(archive.read(member))
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise refusal(source, "this is not a zip file, or it is damaged") from error
    except (NotImplementedError, RuntimeError) as error:
        raise refusal(source, f"the zip file cannot be unpacked ({error})") from error
    if not parts[".shp"].read_bytes()[:4] == _SHP_MAGIC:
        raise refusal(source, "the .shp inside is not a Shapefile")
    return parts


def _choose(members: list[zipfile.ZipInfo], source: str) -> dict[str, zipfile.ZipInfo]:
    """Return the parts of the only Shapefile by ending; refuse archives that play tricks."""
    if len(members) > MAX_MEMBERS:
        raise refusal(source, f"the zip holds {len(members):,} files; at most {MAX_MEMBERS}")
    for member in members:
        _check_member(member, source)
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if unpacked > MAX_UNPACKED_BYTES:
        raise refusal(source, "the zip unpacks to more than 1 GB")
    if unpacked > FREE_UNPACK_BYTES and unpacked > packed * MAX_UNPACK_RATIO:
        raise refusal(source, f"the zip unpacks to more than {MAX_UNPACK_RATIO} times its size")
    names = [m.filename for m in members if _ending(m) == ".shp"]
    if len(names) != 1:
        held = listing(sorted(m.filename for m in members)) or "nothing"
        cause = f"the zip must hold one .shp, but it has {len(names)} (it holds: {held})"
        raise refusal(source, cause)
    stem = names[0][:-4].lower()
    parts = {_ending(m): m for m in members if m.filename[:-4].lower() == stem}
    for ending in (".shx", ".dbf"):
        if ending not in parts:
            raise refusal(source, f"the zip lacks the {ending} of {names[0]}")
    return {ending: parts[ending] for ending in _PARTS if ending in parts}


def _check_member(member: zipfile.ZipInfo, source: str) -> None:
    name = member.filename.replace("\\", "/")
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or ":" in name:
        raise refusal(source, f"the zip holds the path {name!r}, which leaves its folder")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise refusal(source, f"the zip holds the link {name!r}; put the file itself in")
    if path.suffix.lower() in _ARCHIVES:
        raise refusal(source, f"the zip holds another archive, {name!r}; unpack it first")
    if member.flag_bits & 1:
        raise refusal(source, "the zip is encrypted")


def _ending(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename).suffix.lower()


def _encoding(parts: dict[str, Path]) -> str | None:
    """Return the encoding of the texts: what the .cpg says, else what makes sense of the .dbf."""
    if ".cpg" in parts:
        return None
    raw = parts[".dbf"].read_bytes()
    if raw.isascii():
        return "UTF-8"
    # A text that was cut at the width of its column may end in half a character.
    damage = {name: raw.decode(name, "replace").count("�") for name in ("utf-8", "gb18030")}
    return min(damage, key=lambda name: damage[name]).upper()

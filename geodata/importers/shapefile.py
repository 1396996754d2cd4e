"""A Shapefile in a zip: unpacked under limits and under our own names, opened in the jail."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd

from geodata.importers.archive import ending_of, open_archive
from geodata.importers.jail import open_in_jail
from geodata.importers.refusal import listing, refusal
from geodata.importers.request import ReadRequest

_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
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
    with open_archive(path) as archive:
        parts = {}
        for ending, member in _choose(archive.infolist(), source).items():
            parts[ending] = folder / f"layer{ending}"
            parts[ending].write_bytes(archive.read(member))
    if not parts[".shp"].read_bytes()[:4] == _SHP_MAGIC:
        raise refusal(source, "the .shp inside is not a Shapefile")
    return parts


def _choose(members: list[zipfile.ZipInfo], source: str) -> dict[str, zipfile.ZipInfo]:
    """Return the parts of the only Shapefile by ending."""
    names = [m.filename for m in members if ending_of(m) == ".shp"]
    if len(names) != 1:
        held = listing(sorted(m.filename for m in members)) or "nothing"
        cause = f"the zip must hold one .shp, but it has {len(names)} (it holds: {held})"
        raise refusal(source, cause)
    stem = names[0][:-4].lower()
    parts = {ending_of(m): m for m in members if m.filename[:-4].lower() == stem}
    for ending in (".shx", ".dbf"):
        if ending not in parts:
            raise refusal(source, f"the zip lacks the {ending} of {names[0]}")
    return {ending: parts[ending] for ending in _PARTS if ending in parts}


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

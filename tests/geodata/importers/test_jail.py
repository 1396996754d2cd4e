"""The jail itself, with files that have slipped past every other check."""

import socket
import threading
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely

from geodata.errors import InvalidInputError
from geodata.importers import jail
from geodata.importers.jail import open_in_jail
from tests.geodata.importers.hostile_files import CANARY, vrt, write_canary

DRIVERS = ["GPKG", "ESRI Shapefile", "Parquet", "FlatGeobuf", "XLSX"]
ENDINGS = [".vrt", ".geojson", ".gpkg", ".shp", ".kml", ".fgb", ".xlsx"]


@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_virtual_layer_never_opens_another_file(driver: str, ending: str, tmp_path: Path) -> None:
    write_canary(tmp_path)
    file = tmp_path / f"layer{ending}"
    file.write_text(vrt(str(tmp_path / "canary.geojson")))
    with pytest.raises(InvalidInputError) as caught:
        open_in_jail(file, file.name, driver=driver, options={})
    assert CANARY not in str(caught.value)


def test_the_same_virtual_layer_does_open_the_canary_outside_of_the_jail(tmp_path: Path) -> None:
    """So the tests above would notice."""
    write_canary(tmp_path)
    file = tmp_path / "layer.geojson"
    file.write_text(vrt(str(tmp_path / "canary.geojson")))
    assert pyogrio.read_dataframe(file)["id"].tolist() == [CANARY]


def test_no_file_makes_the_jail_call_the_network(tmp_path: Path) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    calls: list[object] = []

    def listen() -> None:
        try:
            calls.append(listener.accept())
        except OSError:
            return

    thread = threading.Thread(target=listen)
    thread.start()
    port = listener.getsockname()[1]
    file = tmp_path / "layer.vrt"
    file.write_text(vrt(f"/vsicurl/http://127.0.0.1:{port}/canary.geojson"))
    for driver in DRIVERS:
        with pytest.raises(InvalidInputError):
            open_in_jail(file, file.name, driver=driver, options={})
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()
    assert calls == []


def test_a_file_that_needs_more_memory_than_allowed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "points.gpkg"
    frame = gpd.GeoDataFrame(geometry=[shapely.Point(i / 1e4, 1) for i in range(50_000)], crs=4326)
    pyogrio.write_dataframe(frame, file, driver="GPKG")
    monkeypatch.setattr(jail, "MEMORY_LIMIT_BYTES", 200 * 1024**2)
    with pytest.raises(InvalidInputError, match=r"points\.gpkg: .*(memory|read)"):
        open_in_jail(file, file.name, driver="GPKG", options={})


def test_a_file_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "points.gpkg"
    file.write_bytes(b"SQLite format 3\0")
    monkeypatch.setattr(jail, "WALL_LIMIT_S", 0.01)
    with pytest.raises(InvalidInputError, match="takes longer than"):
        open_in_jail(file, file.name, driver="GPKG", options={})

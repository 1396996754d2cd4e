import zipfile
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely

from geodata.importers.layers import read_layer


def zipped(folder: Path, frame: gpd.GeoDataFrame, encoding: str, *, keep_cpg: bool) -> Path:
    pyogrio.write_dataframe(frame, folder / "layer.shp", driver="ESRI Shapefile", encoding=encoding)
    file = folder / "layer.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for part in folder.glob("layer.*"):
            if part.suffix in (".shp", ".shx", ".dbf", ".prj") or (
                keep_cpg and part.suffix == ".cpg"
            ):
                archive.write(part, f"data/{part.name}")
    return file


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
@pytest.mark.parametrize("keep_cpg", [True, False])
def test_chinese_names_are_read_with_and_without_a_cpg(
    tmp_path: Path, encoding: str, keep_cpg: bool
) -> None:
    names = ["福田区华强北街道", "招商街道"]
    points = [shapely.Point(114.05, 22.54), shapely.Point(113.92, 22.48)]
    frame = gpd.GeoDataFrame({"name": names}, geometry=points, crs=4326)
    file = zipped(tmp_path, frame, encoding, keep_cpg=keep_cpg)
    assert read_layer(file)["name"].tolist() == names


def test_the_crs_comes_from_the_prj(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"id": [1]}, geometry=[shapely.Point(505146, 2493529)], crs=4547)
    assert read_layer(zipped(tmp_path, frame, "UTF-8", keep_cpg=True)).crs.to_epsg() == 4547

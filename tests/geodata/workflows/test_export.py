"""A layer goes out with its date inside and comes back as it was, in every format."""

import json
import zipfile

import pytest

from geodata.errors import InvalidInputError
from geodata.exporters.output import Output
from geodata.importers.layers import read_layer
from geodata.workflows import export
from tests.worlds import market

ENDINGS = [".geojson", ".gpkg", ".zip", ".csv", ".xlsx", ".kml", ".parquet"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_grids_come_back_from_every_format(town, session, tmp_path, ending):
    frame = export.layer(session, "grids", market.NOON)
    file = tmp_path / f"grids{ending}"
    with Output() as output:
        output.layer(frame, file)
    back = read_layer(file)
    assert back["code"].tolist() == [market.MARKET, market.RIVER]
    # A Shapefile knows no multi-polygon of one part: the same ground is what counts.
    assert all(a.equals(b) for a, b in zip(back.geometry, frame.geometry, strict=True))


def test_a_file_tells_the_date_of_its_boundaries(town, session, tmp_path):
    frame = export.layer(session, "grids", market.NOON)
    with Output() as output:
        output.layer(frame, tmp_path / "grids.geojson")
        output.layer(frame, tmp_path / "grids.zip")
    about = json.loads((tmp_path / "grids.geojson").read_text())["about"]
    assert about["boundaries_at"] == market.FOUNDED.isoformat()
    with zipfile.ZipFile(tmp_path / "grids.zip") as archive:
        assert json.loads(archive.read("about.json")) == about


def test_an_empty_or_unknown_layer_is_refused(town, session):
    for name in ("addresses", "people"):
        with pytest.raises(InvalidInputError):
            export.layer(session, name, market.NOON)

from pathlib import Path

import pytest

from geodata.errors import InvalidInputError
from geodata.importers import csv
from geodata.importers.layers import read_layer
from geodata.importers.request import ReadRequest

CASES = "编号,经度,纬度,描述\n007,114.05,22.54,噪音\n008,114.06,22.55,垃圾\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_chinese_text_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "cases.csv"
    file.write_bytes(CASES.encode(encoding))
    frame = read_layer(file, kind="points")
    assert frame["编号"].tolist() == ["007", "008"]
    assert frame["描述"].tolist() == ["噪音", "垃圾"]
    assert frame.geometry.x.tolist() == [114.05, 114.06]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path: Path, mark: str) -> None:
    file = tmp_path / "cases.csv"
    file.write_text(CASES.replace(",", mark))
    assert read_layer(file).geometry.y.tolist() == [22.54, 22.55]


@pytest.mark.parametrize("names", ["lon,lat", "Lng,Lat", "LONGITUDE,LATITUDE", "x,y", "Long,Lat"])
def test_usual_names_of_coordinates_are_found(tmp_path: Path, names: str) -> None:
    file = tmp_path / "cases.csv"
    file.write_text(f"id,{names}\n1,114.05,22.54\n")
    assert read_layer(file).geometry.x.tolist() == [114.05]


def test_named_columns_go_before_guessed_ones(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("lon,lat,raw_lon,raw_lat\n1,2,114.05,22.54\n")
    frame = read_layer(file, lon="raw_lon", lat="raw_lat")
    assert frame.geometry.x.tolist() == [114.05]
    assert frame.attrs["coordinate_columns"] == ["raw_lon", "raw_lat"]
    with pytest.raises(InvalidInputError, match="no column 'east'"):
        read_layer(file, lon="east", lat="lat")
    with pytest.raises(InvalidInputError, match="both longitude and latitude"):
        read_layer(file, lon="lon")


def test_coordinates_are_exactly_what_python_reads(tmp_path: Path) -> None:
    texts = ["114.050000000000011", "0.1", "113.99999999999999", "-77.0365275591"]
    file = tmp_path / "cases.csv"
    file.write_text("lon,lat\n" + "".join(f"{text},1\n" for text in texts))
    assert read_layer(file).geometry.x.tolist() == [float(text) for text in texts]


def test_shapes_come_from_a_column_of_wkt(tmp_path: Path) -> None:
    file = tmp_path / "areas.csv"
    file.write_text('id;wkt\nG1;"POLYGON ((0 0, 1 0, 1 1, 0 0))"\n')
    assert read_layer(file, kind="polygons").geometry[0].area == 0.5
    file.write_text('id;wkt\nG1;"POLYGON ((0 0, 1 0, 1"\n')
    with pytest.raises(InvalidInputError, match=r"row 1: wkt holds .* which is not WKT"):
        read_layer(file, kind="polygons")


def test_quotes_commas_and_line_breaks_stay_in_their_cell(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text('lon,lat,note\n1,2,"a, ""b""\nc"\n3,4,d\n')
    assert read_layer(file)["note"].tolist() == ['a, "b"\nc', "d"]


def test_pieces_join_to_the_whole(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("id,lon,lat\n" + "".join(f"{i},{i / 10},1\n" for i in range(25)))
    pieces = list(csv.read_chunks(file, ReadRequest(kind="points"), rows=10))
    assert [len(piece) for piece in pieces] == [10, 10, 5]
    assert [i for piece in pieces for i in piece.index] == list(range(25))


def test_a_piece_counts_rows_from_the_beginning_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("lon,lat\n" + "1,1\n" * 14 + "east,1\n")
    with pytest.raises(InvalidInputError, match="row 15: lon is 'east'"):
        list(csv.read_chunks(file, ReadRequest(kind="points"), rows=10))

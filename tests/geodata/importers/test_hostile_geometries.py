from pathlib import Path

import pytest

from geodata.errors import InvalidInputError
from geodata.importers.layers import read_layer
from tests.geodata.importers.hostile_geometries import CASES, HostileGeometry, document

REFUSED = [case for case in CASES if case.cause is not None]
ACCEPTED = [case for case in CASES if case.cause is None]
# These are found in the text, before there are rows.
WITHOUT_ROW = {"500 lists deep", "a number of 5000 digits"}


def test_the_corpus_has_at_least_sixty_different_geometries() -> None:
    assert len({case.text for case in CASES}) >= 60


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_each_is_refused_in_one_line_that_names_file_row_and_cause(
    case: HostileGeometry, tmp_path: Path
) -> None:
    file = tmp_path / "areas.geojson"
    file.write_text(document(case))
    with pytest.raises(InvalidInputError) as caught:
        read_layer(file, kind=case.kind)  # type: ignore[arg-type]
    message = str(caught.value)
    where = "" if case.name in WITHOUT_ROW else "row 2: "
    assert message.startswith(f"areas.geojson: {where}")
    assert case.cause is not None
    assert case.cause in message
    assert "\n" not in message
    assert len(message) < 400


@pytest.mark.parametrize("case", ACCEPTED, ids=lambda case: case.name)
def test_what_is_odd_but_right_is_accepted(case: HostileGeometry, tmp_path: Path) -> None:
    file = tmp_path / "areas.geojson"
    file.write_text(document(case))
    frame = read_layer(file, kind=case.kind)  # type: ignore[arg-type]
    assert len(frame) == 2
    assert not frame.has_z.any()

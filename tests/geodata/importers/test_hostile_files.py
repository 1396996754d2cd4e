from pathlib import Path

import pytest

from geodata.errors import InvalidInputError
from geodata.importers.layers import read_layer
from tests.geodata.importers.hostile_files import CANARY, FILES, HostileFile, write_canary


def test_the_corpus_has_at_least_forty_files() -> None:
    assert len({file.name for file in FILES}) >= 40


@pytest.mark.parametrize("hostile", FILES, ids=lambda hostile: hostile.title)
def test_each_is_refused_in_one_line_that_names_the_file(
    hostile: HostileFile, tmp_path: Path
) -> None:
    write_canary(tmp_path)
    path = tmp_path / hostile.name
    hostile.write(path)
    with pytest.raises(InvalidInputError) as caught:
        read_layer(path)
    message = str(caught.value)
    assert message.startswith(f"{hostile.name}: ")
    assert hostile.cause in message
    assert CANARY not in message
    assert "\n" not in message

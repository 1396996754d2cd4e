import os
import socket
from pathlib import Path

import pytest

from geodata.errors import InvalidInputError
from geodata.importers.layers import read_layer
from tests.geodata.importers.hostile_files import CANARY, FILES, HostileFile, write_canary
from tests.geodata.importers.hostile_packages import PACKAGES

EVERY_FILE = [*FILES, *PACKAGES]
GROWTH_LIMIT_MB = 100


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


def test_the_corpus_has_at_least_forty_files_and_no_name_twice() -> None:
    names = [file.name for file in EVERY_FILE]
    assert len(names) == len(set(names)) >= 120


@pytest.mark.parametrize("hostile", EVERY_FILE, ids=lambda hostile: hostile.title)
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


def test_bombs_do_not_fill_the_memory(tmp_path: Path) -> None:
    bombs = [hostile for hostile in EVERY_FILE if "bomb" in hostile.name]
    assert len(bombs) >= 4
    for hostile in bombs:
        hostile.write(tmp_path / hostile.name)
    # What is loaded once (libraries) is no growth.
    sizes_mb = []
    for hostile in bombs * 2:
        with pytest.raises(InvalidInputError):
            read_layer(tmp_path / hostile.name)
        sizes_mb.append(resident_mb())
    assert max(sizes_mb[len(bombs) :]) - sizes_mb[len(bombs) - 1] < GROWTH_LIMIT_MB


def test_a_link_in_a_kml_calls_nobody(tmp_path: Path) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.2)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/a.kml"
    file = tmp_path / "net.kml"
    link = f"<NetworkLink><Link><href>{address}</href></Link></NetworkLink>"
    entity = f'<!DOCTYPE kml SYSTEM "{address}">'
    for text in (f"<kml>{link}</kml>", f"{entity}<kml>{link}</kml>"):
        file.write_text(text)
        with pytest.raises(InvalidInputError):
            read_layer(file)
    with pytest.raises(TimeoutError):
        listener.accept()
    listener.close()

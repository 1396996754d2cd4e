import pytest

from geodata.errors import UnavailableError
from webgis.ops import installation


@pytest.fixture
def programs(tmp_path):
    for name in ("13", "15", "9.6", "notes"):
        (tmp_path / name / "bin").mkdir(parents=True)
    for name in ("13", "15"):
        (tmp_path / name / "bin" / "initdb").touch()
    return tmp_path


def test_only_whole_versions_with_a_server_count(programs):
    assert [each.major for each in installation.installed(programs)] == [13, 15]


def test_the_version_of_the_data_is_found(programs):
    assert installation.of_major(13, programs).bin == programs / "13" / "bin"
    with pytest.raises(UnavailableError, match=r"17, which is not installed \(installed: 13, 15\)"):
        installation.of_major(17, programs)


def test_a_machine_without_postgresql_is_told_what_to_install(tmp_path):
    with pytest.raises(UnavailableError, match="apt-get install postgresql-postgis"):
        installation.newest(tmp_path)

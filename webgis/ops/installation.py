"""The PostgreSQL programs installed on this machine."""

from dataclasses import dataclass
from pathlib import Path

from geodata.errors import UnavailableError

ROOT = Path("/usr/lib/postgresql")
INSTALL_HINT = "as root: apt-get install postgresql-postgis (./run.sh setup does it)"


@dataclass(frozen=True, order=True)
class Installation:
    """One major version and where its programs are."""

    major: int
    bin: Path

    def program(self, name: str) -> str:
        """Path of one program, as an argument for a command."""
        return str(self.bin / name)

    @property
    def has_postgis(self) -> bool:
        """Is the PostGIS extension installed for this major version."""
        share = Path("/usr/share/postgresql") / str(self.major)
        return (share / "extension" / "postgis.control").exists()


def installed(root: Path = ROOT) -> list[Installation]:
    """Every installed major version that can run a server, oldest first."""
    return sorted(
        Installation(int(folder.name), folder / "bin")
        for folder in root.glob("[0-9]*")
        if folder.name.isdigit() and (folder / "bin" / "initdb").exists()
    )


def newest(root: Path = ROOT) -> Installation:
    """The newest one with PostGIS: a new cluster is made with it."""
    able = [each for each in installed(root) if each.has_postgis]
    if not able:
        raise UnavailableError(f"PostgreSQL with PostGIS is not installed; {INSTALL_HINT}")
    return able[-1]


def of_major(major: int, root: Path = ROOT) -> Installation:
    """The one that can open data of this major version."""
    for each in installed(root):
        if each.major == major:
            return each
    have = ", ".join(str(each.major) for each in installed(root)) or "none"
    raise UnavailableError(
        f"the data are of PostgreSQL {major}, which is not installed (installed: {have}); "
        f"install postgresql-{major} and postgresql-{major}-postgis-3 again"
    )

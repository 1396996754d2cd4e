"""The passwords of the embedded server, in libpq's own file format, readable by the owner alone."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

ADMIN = "postgres"  # owns the extensions
OWNER = "wangge"  # owns the databases; not a superuser
READER = "gis_reader"  # reads the views of the schema gis, and nothing else


@dataclass(frozen=True)
class Passwords:
    """One password per role, kept in `file`."""

    file: Path

    def of(self, role: str) -> str:
        """Password of a role; FileNotFoundError before `make`."""
        for line in self.file.read_text().splitlines():
            _host, _port, _database, user, password = line.split(":")
            if user == role:
                return password
        raise KeyError(role)

    def make(self) -> None:
        """Write the file once, whole or not at all."""
        if not self.file.exists():
            self._write([_line(role) for role in (ADMIN, OWNER, READER)])

    def add(self, role: str) -> None:
        """Give a role that came later its password."""
        lines = self.file.read_text().splitlines(keepends=True)
        if not any(line.split(":")[3] == role for line in lines):
            self._write([*lines, _line(role)])

    def _write(self, lines: list[str]) -> None:
        draft = self.file.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self.file)


def _line(role: str) -> str:
    return f"*:*:*:{role}:{secrets.token_hex(24)}\n"

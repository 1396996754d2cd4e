"""The one line that says which file, which row and why."""

from __future__ import annotations

from geodata.errors import InvalidInputError


def refusal(source: str, cause: str, row: int | None = None) -> InvalidInputError:
    """Return the error for ``source`` (a file name) and ``row`` (1-based), on one line.

    >>> str(refusal("a.geojson", "latitude 91 is outside -90..90", 3))
    'a.geojson: row 3: latitude 91 is outside -90..90'
    """
    where = f"{source}: " if row is None else f"{source}: row {row}: "
    return InvalidInputError(one_line(where + cause), row=row)


def one_line(text: str, limit: int = 500) -> str:
    """Return ``text`` without line breaks and control characters, cut to ``limit``.

    >>> one_line("two" + chr(10) + "lines")
    'two lines'
    """
    words = " ".join(text.split())
    clean = "".join(c if c.isprintable() else "?" for c in words)
    return clean if len(clean) <= limit else clean[: limit - 3] + "..."


def listing(names: list[str], limit: int = 12) -> str:
    """Return names as a person would list them, the rest counted.

    >>> listing(["id", "name"])
    'id, name'
    """
    shown = ", ".join(names[:limit])
    return shown if len(names) <= limit else f"{shown} and {len(names) - limit} more"

"""The column that names the rows of a layer."""

from __future__ import annotations

import pandas as pd

from geodata.importers.refusal import listing, one_line, refusal

DEFAULT_NAMES = ("id", "code")


def find_id_column(frame: pd.DataFrame, wanted: str | None, source: str) -> str | None:
    """Return the column ``wanted``, else ``id`` or ``code`` in any case, else None (row numbers).

    Raises InvalidInputError, with the columns that are there, when ``wanted`` is not.
    """
    if wanted is not None:
        require_columns(frame, [wanted], source)
        return wanted
    by_lower = {str(name).lower(): str(name) for name in reversed(list(frame.columns))}
    return next((by_lower[name] for name in DEFAULT_NAMES if name in by_lower), None)


def require_columns(frame: pd.DataFrame, names: list[str], source: str) -> None:
    """Refuse a layer that lacks one of ``names``; list what is there.

    Raises InvalidInputError.
    """
    geometry = getattr(frame, "_geometry_column_name", None)
    there = [str(name) for name in frame.columns if name != geometry]
    for name in names:
        if name not in there:
            cause = f"there is no column {one_line(name, 60)!r}; the columns are: {listing(there)}"
            raise refusal(source, cause)


def check_unique(frame: pd.DataFrame, column: str, source: str) -> None:
    """Refuse a layer in which an id is missing or stands twice; name both rows.

    Raises InvalidInputError.

    >>> check_unique(pd.DataFrame({"id": ["1A01", "1A02"]}), "id", "a.geojson")
    """
    require_columns(frame, [column], source)
    values = frame[column]
    blank = values.isna() | (values.astype(str).str.strip() == "")
    if blank.any():
        raise refusal(source, f"the {column} is empty", _position(blank) + 1)
    texts = values.astype(str)
    repeated = texts.duplicated()
    if repeated.any():
        at = _position(repeated)
        first = _position(texts == texts.iloc[at])
        shown = one_line(texts.iloc[at], 60)
        cause = f"the {column} {shown!r} stands already in row {first + 1}; it must be unique"
        raise refusal(source, cause, at + 1)


def _position(mask: pd.Series) -> int:
    return int(mask.to_numpy(dtype=bool).argmax())

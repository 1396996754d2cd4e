"""Cells that a spreadsheet would run as a formula, and the apostrophe that stops it."""

from __future__ import annotations

FORMULA_MARKS = tuple("=+-@\t\r＝＋－＠")


def escape_cell(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula.

    Numbers such as -77.03 stay. `unescape_cell` gives back what was written.

    >>> escape_cell("=HYPERLINK(1)"), escape_cell("-77.03")
    ("'=HYPERLINK(1)", '-77.03')
    """
    return f"'{text}" if _is_formula(text.lstrip("'")) else text


def unescape_cell(text: str) -> str:
    """Take the apostrophe of `escape_cell` away again.

    >>> unescape_cell("'=1+1")
    '=1+1'
    """
    return text[1:] if text.startswith("'") and _is_formula(text.lstrip("'")) else text


def _is_formula(text: str) -> bool:
    if not text.startswith(FORMULA_MARKS):
        return False
    try:
        float(text)
    except ValueError:
        return True
    return False

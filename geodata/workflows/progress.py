"""How long work tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

# Percent done and a few words; raises CancelledError when somebody asked to stop.
Progress = Callable[[float, str], None]


def silent(percent: float, message: str) -> None:
    """Tell nobody."""
    del percent, message

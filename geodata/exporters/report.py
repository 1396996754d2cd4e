"""A report as JSON: readable by people, valid for machines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geodata.exporters.json_values import json_value


def write(content: Mapping[str, Any], path: Path) -> None:
    """Write ``content``, indented, UTF-8; numbers that are none become null.

    numpy and pandas values and times are written as plain JSON.
    """
    text = json.dumps(json_value(dict(content)), ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")

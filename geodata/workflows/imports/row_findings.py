"""What an import found in which row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

# So many findings are told one by one; the rest are counted.
MAX_FINDINGS = 1_000


@dataclass
class RowFindings:
    """``counts`` are findings that keep a row out; ``warnings`` are told and change nothing."""

    first: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)

    def add(self, row: int | None, cause: str, detail: str) -> None:
        """Note one row (1-based, without the header); None is the file as a whole."""
        self.counts[cause] += 1
        self._tell(row, cause, detail, "error")

    def warn(self, row: int | None, cause: str, detail: str) -> None:
        """Note what somebody should look at."""
        self.warnings[cause] += 1
        self._tell(row, cause, detail, "warning")

    def _tell(self, row: int | None, cause: str, detail: str, level: str) -> None:
        if len(self.first) < MAX_FINDINGS:
            self.first.append({"row": row, "cause": cause, "detail": detail, "level": level})

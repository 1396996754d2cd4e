"""Codes of Shenzhen's streets and communities by the statistics code table of 2016."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

TABLE = "shenzhen_4403_5level_2016.csv"
# CJ/T 349-2010 numbers merged communities from 601; we do so for every one without a code.
FIRST_ASSIGNED = 601


@dataclass(frozen=True)
class CodeTable:
    """The rows of the table below the county: code, name and town."""

    rows: pd.DataFrame

    @classmethod
    def read(cls, folder: Path) -> CodeTable:
        """Read the table of a source folder."""
        return cls(pd.read_csv(folder / TABLE, dtype=str))

    def town_code(self, district_code: str, street: str) -> str:
        """Return the code of a street by its name: 华富街道 is 华富街道办事处 in the table."""
        towns = self.rows[self.rows["rank"] == "4"]
        found = towns[(towns["parent"] == district_code) & (towns["name"] == f"{street}办事处")]
        return str(found["code"].item())

    def community_code(self, town_code: str, name: str) -> str | None:
        """Return the code of a community of a street; 中新街社区 is 中新社区居委会 in the table."""
        communities = self.rows[self.rows["rank"] == "5"]
        inside = communities[communities["code"].str.startswith(town_code[:9])]
        for wanted in (name, re.sub("街社区$", "社区", name)):
            found = inside.loc[inside["name"] == f"{wanted}居委会", "code"]
            if len(found) == 1:
                return str(found.item())
        return None


def assign(town_code: str, used: set[str]) -> str:
    """Return the next free code of a street from 601 up and note it as used.

    >>> assign("440304007000", {"440304007601"})
    '440304007602'
    """
    number = FIRST_ASSIGNED
    while (code := f"{town_code[:9]}{number:03d}") in used:
        number += 1
    used.add(code)
    return code

"""Shapes of statements and answers whose columns are named in the docstring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import Row, Select

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
Rows: TypeAlias = Sequence[AnyRow]
AnySelect: TypeAlias = Select[*tuple[Any, ...]]

"""Findings in Chinese; English comes with the analysis."""

from __future__ import annotations

from typing import Any

_SENTENCES = {
    "gap": "{names}旁有 {size} 平方米不属于任何区域。",
    "overlap": "{names}互相重叠 {size} 平方米。",
    "invalid": "{names}的边界无效({reason})。",
    "empty": "{names}没有图形。",
    "duplicate_id": "编码 {codes} 重复使用。",
    "straddles_parent": "{names}跨越上级边界: {size} 平方米位于{parents}之外。",
    "outside_parent": "{names}有 {size} 平方米位于上级{parents}之外。",
}


def in_chinese(finding: Any) -> str | None:
    """Return a sentence for a finding of geodata.analyses.partition, None for an unknown kind."""
    sentence = _SENTENCES.get(finding.kind)
    if sentence is None:
        return None
    return sentence.format(
        names="、".join(finding.area_names or finding.area_ids),
        codes="、".join(finding.area_ids),
        parents="、".join(finding.parent_names or finding.parent_ids),
        size=f"{finding.area_m2:,.0f}",
        reason=finding.reason,
    )

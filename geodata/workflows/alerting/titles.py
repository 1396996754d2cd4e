"""The headlines of alerts, in both languages."""

from __future__ import annotations

from geodata.alerting.candidate import Title


def more_than_usual(observed: float, expected: float, days: int) -> Title:
    """Return the headline of a cluster.

    >>> more_than_usual(12, 3.14, 14).en
    '12 cases in 14 days, 3.1 expected'
    """
    return Title(
        f"{observed:,.0f} cases in {days} days, {expected:,.1f} expected",
        f"{days}天内{observed:,.0f}件，预期{expected:,.1f}件",
    )


def repeats(observed: int, days: int) -> Title:
    """Return the headline of repeats at one place."""
    return Title(
        f"{observed} cases at one place in {days} days",
        f"同一地点{days}天内{observed}件",
    )


def at_listed_place(observed: int, days: int, name: str) -> Title:
    """Return the headline of repeats at a place of a list."""
    return Title(
        f"{observed} cases in {days} days: {name}",
        f"{name}：{days}天内{observed}件",
    )


def meetings(observed: int, days: int) -> Title:
    """Return the headline of a dispute that goes on."""
    return Title(
        f"The same parties {observed} times in {days} days",
        f"同一当事人{days}天内{observed}次",
    )


def surge(observed: float, expected: float, days: int, names: tuple[str, ...]) -> Title:
    """Return the headline of a surge; ``names``: area and category, English then Chinese."""
    area, category, area_zh, category_zh = names
    return Title(
        f"{category}, {area}: {observed:,.0f} in {days} days, {expected:,.1f} expected",
        f"{area_zh}·{category_zh}：{days}天{observed:,.0f}件，预期{expected:,.1f}件",
    )


def overdue(hits: float, size: float, area: str, area_zh: str) -> Title:
    """Return the headline of a cluster of overdue cases."""
    return Title(
        f"{area}: {hits:,.0f} of {size:,.0f} open cases overdue",
        f"{area_zh}：{size:,.0f}件未结中{hits:,.0f}件超期",
    )


def limit(column: str, value: float, bound: float, area: str, area_zh: str) -> Title:
    """Return the headline of an area outside of its limits."""
    counted = {"population": "people", "households": "households"}[column]
    counted_zh = {"population": "人", "households": "户"}[column]
    return Title(
        f"{area}: {value:,.0f} {counted}, limit {bound:,.0f}",
        f"{area_zh}：{value:,.0f}{counted_zh}，限值{bound:,.0f}",
    )

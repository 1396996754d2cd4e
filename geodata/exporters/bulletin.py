"""The weekly bulletin as one HTML page: no script, no asset from elsewhere, made to be printed."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

TEXTS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Weekly bulletin",
        "reported": "Reported",
        "resolved": "Resolved",
        "open": "Open at the end",
        "overdue": "Overdue at the end",
        "late": "Resolved late",
        "median_hours": "Median hours to resolve",
        "figure": "Figure",
        "week": "This week",
        "before": "Week before",
        "change": "Change",
        "of": "of {of}",
        "days": "Day by day",
        "day": "Day",
        "categories": "Kinds of incident",
        "areas": "Areas",
        "name": "Name",
        "how": "How it was counted",
        "method": "Counts by time of report and of resolution; open and overdue as of the end of "
        "the week. Only reported incidents are counted: more reports need not mean more events.",
        "n": "n",
        "boundaries": "Boundaries of",
        "data_at": "Newest report",
        "made_at": "Made",
        "nothing": "nothing on record",
        "no_before": "The week before is not wholly on record; no change is told.",
    },
    "zh": {
        "title": "网格治理周报",
        "reported": "上报",
        "resolved": "办结",
        "open": "期末未结",
        "overdue": "期末超期",
        "late": "超期办结",
        "median_hours": "办结时长中位数（小时）",
        "figure": "指标",
        "week": "本周",
        "before": "上周",
        "change": "变化",
        "of": "共 {of}",
        "days": "逐日情况",
        "day": "日期",
        "categories": "事件类别",
        "areas": "区域",
        "name": "名称",
        "how": "统计口径",
        "method": "按上报时间和办结时间计数；未结和超期以周末为准。"
        "只统计已上报事件，上报增多不一定意味着事件增多。",
        "n": "样本量",
        "boundaries": "边界日期",
        "data_at": "最新上报",
        "made_at": "生成时间",
        "nothing": "无记录",
        "no_before": "上周数据不完整，不作比较。",
    },
}
STYLE = """
@page { size: A4; margin: 16mm; }
:root { color-scheme: light; }
body { font: 14px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  color: #171c26; max-width: 180mm; margin: 24px auto; padding: 0 16px; }
h1 { font-size: 24px; margin: 0; } h2 { font-size: 16px; margin: 28px 0 8px; }
p.when { color: #4b5565; margin: 4px 0 20px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 5px 8px; border-bottom: 1px solid #d9dde3; }
th:first-child, td:first-child { text-align: left; } thead th { border-bottom: 2px solid #868e9b; }
tbody th { font-weight: 500; } small { color: #4b5565; }
section { break-inside: avoid; } svg { width: 100%; height: 120px; }
.now { fill: #1f55c8; } .then { fill: #b9c3d3; } svg text { font-size: 9px; fill: #4b5565; }
.swatch { display: inline-block; width: 10px; height: 10px; margin: 0 4px 0 12px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; } dd { margin: 0; }
"""


def write(found: dict[str, Any], language: str) -> str:
    """Return the page of one week.

    ``found`` has place, period, before, has_before, items, days, categories, areas, n,
    boundaries_at, data_at, made_at and time_zone, as `geodata.workflows.bulletin` gathers them.
    ``language`` is zh or en; another raises KeyError.
    """
    t = TEXTS[language]
    zone = ZoneInfo(found["time_zone"])
    name = _name(found["place"], language)
    first = found["period"]["start"].astimezone(zone)
    last = found["period"]["end"].astimezone(zone) - timedelta(days=1)
    when = f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"
    body = "".join(
        (
            f"<h1>{escape(name)} · {t['title']}</h1><p class='when'>{when}</p>",
            "" if found["has_before"] else f"<p>{t['no_before']}</p>",
            _figures(found, t),
            _days(found, t, zone),
            _ranking(t["categories"], found["categories"], found["has_before"], t, language),
            _ranking(t["areas"], found["areas"], found["has_before"], t, language),
            _facts(found, t, zone),
        )
    )
    return (
        f'<!doctype html><html lang="{"zh-CN" if language == "zh" else "en"}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(name)} · {t['title']} · {when}</title><style>{STYLE}</style></head>"
        f"<body><main>{body}</main></body></html>"
    )


def _figures(found: dict[str, Any], t: dict[str, str]) -> str:
    rows = "".join(
        _row(
            t[item["key"]],
            _value(item["value"], item["of"], t),
            _value(item["before"], item["of_before"], t) if found["has_before"] else "—",
            _change(item["value"], item["before"]) if found["has_before"] else "—",
        )
        for item in found["items"]
    )
    return f"<section>{_table((t['figure'], t['week'], t['before'], t['change']), rows)}</section>"


def _days(found: dict[str, Any], t: dict[str, str], zone: ZoneInfo) -> str:
    counts = {row["day"]: row["reported"] for row in found["days"]}
    start = found["period"]["start"].astimezone(zone).date()
    days = [start + timedelta(days=n) for n in range(7)]
    pairs = [(counts.get(day, 0), counts.get(day - timedelta(days=7), 0)) for day in days]
    most = max((max(pair) for pair in pairs), default=0) or 1
    bars = "".join(_bars(n, pair, most) for n, pair in enumerate(pairs))
    labels = "".join(
        f'<text x="{n * 40 + 20}" y="118">{d:%m-%d}</text>' for n, d in enumerate(days)
    )
    rows = "".join(
        _row(f"{day:%Y-%m-%d}", str(now), str(then), _change(now, then))
        for day, (now, then) in zip(days, pairs, strict=True)
    )
    key = (
        f"<p><span class='swatch' style='background:#1f55c8'></span>{t['week']}"
        f"<span class='swatch' style='background:#b9c3d3'></span>{t['before']}</p>"
    )
    chart = (
        f'<svg viewBox="0 0 280 120" aria-hidden="true" text-anchor="middle">{bars}{labels}</svg>'
    )
    table = _table((t["day"], t["week"], t["before"], t["change"]), rows)
    return f"<section><h2>{t['days']}</h2>{key}{chart}{table}</section>"


def _bars(n: int, pair: tuple[int, int], most: int) -> str:
    now, then = (100 * count / most for count in pair)
    return (
        f'<rect class="then" x="{n * 40 + 6}" width="13" y="{105 - then:.1f}" height="{then:.1f}"/>'
        f'<rect class="now" x="{n * 40 + 21}" width="13" y="{105 - now:.1f}" height="{now:.1f}"/>'
    )


def _ranking(
    title: str, rows: list[dict[str, Any]], has_before: bool, t: dict[str, str], language: str
) -> str:
    lines = "".join(
        _row(
            _name(row, language),
            f"{row['count']:,}",
            f"{row['before']:,}" if has_before else "—",
            _change(row["count"], row["before"]) if has_before else "—",
        )
        for row in rows
    )
    if not lines:
        return f"<section><h2>{title}</h2><p>{t['nothing']}</p></section>"
    head = (t["name"], t["week"], t["before"], t["change"])
    return f"<section><h2>{title}</h2>{_table(head, lines)}</section>"


def _facts(found: dict[str, Any], t: dict[str, str], zone: ZoneInfo) -> str:
    def moment(value: datetime | None) -> str:
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M}" if value else "—"

    facts = (
        (t["how"], t["method"]),
        (t["n"], f"{found['n']:,}"),
        (t["boundaries"], moment(found["boundaries_at"])),
        (t["data_at"], moment(found["data_at"])),
        (t["made_at"], moment(found["made_at"])),
    )
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts)
    return f"<section><h2>{t['how']}</h2><dl>{rows}</dl></section>"


def _table(heads: tuple[str, ...], rows: str) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(name: str, *cells: str) -> str:
    values = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(name)}</th>{values}</tr>'


def _value(value: float | None, of: int | None, t: dict[str, str]) -> str:
    if value is None:
        return "—"
    text = f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"
    return text if of is None else f"{text} <small>{t['of'].format(of=f'{of:,}')}</small>"


def _change(now: float | None, before: float | None) -> str:
    if now is None or not before:
        return "—"
    share = now / before - 1
    mark = "▲" if share > 0 else "▼" if share < 0 else "＝"
    return f"{mark} {abs(share):.0%}"


def _name(thing: dict[str, Any], language: str) -> str:
    first, other = ("name_zh", "name") if language == "zh" else ("name", "name_zh")
    return str(thing[first] or thing[other] or "")

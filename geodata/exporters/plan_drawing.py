"""The drawing of a plan to print: a page per community with its grids, officers and counts."""

from __future__ import annotations

from html import escape
from typing import Any

import geopandas as gpd
import shapely

STYLE = """
@page { size: A4 landscape; margin: 10mm; }
:root { color-scheme: light; }
body { font: 12px/1.4 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  color: #171c26; margin: 0 auto; max-width: 277mm; padding: 0 12px; }
section { break-after: page; display: grid; grid-template-columns: 3fr 2fr; gap: 6mm;
  padding: 6mm 0; border-bottom: 1px solid #868e9b; }
h2 { grid-column: 1 / -1; font-size: 17px; margin: 0; } h2 small { color: #4b5565; }
svg { width: 100%; height: 165mm; }
path { fill: #eef2f9; stroke: #1f3d7a; stroke-width: 1.6; vector-effect: non-scaling-stroke; }
path.new { fill: #fdf0d7; } path.dedicated { fill: #e0f4ec; }
text { font-weight: 650; text-anchor: middle; dominant-baseline: central;
  paint-order: stroke; stroke: #fff; stroke-width: 3px; }
table { border-collapse: collapse; width: 100%; align-self: start; }
th, td { text-align: left; padding: 3px 6px; border-bottom: 1px solid #d9dde3; }
td.n, th.n { text-align: right; }
"""
HEADS = {
    "en": ("Grid", "Name", "Officer", "Households", "Population", "Units"),
    "zh": ("网格", "名称", "网格员", "户数", "人口", "单元"),
}
WIDTH = 1000


def write(grids: gpd.GeoDataFrame, communities: dict[str, str], title: str, language: str) -> str:
    """Return the drawing as one HTML page without scripts or assets.

    ``grids`` are the grids of a plan in a metric CRS with grid, name, name_zh, grid_type, officer,
    is_new, households, population and unit_count; ``communities`` names them by the first twelve
    digits of a grid; ``language`` is zh or en.
    """
    pages = [
        _page(str(code), communities.get(str(code), ""), group, language)
        for code, group in grids.groupby(grids["grid"].str[:12], sort=True)
    ]
    lang = "zh-CN" if language == "zh" else "en"
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body><main><h1>{escape(title)}</h1>{''.join(pages)}"
        "</main></body></html>"
    )


def _page(code: str, name: str, group: gpd.GeoDataFrame, language: str) -> str:
    head = "".join(
        f'<th class="{"n" if number > 2 else ""}">{escape(text)}</th>'
        for number, text in enumerate(HEADS[language])
    )
    rows = "".join(_row(row, language) for row in group.itertuples())
    return (
        f"<section><h2>{escape(name)} <small>{escape(code)}</small></h2>{_map(group)}"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></section>"
    )


def _row(row: Any, language: str) -> str:
    name = row.name_zh if language == "zh" else row.name
    texts = (row.grid[12:], name, row.officer or "–")
    numbers = (row.households, row.population, row.unit_count)
    cells = "".join(f"<td>{escape(str(text))}</td>" for text in texts)
    return f"<tr>{cells}{''.join(f'<td class=n>{number:,}</td>' for number in numbers)}</tr>"


def _map(group: gpd.GeoDataFrame) -> str:
    west, south, east, north = group.total_bounds
    scale = WIDTH / max(east - west, north - south, 1e-9)
    drawn = "".join(_shape(row, west, north, scale) for row in group.itertuples())
    labels = "".join(_label(row, west, north, scale) for row in group.itertuples())
    box = f"-10 -10 {(east - west) * scale + 20:.0f} {(north - south) * scale + 20:.0f}"
    return f'<svg viewBox="{box}" role="img" aria-label="map">{drawn}{labels}</svg>'


def _shape(row: Any, west: float, north: float, scale: float) -> str:
    rings = [
        ring
        for part in shapely.get_parts(row.geometry)
        for ring in (part.exterior, *part.interiors)
    ]
    steps = " ".join(
        "M"
        + "L".join(f"{(x - west) * scale:.1f} {(north - y) * scale:.1f}" for x, y in ring.coords)
        for ring in rings
    )
    kind = "new" if row.is_new else row.grid_type
    return f'<path class="{escape(kind)}" fill-rule="evenodd" d="{steps}Z"/>'


def _label(row: Any, west: float, north: float, scale: float) -> str:
    at = shapely.point_on_surface(row.geometry)
    x, y = (at.x - west) * scale, (north - at.y) * scale
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="20">{escape(row.grid[12:])}</text>'

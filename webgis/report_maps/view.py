"""A view of the map as a report: areas by count, incidents, hotspots, and the tables behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import folium

from webgis.report_maps import standalone
from webgis.report_maps.view_texts import TEXTS

# Viridis keeps its order for every kind of colour vision and in grey.
RAMP = ("#fde725", "#7ad151", "#22a884", "#2a788e", "#414487", "#440154")
# ColorBrewer PuOr, as on the live map.
BINS = {
    -3: "#542788",
    -2: "#998ec3",
    -1: "#d8daeb",
    1: "#fee0b6",
    2: "#f1a340",
    3: "#b35806",
}
CONFIDENCE = {1: "90 %", 2: "95 %", 3: "99 %"}
LISTED = 60
STYLE = """
body { display: flex; flex-direction: column; height: auto; color: #171c26; background: #fff;
  font: 14px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
body > * { margin-inline: max(16px, calc(50vw - 560px)); }
body > header { order: 0; padding-block: 16px 8px; } h1 { margin: 0; font-size: 22px; }
.folium-map { order: 1; flex: none; inline-size: auto !important; height: 68vh !important;
  border: 1px solid #c8ced7; background: #eef0f3; } main { order: 2; padding-block: 8px 24px; }
p { margin: 2px 0; color: #4b5565; } h2 { font-size: 16px; margin: 20px 0 6px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; min-inline-size: 50%; }
th, td { padding: 4px 10px; border-bottom: 1px solid #d9dde3; text-align: right; }
th:first-child { text-align: left; } dl { display: grid; gap: 2px 16px;
  grid-template-columns: max-content 1fr; } dd { margin: 0; }
.key { display: flex; flex-wrap: wrap; gap: 4px 16px; } .key span { display: inline-flex; gap: 6px;
  align-items: center; } .key i { width: 14px; height: 14px; border: 1px solid #737d8d; }
@media print { .folium-map { height: 150mm !important; } table { break-inside: auto; } }
"""


def make(found: dict[str, Any], *, title: str, when: str, language: str, leaflet: str) -> str:
    """Return the report of what `map_view.gather` found; ``leaflet`` is its script."""
    t = TEXTS[language]
    name = _namer(language)
    city = found["city"]
    box = (city.west, city.south, city.east, city.north)
    made = standalone.new_map(box, leaflet)
    steps = _steps([row["count"] for row in found["areas"]])
    _add_areas(made, found["areas"], steps, t, name)
    _add_zones(made, found["zones"], t)
    _add_incidents(made, found["incidents"], t)
    folium.LayerControl(collapsed=False).add_to(made)
    before = (
        f"<header><h1>{escape(title)}</h1><p>{escape(when)}</p>{_key(steps, found, t)}</header>"
    )
    after = f"<main>{_areas_table(found, t, name)}{_zones_table(found, t)}{_facts(found, t)}</main>"
    return standalone.write(made, before=before, after=after, style=STYLE)


def _add_areas(
    made: folium.Map,
    rows: list[dict[str, Any]],
    steps: list[int],
    t: dict[str, str],
    name: Callable[[dict[str, Any]], str],
) -> None:
    features = [
        _feature(
            row["geometry"],
            {
                "name": escape(name(row)),
                "count": row["count"],
                "fill": _colour(row["count"], steps),
            },
        )
        for row in rows
    ]
    _add_layer(made, features, t["areas"], {"name": t["area"], "count": t["incidents"]}, 0.72)


def _add_zones(made: folium.Map, rows: list[Any], t: dict[str, str]) -> None:
    features = [
        _feature(
            row.geometry,
            {
                "count": row.count,
                "expected": round(row.expected, 1),
                "q": f"{row.q:.3g}",
                "fill": BINS[row.bin],
            },
        )
        for row in rows
        if row.bin != 0
    ]
    fields = {"count": t["incidents"], "expected": t["expected"], "q": "q (FDR)"}
    _add_layer(made, features, t["hotspots"], fields, 0.85)


def _add_incidents(made: folium.Map, rows: list[Any], t: dict[str, str]) -> None:
    features = [
        _feature(
            json.dumps({"type": "Point", "coordinates": [lon, lat]}),
            {"category": escape(category), "status": escape(status)},
        )
        for lon, lat, _, category, status in rows
    ]
    if features:
        mark = folium.CircleMarker(radius=3, weight=1, color="#ffffff", fill=True)
        folium.GeoJson(
            {"type": "FeatureCollection", "features": features},
            name=t["incidents"],
            marker=mark,
            style_function=lambda _: {"fillColor": "#1f55c8", "fillOpacity": 0.9},
            tooltip=folium.GeoJsonTooltip(["category", "status"], [t["category"], t["status"]]),
        ).add_to(made)


def _add_layer(
    made: folium.Map,
    features: list[dict[str, Any]],
    title: str,
    fields: dict[str, str],
    opacity: float,
) -> None:
    if not features:
        return
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        name=title,
        style_function=lambda feature: {
            "fillColor": feature["properties"]["fill"],
            "fillOpacity": opacity,
            "color": "#3a4558",
            "weight": 0.8,
        },
        tooltip=folium.GeoJsonTooltip([*fields], [*fields.values()]),
    ).add_to(made)


def _feature(geometry: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": json.loads(geometry), "properties": properties}


def _steps(counts: list[int]) -> list[int]:
    """Return the lower bounds of classes of about equal width, as many as the ramp has colours."""
    most = max(counts, default=0)
    return sorted({round(most * n / len(RAMP)) for n in range(len(RAMP))})


def _colour(count: int, steps: list[int]) -> str:
    return RAMP[max(n for n, least in enumerate(steps) if count >= least)]


def _key(steps: list[int], found: dict[str, Any], t: dict[str, str]) -> str:
    shown = [(RAMP[n], f"≥ {least:,}") for n, least in enumerate(steps)]
    if found["zones"]:
        shown += [(BINS[n], f"{t['hot']} {CONFIDENCE[n]}") for n in (1, 2, 3)]
    items = "".join(f"<span><i style='background:{fill}'></i>{text}</span>" for fill, text in shown)
    return f"<p class='key'><span>{t['incidents_by_area']}</span>{items}</p>"


def _areas_table(
    found: dict[str, Any], t: dict[str, str], name: Callable[[dict[str, Any]], str]
) -> str:
    rows = sorted(found["areas"], key=lambda row: (-row["count"], row["code"]))[:LISTED]
    body = "".join(
        f"<tr><th scope='row'>{escape(name(row))}</th><td>{row['code']}</td>"
        f"<td>{row['count']:,}</td></tr>"
        for row in rows
    )
    head = f"<tr><th>{t['area']}</th><th>{t['code']}</th><th>{t['incidents']}</th></tr>"
    return f"<h2>{t['areas']}</h2><table><thead>{head}</thead><tbody>{body}</tbody></table>"


def _zones_table(found: dict[str, Any], t: dict[str, str]) -> str:
    if found["run"] is None:
        return f"<h2>{t['hotspots']}</h2><p>{t['no_run']}</p>"
    hot = sorted((row for row in found["zones"] if row.bin > 0), key=lambda row: row.q)[:LISTED]
    body = "".join(
        f"<tr><th scope='row'>{escape(row.zone)}</th><td>{row.count:,.0f}</td>"
        f"<td>{row.expected:,.1f}</td><td>{row.p:.2g}</td><td>{row.q:.2g}</td></tr>"
        for row in hot
    )
    heads = (t["cell"], t["incidents"], t["expected"], "p", "q (FDR)")
    head = "".join(f"<th>{text}</th>" for text in heads)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"<h2>{t['hotspots']}</h2>{table if hot else t['none']}"


def _facts(found: dict[str, Any], t: dict[str, str]) -> str:
    zone = ZoneInfo(found["city"].time_zone)

    def moment(value: datetime | None) -> str:
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M}" if value else "—"

    run = found["run"]
    drawn = len(found["incidents"])
    facts = [
        (t["n"], f"{found['total']:,}"),
        (t["drawn"], f"{drawn:,}"),
        (t["boundaries"], moment(found["boundaries_at"])),
    ]
    if run is not None:
        facts += [
            (t["method"], run.method or ""),
            (t["hotspot_n"], f"{run.n or 0:,}"),
            (t["period"], f"{moment(run.period_start)} – {moment(run.period_end)}"),
            (t["computed"], moment(run.finished_at)),
        ]
    facts.append((t["source"], "; ".join(found["city"].attribution)))
    rows = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    synthetic = f"<p>{t['synthetic']}</p>" if found["city"].is_synthetic else ""
    return f"<h2>{t['how']}</h2>{synthetic}<dl>{rows}</dl>"


def _namer(language: str) -> Callable[[dict[str, Any]], str]:
    first, other = ("name_zh", "name") if language == "zh" else ("name", "name_zh")
    return lambda row: str(row[first] or row[other] or row["code"])

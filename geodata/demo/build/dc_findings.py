"""What is odd in Washington's layers: straddling ANCs, slivers, broken rings."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import shapely

from geodata.demo.build.dc_backdrop import broken_rings
from geodata.demo.build.dc_names import code_of
from geodata.demo.build.findings import Finding, finding
from geodata.demo.build.source import read_layer
from geodata.demo.build.tiling import Tiling

METRIC_EPSG = 26985
# Below this, an ANC beyond its ward line is two drawings of one line (at most 2,010 m2 here).
STRADDLE_M2 = 10_000.0
LARGE_GAP_M2 = 10_000.0


def find_all(folder: Path, tree: gpd.GeoDataFrame, tiling: Tiling) -> list[dict[str, object]]:
    """Return the rows of findings.json."""
    found = [*_straddling(folder, tree), *_gaps(folder, tiling), *_foreign(tiling), *_rings(folder)]
    return [one.as_row() for one in found]


def _straddling(folder: Path, tree: gpd.GeoDataFrame) -> list[Finding]:
    wards = read_layer(folder, "t2_ward_2012").set_index("id").sort_index().geometry
    found = []
    for anc in tree[tree["tier"] == 3].itertuples():
        home = f"W{anc.local_id[0]}"
        beyond = anc.geometry.difference(wards[home])
        if _area_m2(beyond) < STRADDLE_M2:
            continue
        parts = {
            ward: _area_m2(beyond.intersection(wards[ward])) for ward in wards.index.drop(home)
        }
        other = max(parts, key=lambda ward: parts[ward])
        share = parts[other] / _area_m2(anc.geometry)
        found.append(
            finding(
                "straddles_parent",
                beyond,
                tier=3,
                codes=[anc.code, code_of(home), code_of(other)],
                metric_epsg=METRIC_EPSG,
                messages=(
                    f"{anc.name} belongs to Ward {home[1]}, but {share:.0%} of it lies inside "
                    f"the official line of Ward {other[1]}",
                    f"{anc.name_zh}隶属第{home[1]}区，但其{share:.0%}的面积位于第{other[1]}区官方界线内",
                ),
                rule="tier 2 is the union of each ward's ANCs by parent; the official ward "
                "outline is kept beside it",
                repaired=True,
            )
        )
    return found


def _gaps(folder: Path, tiling: Tiling) -> list[Finding]:
    rule = (
        "lines within 2 m of an SMD line are drawn onto it; what is left is given, within its "
        "SMD, to the unit with the longest shared border"
    )
    blocks = read_layer(folder, "street_blocks_derived").geometry.to_numpy()
    smds = read_layer(folder, "t4_smd_2013").geometry.to_numpy()
    bare = shapely.union_all(smds).difference(shapely.union_all(blocks))
    gaps = tiling.moved[tiling.moved["piece"].isna()]
    found = [
        finding(
            "gap",
            bare,
            tier=None,
            codes=sorted({code_of(smd) for smd in gaps["parent"]}),
            metric_epsg=METRIC_EPSG,
            messages=(
                f"the street blocks leave {_area_m2(bare) / 1e6:.2f} km2 of the city uncovered; "
                f"{len(gaps):,} pieces of {gaps['area_m2'].sum() / 1e6:.2f} km2 were merged",
                f"街区单元未覆盖全市{_area_m2(bare) / 1e6:.2f}平方千米；"
                f"{len(gaps):,}块共{gaps['area_m2'].sum() / 1e6:.2f}平方千米已并入相邻单元",
            ),
            rule=rule,
            repaired=True,
            with_outline=False,
        )
    ]
    large = gaps[gaps["area_m2"] >= LARGE_GAP_M2].sort_values("area_m2", ascending=False)
    return found + [
        _large_gap(gap.parent, gap.area_m2, gap.geometry, rule) for gap in large.itertuples()
    ]


def _large_gap(smd: str, area_m2: float, shape: shapely.Geometry, rule: str) -> Finding:
    return finding(
        "gap",
        shape,
        tier=None,
        codes=[code_of(smd)],
        metric_epsg=METRIC_EPSG,
        messages=(
            f"no street block covers {area_m2:,.0f} m2 of SMD {smd}",
            f"{smd}选区有{area_m2:,.0f}平方米未被任何街区单元覆盖",
        ),
        rule=rule,
        repaired=True,
    )


def _foreign(tiling: Tiling) -> list[Finding]:
    """Parts of blocks beyond their own SMD: merged when small, units of their own when large."""
    merged = tiling.moved[tiling.moved["piece"].notna()]
    remnants = tiling.units[tiling.units["is_remnant"]]
    shapes = [*merged.geometry, *remnants.geometry]
    km2 = (merged["area_m2"].sum() + remnants.to_crs(METRIC_EPSG).area.sum()) / 1e6
    one = finding(
        "straddles_parent",
        shapely.union_all(shapes),
        tier=None,
        codes=sorted({code_of(smd) for smd in [*merged["parent"], *remnants["parent"]]}),
        metric_epsg=METRIC_EPSG,
        messages=(
            f"parts of street blocks, {km2:.1f} km2 together, lie outside their own SMD or apart "
            f"from their block: {len(merged):,} pieces merged, {len(remnants)} large ones kept "
            f"as units without households; {len(tiling.swallowed)} block too thin to stand alone",
            f"街区单元有合计{km2:.1f}平方千米越出所属选区或与主体分离："
            f"{len(merged):,}块并入相邻单元，{len(remnants)}块较大者单独成为无住户单元，{len(tiling.swallowed)}个过窄街区并入邻近单元",
        ),
        rule="a part of at least 10,000 m2 becomes a unit without households, a smaller one goes "
        "to the unit of its SMD with the longest shared border; households stay with the "
        "largest part inside the block's own SMD",
        repaired=True,
        with_outline=False,
    )
    return [one]


def _rings(folder: Path) -> list[Finding]:
    return [
        finding(
            "invalid",
            shape,
            tier=None,
            codes=[],
            metric_epsg=METRIC_EPSG,
            messages=(
                f"{layer} {key}: {shapely.is_valid_reason(shape)}",
                f"{layer} {key}：多边形环自相交",
            ),
            rule='shapely.make_valid(method="structure"), areal parts only',
            repaired=True,
            at=_crossing(shape),
            with_outline=False,
        )
        for layer, key, shape in broken_rings(folder)
    ]


def _area_m2(shape: shapely.Geometry) -> float:
    return float(gpd.GeoSeries([shape], crs=4326).to_crs(METRIC_EPSG).area.iloc[0])


def _crossing(shape: shapely.Geometry) -> shapely.Point:
    """Return where the ring crosses itself, as GEOS names it: ...[lon lat]."""
    reason = shapely.is_valid_reason(shape)
    return shapely.Point(*map(float, reason[reason.index("[") + 1 : -1].split()))

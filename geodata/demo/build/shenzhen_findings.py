"""What is odd in Shenzhen's layers: broken rings, overlaps, strays, swapped and missing codes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import geopandas as gpd
import shapely

from geodata.demo.build.findings import Finding, finding
from geodata.demo.build.shenzhen_register import METRIC_EPSG, Register
from geodata.demo.build.shenzhen_tiers import Communities

# Smaller pieces are two drawings of one line.
SMALLEST_M2 = 100.0


def find_all(register: Register, communities: Communities) -> list[dict[str, object]]:
    """Return the rows of findings.json."""
    found = [
        *_invalid(register),
        *_overlaps(register),
        *_misplaced(register),
        *_beyond_street(register),
        *_outside(register),
        *_uncovered(register, communities),
        *_codes(register),
    ]
    return [one.as_row() for one in found]


def _invalid(register: Register) -> Iterator[Finding]:
    for code, row in register.communities[~register.communities["is_valid"]].iterrows():
        reason = shapely.is_valid_reason(row["source_geometry"])
        place = shapely.Point(*map(float, reason[reason.index("[") + 1 : -1].split()))
        yield _finding(
            "invalid",
            row["geometry"],
            codes=[str(code)],
            messages=(
                f"the ring of {row['name']} crosses itself: {reason}",
                f"{row['name']}的边界自相交",
            ),
            rule='shapely.make_valid(method="structure"); parts below 10,000 m2 are merged',
            at=place,
        )


def _overlaps(register: Register) -> Iterator[Finding]:
    for (one, first), (two, second) in combinations(register.communities.iterrows(), 2):
        if not first["geometry"].intersects(second["geometry"]):
            continue
        common = first["geometry"].intersection(second["geometry"])
        if _area_m2(common) < SMALLEST_M2:
            continue
        yield _finding(
            "overlap",
            common,
            codes=[str(one), str(two)],
            messages=(
                f"{first['name']} and {second['name']} overlap by {_area_m2(common):,.0f} m2",
                f"{first['name']}与{second['name']}重叠{_area_m2(common):,.0f}平方米",
            ),
            rule="the community whose ring is valid keeps the common part",
        )


def _misplaced(register: Register) -> Iterator[Finding]:
    """Communities that lie wholly outside the street that the source names."""
    street_names = register.streets["name"]
    for code, row in register.communities.iterrows():
        placed = street_names[row["parent"]]
        if placed == row["street"]:
            continue
        named = street_names.index[street_names == row["street"]].item()
        yield _finding(
            "outside_parent",
            row["geometry"],
            codes=[str(code), named, str(row["parent"])],
            messages=(
                f"{row['name']} is listed under {row['street']}, but lies wholly outside its "
                f"polygon, in {placed}",
                f"{row['name']}登记在{row['street']}，但完全位于其界线之外，实际在{placed}内",
            ),
            rule="placed in the street that holds it, as the code table of 2016 has it",
        )


def _beyond_street(register: Register) -> Iterator[Finding]:
    for code, row in register.communities.iterrows():
        beyond = row["geometry"].difference(register.streets.geometry[row["parent"]])
        if _area_m2(beyond) < SMALLEST_M2:
            continue
        street = register.streets["name"][row["parent"]]
        yield _finding(
            "straddles_parent",
            beyond,
            codes=[str(code), str(row["parent"])],
            messages=(
                f"{_area_m2(beyond):,.0f} m2 of {row['name']} lie outside {street}",
                f"{row['name']}有{_area_m2(beyond):,.0f}平方米超出{street}界线",
            ),
            rule="cut off at the street's line; the published outline is kept beside it",
        )


def _outside(register: Register) -> Iterator[Finding]:
    names = register.streets["name"]
    for row in register.outside.itertuples():
        yield _finding(
            "outside_parent",
            row.geometry,
            codes=[names.index[names == row.street].item()],
            messages=(
                f"{row.name} is listed under {row.street}, but lies outside both districts",
                f"{row.name}登记在{row.street}，但位于两区之外",
            ),
            rule="left out",
        )


def _uncovered(register: Register, communities: Communities) -> Iterator[Finding]:
    frame = communities.frame
    for code, row in frame[frame["is_placeholder"]].iterrows():
        street = register.streets["name"][row["parent"]]
        km2 = _area_m2(row["geometry"]) / 1e6
        yield _finding(
            "gap",
            row["geometry"],
            codes=[str(code), str(row["parent"])],
            messages=(
                f"no community covers {km2:.2f} km2 of {street}",
                f"{street}有{km2:.2f}平方千米未划入任何社区",
            ),
            rule="a connected part of at least 50,000 m2 becomes a placeholder community "
            "(未划社区) with a code from 601 up",
        )
    for row in communities.tiling.moved.itertuples():
        if row.area_m2 < SMALLEST_M2:
            continue
        code = str(frame.index[frame.geometry.intersects(row.geometry.point_on_surface())][0])
        yield _finding(
            "gap",
            row.geometry,
            codes=[code],
            messages=(
                f"{row.area_m2:,.0f} m2 without a community were given to {frame['name'][code]}",
                f"{row.area_m2:,.0f}平方米未划入社区，已并入{frame['name'][code]}",
            ),
            rule="a smaller part goes to the community with the longest shared border, an "
            "island to the nearest",
        )


def _codes(register: Register) -> Iterator[Finding]:
    streets = register.streets
    swapped = streets[streets["source_code"] != streets.index]
    for code, row in swapped.iterrows():
        yield _finding(
            "code_mismatch",
            row["geometry"],
            tier=3,
            codes=[str(code)],
            messages=(
                f"the layer gives {row['name']} the code {row['source_code']}, the table of 2016 "
                f"and its communities {code}",
                f"{row['name']}在图层中的代码为{row['source_code']}，"
                f"2016年代码表及所属社区均为{code}",
            ),
            rule="the table's code is used",
        )
    for how, rule in (
        ("name", "code found by name in the table of 2016"),
        ("assigned", "code assigned from 601 up within its street"),
    ):
        for code, row in register.communities[register.communities["how"] == how].iterrows():
            yield _finding(
                "missing_code",
                row["geometry"],
                codes=[str(code)],
                messages=(
                    f"{row['name']} has no code in the layer",
                    f"{row['name']}在图层中没有代码",
                ),
                rule=rule,
            )


def _finding(
    kind: str,
    shape: shapely.Geometry,
    *,
    codes: list[str],
    messages: tuple[str, str],
    rule: str,
    tier: int = 4,
    at: shapely.Point | None = None,
) -> Finding:
    is_drawn = kind in ("overlap", "straddles_parent", "outside_parent", "gap")
    return finding(
        kind,
        shape,
        tier=tier,
        codes=codes,
        metric_epsg=METRIC_EPSG,
        messages=messages,
        rule=rule,
        repaired=True,
        at=at,
        with_outline=is_drawn,
    )


def _area_m2(shape: shapely.Geometry) -> float:
    return float(gpd.GeoSeries([shape], crs=4326).to_crs(METRIC_EPSG).area.iloc[0])

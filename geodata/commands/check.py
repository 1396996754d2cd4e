"""`geodata check`: are the areas a partition?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import geopandas as gpd

from geodata.analyses import partition
from geodata.analyses.findings import KINDS
from geodata.commands import findings_report, inputs, options
from geodata.commands.coded import CODE, NAME, PARENT, coded
from geodata.commands.group import EXIT_FINDINGS
from geodata.commands.progress import steps
from geodata.errors import InvalidInputError
from geodata.exporters.output import Output
from geodata.importers.identifiers import require_columns
from geodata.importers.layers import read_layer


@click.command()
@options.areas_file
@click.option("--parents", metavar="FILE", help="The areas of the tier above.")
@click.option("--parent-id", metavar="COL", help="Column that names the parents [as for --id].")
@click.option(
    "--parent-col",
    metavar="COL",
    help="Column of the areas that names their parent [default: the parent that holds most].",
)
@options.outline_file
@options.report_file
@options.metric_crs
@options.reading
def check(
    *,
    areas: str,
    id_column: str | None,
    parents: str | None,
    parent_id: str | None,
    parent_col: str | None,
    outline: str | None,
    report: Path,
    metric_epsg: int | None,
    input_crs: int | None,
    max_vertices: int,
) -> int:
    """Find gaps, overlaps, invalid shapes and areas that leave their parent.

    The report is {"counts": {kind: n}, "findings": [...]} with the kinds gap, overlap, invalid,
    straddles_parent, outside_parent, duplicate_id and empty. The exit status is 1 when there are
    findings, 0 when there are none, 2 when the input cannot be used.

    \b
    Example:
      geodata check --areas grids.geojson --id code --parents communities.geojson \\
          --parent-id code --parent-col community --report report.json
    """
    if parents is None and (parent_id is not None or parent_col is not None):
        raise InvalidInputError("--parent-id and --parent-col need --parents")
    with steps(3) as begin, Output() as output:
        begin("reading")
        tier = _read_tier(areas, id_column, parent_col, input_crs, max_vertices)
        above = _read_parents(parents, parent_id, input_crs)
        whole = None if outline is None else inputs.read_outline(outline, input_crs=input_crs)
        for layer in (above, whole):
            if layer is not None:
                inputs.check_axes(tier, layer)
        begin("checking")
        tier, above, whole = inputs.measured_together([tier, above, whole], metric_epsg)
        found = partition.find(
            tier,
            code_column=CODE,
            name_column=NAME if NAME in tier else None,
            parents=above,
            parent_code_column=None if above is None else CODE,
            parent_column=None if parent_col is None else PARENT,
            outline=whole,
        )
        begin("writing")
        counts = findings_report.counts(KINDS, found["kind"])
        content = {"counts": counts, "findings": findings_report.rows(found)}
        output.report(content, report)
    findings_report.say_findings(content, "no findings: the areas are a partition")
    return EXIT_FINDINGS if content["findings"] else 0


def _read_tier(
    path: str,
    id_column: str | None,
    parent_column: str | None,
    input_crs: int | None,
    max_vertices: int,
) -> gpd.GeoDataFrame:
    frame = read_layer(
        path,
        kind="polygons",
        crs=input_crs,
        allow_missing=True,
        allow_invalid=True,
        max_vertices=max_vertices,
    )
    tier = coded(frame, id_column)
    if parent_column is not None:
        require_columns(frame, [parent_column], frame.attrs["source"])
        parents = frame[parent_column]
        texts = inputs.id_texts(parents)
        tier[PARENT] = [
            t if known else None for t, known in zip(texts, _filled(parents), strict=True)
        ]
    return tier


def _filled(values: Any) -> list[bool]:
    return [not missing for missing in (values.isna() | (values.astype(str).str.strip() == ""))]


def _read_parents(
    path: str | None, id_column: str | None, input_crs: int | None
) -> gpd.GeoDataFrame | None:
    if path is None:
        return None
    limit = inputs.MAX_OUTLINE_VERTICES
    return coded(
        inputs.read_areas(path, id_column, input_crs=input_crs, max_vertices=limit), id_column
    )

"""`geodata index`: the governance index of areas."""

from __future__ import annotations

import json
from pathlib import Path

import click

from geodata.analyses import governance_index as analysis
from geodata.commands import inputs, options
from geodata.commands.progress import say, steps
from geodata.errors import InvalidInputError
from geodata.exporters.output import Output

_ADDED = ["score", "low", "high", "sd", "rank", "better_p"]


@click.command()
@options.areas_file
@click.option(
    "--weights", metavar="FILE", help='JSON: {"timely": 30, "resolved": 25} [default: built in].'
)
@options.out_layer
@options.report_file
@options.reading
def index(
    *,
    areas: str,
    id_column: str | None,
    weights: str | None,
    out: Path,
    report: Path,
    input_crs: int | None,
    max_vertices: int,
) -> None:
    """Score areas by their parts: timely, resolved, first_time, quiet, covered, balanced.

    The areas have, for each part that is known, the columns PART_numerator and PART_denominator
    (timely: cases in time, cases due; quiet: cases, people). Adds score, low, high (90 % interval),
    sd, rank and better_p. The report has the formula, the weights and every part of every area.

    \b
    Example:
      geodata index --areas communities.geojson --out scored.geojson --report parts.json
    """
    with steps(2) as begin, Output() as output:
        begin("reading")
        tier = inputs.read_areas(areas, id_column, input_crs=input_crs, max_vertices=max_vertices)
        chosen = _read_weights(weights)
        begin("scoring")
        columns = [name for name in tier if _is_part(str(name))]
        if not columns:
            raise InvalidInputError("the areas have no column such as timely_numerator")
        found = analysis.measure(tier[columns], chosen)
        kept = tier.drop(columns=[name for name in _ADDED if name in tier])
        scored = kept.assign(**{name: found.areas[name].to_numpy() for name in _ADDED})
        scored.attrs = dict(tier.attrs)
        output.layer(scored, out)
        ids = inputs.ids(tier)
        parts = found.parts.assign(area=ids.loc[found.parts["area"]].to_numpy())
        content = {
            "formula": analysis.FORMULA,
            "weights": chosen or analysis.WEIGHTS,
            "parts": json.loads(parts.to_json(orient="records")),
        }
        output.report(content, report)
    known = int(found.areas["score"].notna().sum())
    mean = found.areas["score"].mean()
    say(f"{known:,} of {len(tier):,} areas scored, mean {mean:.1f}", *output.notes)


def _is_part(name: str) -> bool:
    part, _, side = name.rpartition("_")
    return part in analysis.PARTS and side in ("numerator", "denominator")


def _read_weights(path: str | None) -> dict[str, float] | None:
    if path is None:
        return None
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise InvalidInputError(f"{path}: cannot be read as JSON: {error}") from error
    pairs = content.items() if isinstance(content, dict) else [(path, content)]
    for name, value in pairs:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise InvalidInputError(f"{path}: {name!r} needs a number, not {value!r}")
    return {str(name): float(value) for name, value in pairs}

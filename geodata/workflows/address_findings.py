"""The address book judged against the grids, as a job whose findings are kept."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from geodata.analyses import address_findings
from geodata.errors import InvalidInputError
from geodata.queries import addresses, areas, findings
from geodata.workflows.progress import Progress

KIND = "addresses"
METHOD = "each address in the grid that holds its point; texts alike but for case and blanks"
GRID_TIER = 5
# So many of a kind are kept one by one; all are counted.
KEPT = 2_000
NAMED = 5
_WORDS = {
    "address_without_grid": ("the address {text} lies in no grid", "地址“{text}”不在任何网格内"),
    "grid_without_address": ("the grid {code} holds no address", "网格 {code} 内没有地址"),
    "address_twice": ("{text} is told {count} times: {codes}", "“{text}”重复 {count} 次：{codes}"),
}


def run(
    session: Session, run_id: UUID, parameters: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    """Judge the address book as of a date, write the findings, return the figures of the run."""
    at = datetime.fromisoformat(parameters["at"]) if "at" in parameters else datetime.now(UTC)
    grids, doors = areas.frame(session, GRID_TIER, at), addresses.frame(session)
    if grids.empty or doors.empty:
        raise InvalidInputError("there are no grids or no addresses to judge")
    progress(30, "judging")
    found = address_findings.find(doors, grids)
    counts = Counter(found["kind"])
    kept = found.groupby("kind", sort=False).head(KEPT)
    findings.save(session, (_row(run_id, one) for one in kept.itertuples()))
    return {
        "method": METHOD,
        "n": len(doors),
        "boundaries_at": areas.changed_at(session, at),
        "data_at": at,
        "summary": {
            "address_count": len(doors),
            "grid_count": len(grids),
            **{kind: int(counts[kind]) for kind in address_findings.KINDS},
        },
    }


def _row(run_id: UUID, one: Any) -> dict[str, Any]:
    words = {
        "text": one.text,
        "code": one.codes[0],
        "count": len(one.codes),
        "codes": ", ".join(one.codes[:NAMED]) + (" ..." if len(one.codes) > NAMED else ""),
    }
    message, message_zh = (text.format(**words) for text in _WORDS[one.kind])
    is_grid = one.kind == "grid_without_address"
    return {
        "run_id": run_id,
        "kind": one.kind,
        "tier": GRID_TIER,
        "area_codes": list(one.codes) if is_grid else [],
        "message": message,
        "message_zh": message_zh,
        "at": one.geometry,
    }

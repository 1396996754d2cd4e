"""Washington's 311 requests with real times as incidents."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geodata.demo.build.dc_categories import STATUS, category_rows

TIME_ZONE = "America/New_York"
TIME_COLUMNS = {
    "opened": "reported_at",
    "due": "due_at",
    "resolved": "resolved_at",
    "inspected": "inspected_at",
}


def read_requests(folder: Path) -> pd.DataFrame:
    """Return one incident row per request, in order of source id; times in UTC."""
    requests = pd.read_csv(folder / "requests_311_2016.csv.gz", dtype={"service_code": str})
    unknown = set(requests["service_code"]) - {row["code"] for row in category_rows()}
    if unknown or set(requests["status"]) - set(STATUS):
        raise ValueError(f"services or states without a mapping: {sorted(unknown)}")
    incidents = pd.DataFrame(
        {
            "source_id": requests["request_id"],
            "category_code": requests["service_code"],
            "department_code": requests["agency"],
            "status": requests["status"].map(STATUS),
            "priority": requests["priority"].str.lower(),
            "lon": requests["lon"],
            "lat": requests["lat"],
            "description": pd.Series(None, index=requests.index, dtype="str"),
            "is_synthetic": False,
            "source_status": requests["status"],
            "source_division": requests["division"],
        }
    )
    for source, column in TIME_COLUMNS.items():
        incidents[column] = utc(requests[source])
    return incidents.sort_values("source_id", kind="stable").reset_index(drop=True)


def utc(local: pd.Series) -> pd.Series:
    """Read local times without a zone as America/New_York and return UTC, whole seconds.

    An hour that occurs twice in autumn is taken as its first occurrence (summer time); a time
    that the spring change skips moves forward to the first time that exists.

    >>> utc(pd.Series(["2016-11-06T01:30:00", "2016-03-13T02:30:00"])).astype(str).tolist()
    ['2016-11-06 05:30:00+00:00', '2016-03-13 07:00:00+00:00']
    """
    naive = pd.to_datetime(local, format="ISO8601").astype("datetime64[s]")
    is_summer_time = pd.Series(True, index=naive.index).to_numpy()
    zoned = naive.dt.tz_localize(TIME_ZONE, ambiguous=is_summer_time, nonexistent="shift_forward")
    return zoned.dt.tz_convert("UTC").astype("datetime64[s, UTC]")

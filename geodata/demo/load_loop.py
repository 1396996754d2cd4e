"""What the loop of a demo city needs, learned from its own cases: who acts, how long, when."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from geodata.demo.calendars import days_of
from geodata.demo.packed import PackedCity
from geodata.models import CalendarDay, CaseLimit, Category, Department, Responsibility
from geodata.queries import case_clocks


def write_loop(session: Session, packed: PackedCity) -> None:
    """Write calendar, responsibilities and limits, and the clocks of cases with a due time."""
    about, table = packed.description, packed.table("incidents")
    session.add_all(
        CalendarDay(day=day, is_working=works, name=name, name_zh=name_zh)
        for day, works, name, name_zh in days_of(about["key"])
    )
    categories = dict(session.query(Category.code, Category.id).all())
    departments = dict(session.query(Department.code, Department.id).all())
    for category, department in leads(table).items():
        row = Responsibility(
            category_id=categories[category],
            area_code=about["code"],
            department_id=departments[department],
        )
        session.add(row)
    for category, (amount, unit) in limits(table, ZoneInfo(about["time_zone"])).items():
        limit = CaseLimit(
            category_id=categories[category], stage="handle", amount=amount, unit=unit
        )
        session.add(limit)
    session.flush()
    case_clocks.start_known(session)


def leads(table: pd.DataFrame) -> dict[str, str]:
    """The department that had most of a category's cases."""
    sent = table[table["department_code"].notna()]
    return dict(sent.groupby("category_code")["department_code"].agg(lambda of: of.mode()[0]))


def limits(table: pd.DataFrame, zone: ZoneInfo) -> dict[str, tuple[float, str]]:
    """The commonest allowance of a category, in hours or working days, as fits more cases."""
    known = table[table["due_at"].notna()]
    start, due = (known[name].dt.tz_convert(zone) for name in ("reported_at", "due_at"))
    hours = (due - start).dt.total_seconds().div(3600).round()
    day = [moment.dt.date.to_numpy().astype("datetime64[D]") for moment in (start, due)]
    days = pd.Series(np.busday_count(*day), known.index)
    found: dict[str, tuple[float, str]] = {}
    for category, of in known.groupby("category_code"):
        units = {"urgent_hours": hours[of.index], "working_days": days[of.index]}
        modes = {unit: values.mode()[0] for unit, values in units.items()}
        fits = {unit: (values == modes[unit]).mean() for unit, values in units.items()}
        unit = max(fits, key=lambda name: fits[name])
        found[str(category)] = (max(1.0, float(modes[unit])), unit)
    return found

"""Holidays of the demo cities; a city of one's own brings its calendar over the API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pandas.tseries.holiday import USFederalHolidayCalendar

Day = tuple[date, bool, str, str]

# Notice of the State Council's office on the holidays of 2026: (name, first day, last day).
CHINA_2026 = (
    ("New Year", "元旦", date(2026, 1, 1), date(2026, 1, 3)),
    ("Spring Festival", "春节", date(2026, 2, 15), date(2026, 2, 23)),
    ("Qingming", "清明节", date(2026, 4, 4), date(2026, 4, 6)),
    ("Labour Day", "劳动节", date(2026, 5, 1), date(2026, 5, 5)),
    ("Dragon Boat Festival", "端午节", date(2026, 6, 19), date(2026, 6, 21)),
    ("Mid-Autumn Festival", "中秋节", date(2026, 9, 25), date(2026, 9, 27)),
    ("National Day", "国庆节", date(2026, 10, 1), date(2026, 10, 7)),
)
CHINA_2026_MAKE_UP = (
    date(2026, 1, 4),
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 5, 9),
    date(2026, 9, 20),
    date(2026, 10, 10),
)
NAMES_ZH = {
    "New Year's Day": "元旦",
    "Birthday of Martin Luther King, Jr.": "马丁·路德·金日",
    "Washington's Birthday": "华盛顿诞辰日",
    "Memorial Day": "阵亡将士纪念日",
    "Juneteenth National Independence Day": "六月节",
    "Independence Day": "独立日",
    "Labor Day": "劳动节",
    "Columbus Day": "哥伦布日",
    "Veterans Day": "退伍军人节",
    "Thanksgiving Day": "感恩节",
    "Christmas Day": "圣诞节",
}


def days_of(city: str) -> Iterator[Day]:
    """Yield day, is_working and its names for a demo city."""
    if city == "shenzhen":
        for name, name_zh, first, last in CHINA_2026:
            for number in range((last - first).days + 1):
                yield first + timedelta(days=number), False, name, name_zh
        for day in CHINA_2026_MAKE_UP:
            yield day, True, "Make-up working day", "调休上班"
    if city == "dc":
        found = USFederalHolidayCalendar().holidays("2016-01-01", "2030-12-31", return_name=True)
        for moment, name in found.items():
            yield moment.date(), False, name, NAMES_ZH.get(name, name)

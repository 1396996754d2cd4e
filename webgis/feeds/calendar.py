"""Items as a calendar (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from webgis.feeds.items import Item

KIND = "text/calendar; charset=utf-8"
# A line is folded after so many octets; the sign that goes on is one of them.
LINE_OCTETS = 75


def write(items: Sequence[Item], title: str) -> bytes:
    """Return the calendar."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Wangge//Feeds//EN"]
    lines.append(f"X-WR-CALNAME:{_escaped(title)}")
    for item in items:
        lines += _event(item)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(item: Item) -> list[str]:
    # An end before its start would make a program refuse the whole calendar.
    end = [f"DTEND:{_moment(item.end)}"] if item.end and item.end > item.start else []
    return [
        "BEGIN:VEVENT",
        f"UID:{_escaped(item.id)}",
        f"DTSTAMP:{_moment(item.changed_at)}",
        f"DTSTART:{_moment(item.start)}",
        *end,
        f"SUMMARY:{_escaped(item.title)}",
        f"DESCRIPTION:{_escaped(item.summary)}",
        f"GEO:{item.lat:.6f};{item.lon:.6f}",
        f"URL:{item.link}",
        "END:VEVENT",
    ]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.splitlines())


def _folded(line: str) -> bytes:
    parts, part = [], b""
    for sign in line:
        octets = sign.encode()
        if len(part) + len(octets) > LINE_OCTETS:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part]) + b"\r\n"

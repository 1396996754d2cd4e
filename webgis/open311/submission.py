"""Taking a request: whose key, what, where; written like every other report."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from flask import request

from geodata.crs import DATUMS
from geodata.errors import ForbiddenError
from geodata.queries import accounts, addresses, api_keys
from geodata.rights.actor import Actor
from geodata.workflows import address_search, reporting
from geodata.workflows.accounts import key_hash
from webgis.api.incident_args import MAX_DESCRIPTION
from webgis.database import session
from webgis.open311.refusal import refuse
from webgis.open311.search import given
from webgis.open311.services import ACCURACY, DATUM, known

SOURCE = "open311"
ATTRIBUTE = re.compile(r"attribute\[(\w{1,40})\](\[\])?")
LONGEST = {"media_url": 2_000, "address_string": 200, "address_id": 200, "email": 254, "phone": 40}
DEFAULT_LENGTH = 100
CONTACT = ("email", "phone", "first_name", "last_name")
# Below, an address is a guess, and nobody is sent to a guess.
SURE_SCORE = 0.8
MAX_ACCURACY_M = 100_000


def submit() -> dict[str, Any]:
    """Write a report and return the answer's one row; raises GeodataError."""
    actor = _holder()
    attributes = _attributes()
    now = datetime.now(UTC)
    lat, lon = _place(now)
    code = _required("service_code")
    report = {
        "id": uuid4(),
        "source": SOURCE,
        "lon": lon,
        "lat": lat,
        "datum": _datum(attributes),
        "accuracy_m": _accuracy(attributes),
        "category_code": known(code).code,
        "description": _text("description", MAX_DESCRIPTION) or "",
        "address": _text("address_string"),
        "contact": _contact(),
        "detail": {name: text for name in ("media_url", "device_id") if (text := _text(name))},
    }
    _check_media(report["detail"].get("media_url"))
    reporting.receive(session(), report, now, actor)
    session().commit()
    return {
        "service_request_id": str(report["id"]),
        "service_notice": "Keep the id: whoever has it can follow the request.",
        "account_id": given("account_id"),
    }


def _holder() -> Actor:
    """Return whom the key speaks for; 403 for a bad or missing one, as the standard has it."""
    key = request.form.get("api_key") or request.args.get("api_key") or ""
    account_id = api_keys.account_of(session(), key_hash(key)) if key else None
    actor = accounts.actor(session(), account_id, datetime.now(UTC)) if account_id else None
    if actor is None:
        raise ForbiddenError("api_key: this key does not hold, or none was given")
    return actor


def _required(name: str) -> str:
    return given(name) or refuse(f"{name} is required")


def _text(name: str, longest: int | None = None) -> str | None:
    text, most = given(name), longest or LONGEST.get(name, DEFAULT_LENGTH)
    if text and len(text) > most:
        refuse(f"{name}: at most {most} characters")
    return text


def _place(now: datetime) -> tuple[float, float]:
    lat, lon = given("lat"), given("long")
    if lat and lon:
        return _degrees("lat", lat), _degrees("long", lon)
    if lat or lon:
        refuse("lat and long go together")
    row = _address(now)
    return row["lat"], row["lon"]


def _address(now: datetime) -> dict[str, Any]:
    code, text = _text("address_id"), _text("address_string")
    if code:
        return addresses.get(session(), code, now)._asdict()
    if not text:
        refuse("lat with long, address_string or address_id is required")
    found = address_search.search(session(), text, now, 1)
    if not found or found[0]["score"] < SURE_SCORE:
        refuse("address_string: no address of this city is like it; send lat and long")
    return found[0]


def _degrees(name: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        refuse(f"{name}: {text[:40]!r} is no number")
    if not math.isfinite(number):
        refuse(f"{name}: needs a finite number")
    return number


def _contact() -> dict[str, str] | None:
    found = {name: text for name in CONTACT if (text := _text(name))}
    if "email" in found and not re.fullmatch(r"[^@\s]+@[^@\s]+", found["email"]):
        refuse("email: is no address")
    name = " ".join(found.pop(part) for part in ("first_name", "last_name") if part in found)
    contact = {**({"name": name} if name else {}), **found}
    return contact or None


def _attributes() -> dict[str, str]:
    found = {}
    for name in request.form:
        if not name.startswith("attribute["):
            continue
        match = ATTRIBUTE.fullmatch(name)
        if not match or match[1] not in (DATUM, ACCURACY) or match[2]:
            refuse(f"{name[:60]}: the service has the attributes {DATUM} and {ACCURACY}")
        found[match[1]] = given(name) or ""
    return {name: text for name, text in found.items() if text}


def _datum(attributes: dict[str, str]) -> str:
    datum = attributes.get(DATUM, "wgs84")
    if datum not in DATUMS:
        refuse(f"attribute[{DATUM}]: one of {', '.join(DATUMS)}")
    return datum


def _accuracy(attributes: dict[str, str]) -> float | None:
    if ACCURACY not in attributes:
        return None
    metres = _degrees(f"attribute[{ACCURACY}]", attributes[ACCURACY])
    if not 0 <= metres < MAX_ACCURACY_M:
        refuse(f"attribute[{ACCURACY}]: metres from 0 to {MAX_ACCURACY_M}")
    return metres


def _check_media(url: str | None) -> None:
    # It is kept for staff to look at, and never fetched by this server.
    if url and urlsplit(url).scheme not in ("http", "https"):
        refuse("media_url: an http or https address")

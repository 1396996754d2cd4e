"""Fields of what people send in: texts, places, contact, codes."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from webgis.request_args import Strict

MAX_ADDRESS = 300
MAX_CONTACT = 100
# 16 signs of Crockford's base 32 are 80 bits; no I, L, O, U, so that it can be read aloud.
TRACKING_CODE = validate.Regexp(
    r"^[0-9A-HJKMNP-TV-Z]{16}\Z",
    error="a tracking code has 16 digits and capitals, without I, L, O and U",
)
PHONE = validate.Regexp(
    r"^\+?[0-9][0-9 ()/-]{3,30}\Z", error="a phone number has digits, spaces, + ( ) / and -"
)
EMAIL = validate.Regexp(
    r"^[^@\s\x00]{1,64}@[^@\s\x00]{1,180}\.[^@\s\x00.]{2,60}\Z", error="not an e-mail address"
)


class PlainText(fields.String):
    """A text without the blanks around it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **settings: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **settings)
        return text.strip()


class PlaceArgs(Strict):
    """A place in degrees, WGS-84."""

    lon = fields.Float(required=True, validate=validate.Range(-180, 180))
    lat = fields.Float(required=True, validate=validate.Range(-90, 90))

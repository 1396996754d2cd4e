"""By which ways the reader wants which news, and when they want to be left alone."""

from __future__ import annotations

from datetime import time
from typing import Any

import marshmallow as ma
from flask import Response, current_app
from marshmallow import ValidationError, fields, validate

from geodata.notices.kinds import KINDS
from geodata.queries import notice_choices
from geodata.workflows.telling.tell import ways_of
from webgis import limits
from webgis.api.blueprint import Blueprint
from webgis.api.notices import own_account, private
from webgis.database import session
from webgis.request_args import Strict

blueprint = Blueprint("notice_choices", __name__, url_prefix="/notice-choices")


class Clock(fields.Field):
    """A time of the city's clock, HH:MM."""

    def _deserialize(self, value: Any, _attr: str | None, _data: Any, **_: Any) -> time:
        try:
            hour, minute = str(value).split(":")
            if len(hour) != 2 or len(minute) != 2 or not (hour + minute).isascii():
                raise ValueError(value)
            return time(int(hour), int(minute))
        except ValueError as error:
            raise ValidationError("not a time such as 22:00") from error


class Choice(Strict):
    """The ways of one kind."""

    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)))
    in_app = fields.Boolean(required=True)
    email = fields.Boolean(required=True)
    webhook = fields.Boolean(required=True)


class Choices(Strict):
    """What is to be kept; kinds that are left out stay, times that are left out are none."""

    choices = fields.List(
        fields.Nested(Choice), load_default=list, validate=validate.Length(max=len(KINDS))
    )
    digest_hour = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(0, 23))
    quiet_from = Clock(load_default=None, allow_none=True, metadata={"type": "string"})
    quiet_to = Clock(load_default=None, allow_none=True, metadata={"type": "string"})

    @ma.validates_schema
    def check_quiet(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse half of a pair."""
        if (data.get("quiet_from") is None) != (data.get("quiet_to") is None):
            raise ValidationError("quiet hours need both ends", "quiet_to")


class ChoicesAnswer(ma.Schema):
    """What holds now, for every kind."""

    choices = fields.List(fields.Dict(), required=True)
    digest_hour = fields.Integer(required=True, allow_none=True)
    quiet_from = fields.String(required=True, allow_none=True)
    quiet_to = fields.String(required=True, allow_none=True)
    has_email = fields.Boolean(required=True)
    can_email = fields.Boolean(required=True)


@blueprint.get("")
@blueprint.response(200, ChoicesAnswer)
def get_choices() -> Response:
    """Return the ways of every kind of news, quiet hours and the hour of the daily e-mail."""
    return _answer(own_account())


@blueprint.put("")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(Choices)
@blueprint.response(200, ChoicesAnswer)
def put_choices(body: dict[str, Any]) -> Response:
    """Keep choices; they hold for what happens from now on."""
    account_id = own_account()
    for choice in body.pop("choices"):
        notice_choices.choose(session(), account_id, choice.pop("kind"), choice)
    notice_choices.set_times(session(), account_id, body)
    session().commit()
    return _answer(account_id)


def _answer(account_id: int) -> Response:
    reach = notice_choices.of_account(session(), account_id)
    choices = []
    for code, kind in KINDS.items():
        ways = ways_of(reach, code)
        choices.append(
            {
                "kind": code,
                "name": kind.name,
                "name_zh": kind.name_zh,
                "is_urgent": kind.is_urgent,
                "in_app": ways.in_app,
                "email": ways.email,
                "webhook": ways.webhook,
            }
        )
    times = {
        "digest_hour": reach.setting.digest_hour,
        "quiet_from": _clock(reach.setting.quiet_from),
        "quiet_to": _clock(reach.setting.quiet_to),
    }
    settings = current_app.config["WANGGE"]
    can_email = bool(settings.smtp_url and settings.mail_from)
    reachable = {"has_email": reach.has_email, "can_email": can_email}
    return private({"choices": choices, **times, **reachable})


def _clock(moment: time | None) -> str | None:
    return None if moment is None else f"{moment:%H:%M}"

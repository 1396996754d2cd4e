"""The parameters of a kind of rule: named, bounded, with a default, so that a page can ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geodata.errors import InvalidInputError

MAX_WORDS = 100


@dataclass(frozen=True)
class Parameter:
    """One parameter. ``type``: integer, number, code, codes (a list of codes) or one of a choice.

    ``default`` None means that it may be left out and then says nothing.
    """

    name: str
    type: str
    default: Any
    text: str
    text_zh: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    required: bool = False


def check(parameters: Sequence[Parameter], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return every parameter with its value or default.

    Raises InvalidInputError naming the parameter that is unknown, missing or out of bounds.

    >>> days = Parameter("days", "integer", 30, "Days", "天数", low=1, high=366)
    >>> check([days], {}), check([days], {"days": 7})
    ({'days': 30}, {'days': 7})
    """
    known = {parameter.name for parameter in parameters}
    for name in given:
        if name not in known:
            choice = ", ".join(sorted(known))
            raise InvalidInputError(f"unknown parameter {name!r}; there are {choice}", field=name)
    values = {}
    for parameter in parameters:
        value = given.get(parameter.name)
        if value is None:
            if parameter.required:
                raise InvalidInputError(
                    f"parameter {parameter.name!r} is missing", field=parameter.name
                )
            value = parameter.default
        else:
            value = _checked(parameter, value)
        values[parameter.name] = value
    return values


def _checked(parameter: Parameter, value: Any) -> Any:
    if parameter.type == "codes":
        return _codes(parameter.name, value)
    if parameter.type in ("code", "choice"):
        return _word(parameter, value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InvalidInputError(f"{parameter.name} is no number: {value!r}", field=parameter.name)
    if parameter.type == "integer" and value != int(value):
        raise InvalidInputError(f"{parameter.name} must be whole", field=parameter.name)
    low, high = parameter.low, parameter.high
    if not (low if low is not None else -1e308) <= value <= (high if high is not None else 1e308):
        bounds = f"from {low:g} to {high:g}" if high is not None else f"from {low:g} up"
        raise InvalidInputError(f"{parameter.name} must be {bounds}", field=parameter.name)
    return int(value) if parameter.type == "integer" else float(value)


def _word(parameter: Parameter, value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 64:
        raise InvalidInputError(f"{parameter.name} must be a code", field=parameter.name)
    if parameter.choices and value not in parameter.choices:
        choice = ", ".join(parameter.choices)
        raise InvalidInputError(f"{parameter.name} must be one of {choice}", field=parameter.name)
    return value


def _codes(name: str, value: Any) -> list[str]:
    if not isinstance(value, (list, tuple)) or len(value) > MAX_WORDS:
        raise InvalidInputError(f"{name} must be a list of at most {MAX_WORDS} codes", field=name)
    for word in value:
        if not isinstance(word, str) or not 0 < len(word) <= 64:
            raise InvalidInputError(f"{name} holds what is no code: {word!r}", field=name)
    return sorted(set(value))

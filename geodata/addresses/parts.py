"""An address in its parts, from the district down to the door."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class AddressParts:
    """What an address is made of; parts that it lacks are empty.

    ``rest`` is what no rule could name: of a standard address nothing, of a hasty question much.
    """

    district: str = ""
    township: str = ""
    community: str = ""
    road: str = ""
    number: str = ""
    compound: str = ""
    building: str = ""
    room: str = ""
    rest: str = ""

    @property
    def locality(self) -> str:
        """The name that numbers are counted along: road, else compound, community, or the rest.

        >>> AddressParts(compound="福景大厦", community="福山社区").locality
        '福景大厦'
        """
        return self.road or self.compound or self.community or self.rest

    @property
    def locality_kind(self) -> str:
        """What the locality is: road, compound or community."""
        if self.road:
            return "road"
        return "compound" if self.compound else "community"

    @property
    def number_value(self) -> int | None:
        """The number to count by, None without one.

        >>> AddressParts(number="甲126之2").number_value
        126
        """
        found = _DIGITS.search(self.number)
        # Longer ones are telephone numbers and the like; the column holds 32 bits.
        return int(found[0][:9]) if found else None

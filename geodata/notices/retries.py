"""When a message that was not delivered is tried again, and when that ends."""

from __future__ import annotations

from datetime import timedelta

FIRST_DELAY_S = 10.0
FACTOR = 3.0
LONGEST_DELAY_S = 12 * 3600.0
JITTER_SHARE = 0.25
# The last attempt comes about two and a half days after the first.
MOST_ATTEMPTS = 12
LONGEST_REST = timedelta(minutes=5)


def delay(attempt_count: int, chance: float) -> timedelta:
    """Return how long to wait after the ``attempt_count``-th failure; ``chance`` in [0, 1).

    It grows threefold up to twelve hours, give or take a quarter, so that a receiver that comes
    back is not met by everything at once.

    >>> [delay(count, 0.5).total_seconds() for count in (1, 2, 3, 12)]
    [10.0, 30.0, 90.0, 43200.0]
    """
    plain_s = min(FIRST_DELAY_S * FACTOR ** (attempt_count - 1), LONGEST_DELAY_S)
    return timedelta(seconds=plain_s * (1 + JITTER_SHARE * (2 * chance - 1)))


def rest(failing_for: timedelta) -> timedelta:
    """Return how long a receiver that fails is left alone with everything else.

    >>> str(rest(timedelta(seconds=60))), str(rest(timedelta(hours=3)))
    ('0:00:30', '0:05:00')
    """
    return min(failing_for / 2, LONGEST_REST)

"""Discord's ids: milliseconds since 2015 in the upper bits, a counter in the lower twenty-two."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_SPREAD = 1 << 22


class Snowflakes:
    """Ids that carry the time of `now`; they always rise, even when the clock stands still."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._count = itertools.count(1)
        self._last = 0

    def next(self) -> str:
        """A fresh id."""
        age = (self._now() - EPOCH) // timedelta(milliseconds=1)
        fresh = (age << 22) | (next(self._count) % _SPREAD)
        self._last = fresh if fresh > self._last else self._last + 1
        return str(self._last)


def moment(snowflake: str) -> datetime:
    """When an id was made, in UTC."""
    return EPOCH + timedelta(milliseconds=int(snowflake) >> 22)


def stamp(instant: datetime) -> str:
    """ISO 8601 with an offset, as Discord writes timestamps."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")

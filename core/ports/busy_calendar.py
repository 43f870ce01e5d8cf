"""What the core needs to read somebody's own calendar: when its owner is busy, and nothing else of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.busy_calendar import Trouble
    from core.times.busy_events import BusyEvent


class CalendarUnread(Exception):
    """A calendar can't be read. The text is the trouble alone: the address is a secret."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be read: the occurrences between two instants in UTC.

    ``zone`` is the owner's IANA zone, for times that name none. ``etag`` and ``modified`` are those of the version
    that is known; None where it is to be read whole.
    """

    address: str
    zone: str
    since: datetime
    until: datetime
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read, and what the server says of this version."""

    events: tuple[BusyEvent, ...]
    etag: str | None = None
    modified: str | None = None


class CalendarReader(Protocol):
    """Reads calendars from the public internet."""

    async def read(self, wish: Wish) -> Reading | None:
        """Return what a calendar holds, None for the version that is known; raises CalendarUnread."""
        ...

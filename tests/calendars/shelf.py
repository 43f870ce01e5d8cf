"""A shelf of calendars in place of the internet: each address has a file, or a trouble."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.domain.busy_calendar import Trouble
from core.ports.busy_calendar import CalendarUnread, Reading, Wish
from core.times.busy_events import busy_events
from core.times.event_times import BadCalendar
from tests.calendars.writing import GOOGLE, calendar, event


@dataclass
class Shelf:
    """Reads what lies on it (``core/ports/busy_calendar.py``)."""

    files: dict[str, bytes | Trouble] = field(default_factory=dict)
    etag: str | None = None
    asked: list[Wish] = field(default_factory=list)

    def put(self, address: str, *events: tuple[str, str]) -> None:
        """Let a calendar hold events from a start to an end, both as ``20261202T150000Z``."""
        made = (
            event(f"UID:{number}", f"DTSTART:{start}", f"DTEND:{end}")
            for number, (start, end) in enumerate(events)
        )
        self.files[address] = calendar(GOOGLE, *made)

    async def read(self, wish: Wish) -> Reading | None:
        """Return what a calendar holds; raises CalendarUnread."""
        self.asked.append(wish)
        match self.files.get(wish.address, Trouble.GONE):
            case Trouble() as trouble:
                raise CalendarUnread(trouble)
            case raw:
                return self._read(raw, wish)

    def _read(self, raw: bytes, wish: Wish) -> Reading | None:
        if self.etag is not None and wish.etag == self.etag:
            return None
        try:
            found = busy_events(raw, wish.zone, wish.since, wish.until)
        except BadCalendar as bad:
            raise CalendarUnread(Trouble(bad.code)) from None
        return Reading(events=tuple(found), etag=self.etag)

"""Reads calendars: a file is fetched, and its times are worked out beside the bot."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.calendar_fetcher import CalendarFetcher
from bot.calendar_process import worked_out
from core.ports.busy_calendar import Reading

if TYPE_CHECKING:
    from core.ports.busy_calendar import Wish


class InternetCalendars:
    """Calendars as they stand on the internet (``core/ports/busy_calendar.py``); one is worked out at a time."""

    def __init__(self, fetcher: CalendarFetcher | None = None) -> None:
        self._fetcher = fetcher or CalendarFetcher()
        self._turn = asyncio.Lock()

    async def read(self, wish: Wish) -> Reading | None:
        """Return what a calendar holds, None for the version that is known; raises CalendarUnread."""
        fetched = await self._fetcher.fetch(wish.address, wish.etag, wish.modified)
        if fetched is None:
            return None
        async with self._turn:
            events = await worked_out(fetched.content, wish)
        return Reading(events=events, etag=fetched.etag, modified=fetched.modified)

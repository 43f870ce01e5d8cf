"""The page behind each calendar feed: ``/calendar/SECRET.ics`` on the HTTP port, which a proxy shows to the world."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from aiohttp import web

from core.services.calendar_feeds import PATH

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

HEADERS = {
    "Cache-Control": "private, no-cache",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
"""A copy is asked after each time, and nobody keeps it for others (RFC 9111, 5.2.2)."""


class CalendarPage:
    """Serves calendars. ``calendar`` returns the one behind a secret, or None."""

    def __init__(self, calendar: Callable[[str], Awaitable[bytes | None]]) -> None:
        self._calendar = calendar

    @property
    def routes(self) -> tuple[web.RouteDef, ...]:
        """The one route; HEAD is answered as well."""
        return (web.get(f"{PATH}/{{secret}}.ics", self._serve),)

    async def _serve(self, request: web.Request) -> web.Response:
        """Serve the calendar, or say that it is as the reader has it: 304 (RFC 9110, 13.1.2)."""
        content = await self._calendar(request.match_info["secret"])
        if content is None:
            return web.Response(status=404, headers=HEADERS)
        tag = hashlib.sha256(content).hexdigest()[:32]
        headers = HEADERS | {"ETag": f'"{tag}"'}
        known = request.if_none_match or ()
        if any(one.value in {tag, "*"} for one in known):
            return web.Response(status=304, headers=headers)
        return web.Response(body=content, content_type="text/calendar", charset="utf-8", headers=headers)

"""Three pages for whoever watches the bot: alive, ready, and what it has counted. On the loopback address only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from bot.metrics import CONTENT_TYPE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

log = structlog.get_logger(__name__)


LOOPBACK = "127.0.0.1"


class Health:
    """``/healthz`` answers while the process lives; ``/readyz`` answers 503 until every check holds.

    ``/metrics`` is what ``metrics`` writes.
    """

    def __init__(
        self,
        port: int,
        checks: Mapping[str, Callable[[], Awaitable[bool]]],
        metrics: Callable[[], Awaitable[str]],
    ) -> None:
        self._metrics = metrics
        self._port = port
        self._checks = checks
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen on 127.0.0.1; port 0 turns the pages off."""
        if not self._port:
            return
        app = web.Application()
        app.add_routes([web.get("/healthz", self._alive), web.get("/readyz", self._ready)])
        app.add_routes([web.get("/metrics", self._counted)])
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, LOOPBACK, self._port).start()
        except OSError as error:  # being watched is no condition for serving people
            log.warning("health_port_taken", port=self._port, reason=str(error))

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the pages are listened for: IP addresses without ports."""
        return tuple(one[0] for one in self._runner.addresses) if self._runner else ()

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _alive(self, _request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def _ready(self, _request: web.Request) -> web.Response:
        results = {name: await check() for name, check in self._checks.items()}
        return web.json_response(results, status=200 if all(results.values()) else 503)

    async def _counted(self, _request: web.Request) -> web.Response:
        return web.Response(body=(await self._metrics()).encode(), headers={"Content-Type": CONTENT_TYPE})

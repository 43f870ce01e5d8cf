"""Three pages for whoever watches the bot: alive, ready, and what it has counted; on this machine only by default."""

from __future__ import annotations

import asyncio
import enum
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from bot.metrics import CONTENT_TYPE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

log = structlog.get_logger(__name__)

CHECK_SECONDS = 3.0
"""How long one check may take; what has not answered by then is down."""


class Readiness(enum.StrEnum):
    """How one part of the program stands; its value is what the page says."""

    UP = "up"
    STANDBY = "standby"
    """Another process listens, and this one takes over when that one is gone. It is as good as up."""
    DOWN = "down"

    @classmethod
    def of(cls, *, up: bool) -> Readiness:
        """Return UP or DOWN."""
        return cls.UP if up else cls.DOWN


LOOPBACK = "127.0.0.1"


class Health:
    """``/healthz`` answers while the process lives; ``/readyz`` says what is up and what is down, and then is 503.

    ``/metrics`` is what ``metrics`` writes. ``pages`` are those that a proxy may show to the world.
    """

    def __init__(
        self,
        port: int,
        checks: Mapping[str, Callable[[], Awaitable[Readiness]]],
        metrics: Callable[[], Awaitable[str]],
        pages: Sequence[web.RouteDef] = (),
        host: str = LOOPBACK,
    ) -> None:
        self._host = host
        self._pages = pages
        self._metrics = metrics
        self._port = port
        self._checks = checks
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen on this machine only, unless another address was given; port 0 turns the pages off."""
        if not self._port:
            return
        app = web.Application()
        app.add_routes([web.get("/healthz", self._alive), web.get("/readyz", self._ready)])
        app.add_routes([web.get("/metrics", self._counted)])
        app.add_routes(self._pages)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
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
        found = await asyncio.gather(*(_in_time(check) for check in self._checks.values()))
        return web.json_response(
            dict(zip(self._checks, found, strict=True)), status=503 if Readiness.DOWN in found else 200
        )

    async def _counted(self, _request: web.Request) -> web.Response:
        return web.Response(body=(await self._metrics()).encode(), headers={"Content-Type": CONTENT_TYPE})


async def _in_time(check: Callable[[], Awaitable[Readiness]]) -> Readiness:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await check()
    except TimeoutError:
        return Readiness.DOWN

"""Running the bot: start, try again, wait for SIGTERM, finish what is in flight, leave."""

from __future__ import annotations

import asyncio
import signal
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

import structlog

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from bot.health import Health
    from bot.jobs import Jobs
    from core.delivery.worker import DeliveryWorker
    from core.handlers.router import Router
    from core.services.bookings import BookingService
    from core.services.people import PeopleService
    from core.store.store import Store

log = structlog.get_logger(__name__)

FIRST_RETRY, LAST_RETRY = 15.0, 300.0
"""Seconds between two attempts to connect a platform that refused us at the start."""


def utc_now() -> datetime:
    """Return the present instant; every other module is given one."""
    return datetime.now(UTC)


class PlatformConnection(Protocol):
    """A platform's live connection."""

    @property
    def ready(self) -> bool:
        """Whether acts arrive."""
        ...

    async def start(self) -> None:
        """Connect; returns when acts arrive."""
        ...

    async def stop(self) -> None:
        """Finish what is in flight and disconnect."""
        ...

    async def idle(self) -> None:
        """Wait until every act that has arrived is answered."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """The running bot, as bot/compose.py has put it together; not yet started."""

    store: Store
    bookings: BookingService
    people: PeopleService
    router: Router
    worker: DeliveryWorker
    jobs: Jobs
    health: Health
    connections: dict[str, PlatformConnection]
    retries: list[asyncio.Task[None]] = field(default_factory=list)

    async def start(self) -> None:
        """Connect every platform, then begin to beat; ready when it returns.

        A platform that can't be reached is tried again in the background, because a dead token on one must not
        stop the other; when none can be reached, the first error is raised.
        """
        await self.health.start()
        errors = {name: await self._connect(name) for name in self.connections}
        failed = {name: error for name, error in errors.items() if error is not None}
        if failed and len(failed) == len(self.connections):
            raise next(iter(failed.values()))
        self.retries.extend(asyncio.create_task(self._keep_trying(name)) for name in failed)
        self.jobs.start()

    async def stop(self) -> None:
        """Take no new act, finish those in flight, and close everything."""
        for retry in self.retries:
            retry.cancel()
        await asyncio.gather(*self.retries, return_exceptions=True)
        for connection in self.connections.values():
            await connection.stop()
        await self.jobs.stop()
        await self.health.stop()
        await self.store.close()

    async def _connect(self, name: str) -> Exception | None:
        try:
            await self.connections[name].start()
        except Exception as error:  # the edge: the other platform goes on
            log.exception("not_connected", platform=name)
            return error
        log.info("connected", platform=name)
        return None

    async def _keep_trying(self, name: str) -> None:
        wait = FIRST_RETRY
        await asyncio.sleep(wait)
        while await self._connect(name) is not None:
            wait = min(wait * 2, LAST_RETRY)
            await asyncio.sleep(wait)


async def serve(assembling: Awaitable[Bot]) -> int:
    """Put the bot together and serve until SIGTERM or SIGINT; the result is the exit code."""
    stopped = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    bot = await assembling
    try:
        await bot.start()
    except Exception as error:
        log.exception("start_failed")
        print(f"The bot could not start: {error}. Ask: python -m bot doctor", file=sys.stderr)
        await bot.stop()
        return 1
    log.info("ready", platforms=sorted(bot.connections))
    await stopped.wait()
    log.info("stopping")
    await bot.stop()
    return 0

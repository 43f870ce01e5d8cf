"""Running the bot: start, try again, wait for SIGTERM, finish what is in flight, leave."""

from __future__ import annotations

import asyncio
import signal
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.connector import Connector, Patience
from bot.database import DatabaseUnusable
from bot.program import CALLED
from core.ports.connection import TokenRejected

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from bot.health import Health
    from bot.jobs import Jobs
    from bot.one_process import OneProcess
    from core.delivery.meetings import MeetingWorker
    from core.delivery.worker import DeliveryWorker
    from core.handlers.router import Router
    from core.ports.connection import PlatformConnection
    from core.services.bookings import BookingService
    from core.services.busy_calendars import BusyCalendars
    from core.services.chats import Chats
    from core.services.people import PeopleService
    from core.services.presence import PresenceService
    from core.services.privacy import PrivacyService
    from core.services.retention import RetentionService
    from core.store.store import Store

T = TypeVar("T")

log = structlog.get_logger(__name__)

HEAD_START = 2.0
"""Seconds for which the first deliveries wait for the platforms, and no longer."""


def utc_now() -> datetime:
    """Return the present instant; every other module is given one."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """The running bot, as bot/compose.py has put it together; not yet started."""

    alone: OneProcess
    store: Store
    bookings: BookingService
    people: PeopleService
    presence: PresenceService
    busy_calendars: BusyCalendars
    chats: Chats
    privacy: PrivacyService
    retention: RetentionService
    router: Router
    worker: DeliveryWorker
    meetings: MeetingWorker
    jobs: Jobs
    health: Health
    connections: dict[str, PlatformConnection]
    patience: Patience = field(default_factory=Patience)
    head_start: float = HEAD_START
    connectors: list[Connector] = field(default_factory=list)

    async def start(self) -> None:
        """Begin to connect the platforms, side by side, and to beat, whether or not they are there.

        A platform that can't be reached is tried again in the background for as long as it takes.
        """
        await self.health.start()
        self.connectors.extend(
            Connector(name, connection, self.patience) for name, connection in self.connections.items()
        )
        await asyncio.wait([one.first for one in self.connectors], timeout=self.head_start)
        self.jobs.start()

    async def attempted(self) -> list[Exception | None]:
        """Wait until each platform has been tried once; return what the attempts raised, None for success."""
        return [await one.first for one in self.connectors]

    async def stop(self) -> None:
        """Take no new act, finish those in flight, and close everything."""
        await self.worker.stop()  # before the connections close on which it sends
        await asyncio.gather(*(one.stop() for one in self.connectors))
        await self.jobs.stop()
        await self.meetings.close()
        await self.health.stop()
        await self.store.close()
        self.alone.release()


async def serve(assembling: Awaitable[Bot]) -> int:
    """Put the bot together and serve until SIGTERM or SIGINT; the result is the exit code.

    1 when every platform that is configured rejects its token: nothing but the operator can mend that.
    """
    stopped = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    try:
        bot = await _unless(stopped, assembling)
    except DatabaseUnusable as unusable:
        print(unusable, file=sys.stderr)
        return unusable.code
    if bot is None:
        return 0
    try:
        return await _serve(bot, stopped)
    finally:
        log.info("stopping")
        await bot.stop()


async def _serve(bot: Bot, stopped: asyncio.Event) -> int:
    await _unless(stopped, bot.start())
    errors = await _unless(stopped, bot.attempted()) or []
    rejected = [f"{error} Ask: {CALLED} doctor" for error in errors if isinstance(error, TokenRejected)]
    if rejected and len(rejected) == len(bot.connections):
        print("\n".join(rejected), file=sys.stderr)
        return 1
    log.info("ready", platforms=sorted(name for name, one in bot.connections.items() if one.ready))
    await stopped.wait()
    return 0


async def _unless(stopped: asyncio.Event, work: Awaitable[T]) -> T | None:
    """Return what ``work`` returns, or None when the program is asked to end before."""
    working, asked = asyncio.ensure_future(work), asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait({working, asked}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        asked.cancel()
    if working.done():
        return await working
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    return None

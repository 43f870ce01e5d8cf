"""The composition root: names every concrete class, in start-up order; nothing else does."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import structlog
from uuid_utils.compat import uuid7

from bot.health import Health
from bot.jobs import Jobs
from core.delivery.worker import DeliveryWorker
from core.handlers.agenda import overview
from core.handlers.router import Router, Services
from core.handlers.routes import ROUTES
from core.screens.session import OFFERS
from core.services.bookings import BookingService
from core.services.chat_rooms import ChatRooms
from core.services.open_times import OpenTimes
from core.services.people import PeopleService
from core.store.errors import Unavailable
from core.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from uuid import UUID

    from bot.settings import Settings
    from core.domain.people import Person
    from core.ports.call import Dispatcher
    from core.ports.cards import Card
    from core.ports.platform import Clock, NewId, Platform

log = structlog.get_logger(__name__)

FIRST_RETRY, LAST_RETRY = 15.0, 300.0
"""Seconds between two attempts to connect a platform that refused us at the start."""
PROGRAM = "default"
"""One deployment is one program. Its key is fixed, so that its displayed name may change."""


class Connection(Protocol):
    """A platform's live connection."""

    @property
    def ready(self) -> bool:
        """Whether presses arrive."""
        ...

    async def start(self) -> None:
        """Connect; returns when presses arrive."""
        ...

    async def stop(self) -> None:
        """Finish what is in flight and disconnect."""
        ...

    async def idle(self) -> None:
        """Wait until every press that has arrived is answered."""
        ...


@dataclass(frozen=True, slots=True)
class Program:
    """The running bot, assembled and not yet started."""

    store: Store
    bookings: BookingService
    people: PeopleService
    router: Router
    worker: DeliveryWorker
    jobs: Jobs
    health: Health
    connections: dict[str, Connection]
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

    async def stop(self) -> None:
        """Take no new press, finish those in flight, and close everything."""
        for retry in self.retries:
            retry.cancel()
        await asyncio.gather(*self.retries, return_exceptions=True)
        for connection in self.connections.values():
            await connection.stop()
        await self.jobs.stop()
        await self.health.stop()
        await self.store.close()


def new_id() -> UUID:
    """Return an id that sorts by time (RFC 9562, version 7)."""
    return uuid7()


async def compose(settings: Settings, *, clock: Clock, ids: NewId = new_id) -> Program:
    """Open the database and put everything together."""
    store = await Store.open(settings.database_url, program=PROGRAM, new_id=ids)
    bookings = BookingService(store, clock, ids, settings.policy())
    people_service = PeopleService(store, clock, ids, store.program)
    platforms: dict[str, Platform] = {}
    hall = Services(
        bookings, people_service, ChatRooms(store, platforms, settings.program_name), OpenTimes(store, clock)
    )
    worker = DeliveryWorker(store, platforms, clock, _home_of(hall), hall.open_times.mentors_free_at)
    router = Router(hall, ROUTES, worker.ring)
    connections = _connect(settings, router, store, clock, platforms)
    checks: dict[str, Callable[[], Awaitable[bool]]] = {"database": _answers(store)}
    checks |= {name: _is_ready(connection) for name, connection in connections.items()}
    health = Health(settings.health_port, checks)
    return Program(
        store,
        bookings,
        people_service,
        router,
        worker,
        Jobs(bookings, worker, store, clock),
        health,
        connections,
    )


def _connect(
    settings: Settings, router: Dispatcher, store: Store, clock: Clock, platforms: dict[str, Platform]
) -> dict[str, Connection]:
    """Import and build only the platforms that are configured: each one costs time and memory."""
    connections: dict[str, Connection] = {}
    if settings.slack is not None:
        from adapters.slack.app import SlackApp  # noqa: PLC0415 - only when configured

        slack = SlackApp(
            bot_token=settings.slack.bot_token.get_secret_value(),
            app_token=settings.slack.app_token.get_secret_value(),
            api_url=settings.slack.api_url,
            dispatcher=router,
            now=clock,
            command_prefix=settings.command_prefix,
        )
        connections["slack"] = slack
        platforms["slack"] = slack.platform
    if settings.discord is not None:
        from adapters.discord.app import CommandsHash, DiscordApp  # noqa: PLC0415 - only when configured

        channel = settings.discord.chat_channel
        discord = DiscordApp(
            token=settings.discord.token.get_secret_value(),
            api_url=settings.discord.api_url,
            gateway_url=settings.discord.gateway_url,
            dispatcher=router,
            command_prefix=settings.command_prefix,
            commands_hash=CommandsHash(
                load=lambda: store.read(lambda tx: tx.fact("discord.commands")),
                save=lambda value: store.write(lambda tx: tx.set_fact("discord.commands", value)),
            ),
            questions={offer.route: offer.confirm for offer in OFFERS if offer.confirm},
            chat_channel=None if channel is None else str(channel),
        )
        connections["discord"] = discord
        platforms["discord"] = discord.platform
    return connections


def _home_of(hall: Services) -> Callable[[Person], Awaitable[Card]]:
    async def card(person: Person) -> Card:
        return await overview(hall, person)

    return card


def _answers(store: Store) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        try:
            await store.read(lambda tx: tx.fact("health"))
        except Unavailable:
            return False
        return True

    return check


def _is_ready(connection: Connection) -> Callable[[], Awaitable[bool]]:
    async def check() -> bool:
        return connection.ready

    return check

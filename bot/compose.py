"""The composition root: names every concrete class, in start-up order; nothing else does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from uuid_utils.compat import uuid7

from adapters.pauses import Pauses
from bot.calendar_page import CalendarPage
from bot.database import in_one_sentence
from bot.erased import erased_file
from bot.health import Health, Readiness
from bot.jobs import Jobs
from bot.leased import Lease, Leased, Rhythm
from bot.measured import metrics_page
from bot.metered import MeteredDispatcher, MeteredPlatform
from bot.metrics import Metrics
from bot.one_process import OneProcess
from bot.runtime import Bot
from bot.services import services_of
from bot.video import provider_of
from core.delivery.meetings import MeetingWorker
from core.delivery.worker import DeliveryWorker
from core.domain.audit import Fault
from core.handlers.agenda import overview
from core.handlers.router import Router
from core.handlers.routes import ROUTES, SEARCH_HANDLERS
from core.screens.commands import command_table
from core.screens.phrases import PHRASES
from core.screens.session import OFFERS
from core.services.auditor import Auditor
from core.services.current_policy import CurrentPolicy
from core.services.retention import RetentionService
from core.store.connections import takes_many
from core.store.doorbell import Doorbell
from core.store.errors import Unavailable
from core.store.store import Store
from core.store.tombstone_file import TombstoneFile

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from uuid import UUID

    from adapters.discord.app import DiscordApp
    from adapters.slack.app import SlackApp
    from bot.platform_settings import DiscordSettings, SlackSettings
    from bot.settings import Settings
    from core.domain.policy import Policy
    from core.handlers.router import Services
    from core.ports.busy_calendar import CalendarReader
    from core.ports.call import Dispatcher
    from core.ports.commands import CommandTable
    from core.ports.connection import PlatformConnection
    from core.ports.meetings import MeetingProvider
    from core.ports.platform import Clock, NewId, Platform

GATEWAY = "discord.gateway"
"""What the lease is called whose holder listens to Discord."""
PROGRAM = "default"
"""One deployment is one mentoring program. Its key is fixed, so that its displayed name may change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """The booking core, put together: what answers, what delivers, what audits, and the services behind them."""

    services: Services
    worker: DeliveryWorker
    meetings: MeetingWorker
    router: Router
    auditor: Auditor
    retention: RetentionService


def new_id() -> UUID:
    """Return an id that sorts by time (RFC 9562, version 7)."""
    return uuid7()


def compose_core(
    store: Store,
    platforms: Mapping[str, Platform],
    clock: Clock,
    ids: NewId,
    policy: Policy,
    *,
    public_url: str = "",
    calendars: CalendarReader | None = None,
    provider: MeetingProvider | None = None,
) -> Core:
    """Put the core together; ``platforms`` may be filled later, because each of them needs the router first.

    ``calendars`` reads mentors' own calendars; without it they are read from the public internet. ``policy`` is what
    the settings say.
    """
    store.homeless = lambda: frozenset(
        name for name, one in platforms.items() if not one.capabilities.has_home
    )
    current = store.policy = CurrentPolicy(policy)
    services = services_of(store, platforms, clock, ids, current, public_url=public_url, calendars=calendars)
    worker = DeliveryWorker(
        store,
        platforms,
        clock,
        lambda person: overview(services, person, lasts=True),
        services.open_times.mentors_free_at,
        report=services.numbers.report,
    )
    meetings = MeetingWorker(
        store,
        provider,
        clock,
        program=lambda: current().program,
        fallback=services.bookings.fresh_room,
        ring=worker.ring,
    )
    return Core(
        services=services,
        worker=worker,
        meetings=meetings,
        router=Router(services, ROUTES, SEARCH_HANDLERS, _after_writes(store, meetings.ring, worker.ring)),
        auditor=Auditor(store, platforms, clock),
        retention=RetentionService(store, clock, current),
    )


def _after_writes(store: Store, *bells: Callable[[], None]) -> Callable[[], None]:
    """Return what rings if anything was written since it last rang: who only reads leaves nothing to tell."""
    known = store.writes

    def ring_once() -> None:
        nonlocal known
        if store.writes != known:
            known = store.writes
            for ring in bells:
                ring()

    return ring_once


async def compose(
    settings: Settings, *, clock: Clock, ids: NewId = new_id, calendars: CalendarReader | None = None
) -> Bot:
    """Open the database and put everything together; raises DatabaseUnusable."""
    alone, store = await _opened(settings.database_url, ids)
    platforms: dict[str, Platform] = {}
    core = compose_core(
        store,
        platforms,
        clock,
        ids,
        settings.policy(),
        public_url=settings.public_url or "",
        calendars=calendars,
        provider=_calls(settings, store, clock),
    )
    await _settled(settings, core)
    metrics = Metrics()
    connections = _connect(
        settings, MeteredDispatcher(core.router, metrics), store, clock, platforms, meetings=core.meetings
    )
    platforms |= {name: MeteredPlatform(platform, metrics) for name, platform in platforms.items()}
    return Bot(
        alone=alone,
        store=store,
        bookings=core.services.bookings,
        people=core.services.people,
        presence=core.services.presence,
        busy_calendars=core.services.busy_calendars,
        chats=core.services.chats,
        privacy=core.services.privacy,
        retention=core.retention,
        router=core.router,
        worker=core.worker,
        meetings=core.meetings,
        jobs=_jobs(settings, store, core, clock),
        health=Health(
            settings.health_port,
            _checks(store, core, connections),
            metrics_page(metrics, store, core.auditor, clock),
            CalendarPage(core.services.calendar_feeds.calendar).routes,
            settings.health_host,
        ),
        connections=connections,
    )


async def _settled(settings: Settings, core: Core) -> None:
    """Let what was decided hold before anything is served; raises DatabaseUnusable.

    That is what the organisers have said, and that whom a restored backup has brought back is erased again.
    """
    erased = erased_file(settings)
    core.services.privacy.file = TombstoneFile(erased) if erased else None
    async with in_one_sentence():
        await core.services.program.look()
        await core.services.privacy.heed()


def _jobs(settings: Settings, store: Store, core: Core, clock: Clock) -> Jobs:
    return Jobs(
        core.services.bookings,
        core.worker,
        store,
        clock,
        _looks(core),
        doorbell=Doorbell.of(settings.database_url, core.worker.ring),
        meetings=core.meetings if core.meetings.provider else None,
    )


def _checks(
    store: Store, core: Core, connections: Mapping[str, PlatformConnection]
) -> dict[str, Callable[[], Awaitable[Readiness]]]:
    """Return what ``/readyz`` asks."""
    checks: dict[str, Callable[[], Awaitable[Readiness]]] = {"database": _answers(store)}
    checks |= {f"audit: {fault}": _is_whole(core.auditor, fault) for fault in Fault}
    return checks | {
        name: _readiness(name, connection, core.worker) for name, connection in connections.items()
    }


async def _opened(url: str, ids: NewId) -> tuple[OneProcess, Store]:
    """Open the database, which a file is for one process alone; raises DatabaseUnusable."""
    async with in_one_sentence():
        alone = OneProcess.of(url)
        try:
            return alone, await Store.open(url, program=PROGRAM, new_id=ids)
        except BaseException:
            alone.release()
            raise


def _looks(core: Core) -> tuple[Callable[[], Awaitable[int]], ...]:
    """Return what is looked at every minute, beside what has a time of its own."""
    services = core.services
    return (
        services.presence.look,
        services.busy_calendars.look,
        services.chats.look,
        core.auditor.look,
        services.clock_rules.look,
        services.accounts.look,
        services.privacy.look,
        core.retention.look,
        services.program.look,
        services.weekly_summary.look,
        core.meetings.work_due,
    )


def _calls(settings: Settings, store: Store, clock: Clock) -> MeetingProvider | None:
    """Return who makes the calls over a connection of its own; a platform that makes them comes with its own."""
    return provider_of(settings, clock, _pauses(settings.meeting_provider, store, clock))


def _connect(
    settings: Settings,
    router: Dispatcher,
    store: Store,
    clock: Clock,
    platforms: dict[str, Platform],
    *,
    meetings: MeetingWorker,
) -> dict[str, PlatformConnection]:
    """Build only the platforms that are configured: each one costs time and memory.

    Slack spreads what happens over all sockets of an app. Discord tells every gateway connection everything, so
    that of several processes one listens.
    """
    rhythm = Rhythm()
    connections: dict[str, PlatformConnection] = {}
    commands = command_table(settings.command_prefix)
    if settings.slack is not None:
        slack = _slack(settings.slack, router, commands, store, clock)
        connections["slack"], platforms["slack"] = slack, slack.platform
    if settings.discord is not None:
        discord = _discord(settings.discord, router, commands, store, clock)
        connections["discord"], platforms["discord"] = discord, discord.platform
        if settings.discord.voice_channel is not None:
            meetings.provider = discord.calls_in(settings.discord.voice_channel)
        if takes_many(settings.database_url):
            lease = Lease(store, GATEWAY, new_id(), rhythm.lasts)
            connections["discord"] = Leased("discord", discord, lease, rhythm)
    return connections


def _slack(
    settings: SlackSettings, router: Dispatcher, commands: CommandTable, store: Store, clock: Clock
) -> SlackApp:
    from adapters.slack.app import SlackApp  # noqa: PLC0415 - only when configured

    return SlackApp(
        bot_token=settings.bot_token.get_secret_value(),
        app_token=settings.app_token.get_secret_value(),
        api_url=settings.api_url,
        dispatcher=router,
        now=clock,
        commands=commands,
        phrases=PHRASES,
        pauses=_pauses("slack", store, clock),
        proxy=settings.proxy,
    )


def _discord(
    settings: DiscordSettings, router: Dispatcher, commands: CommandTable, store: Store, clock: Clock
) -> DiscordApp:
    from adapters.discord.app import CommandsHash, DiscordApp  # noqa: PLC0415 - only when configured

    return DiscordApp(
        token=settings.token.get_secret_value(),
        api_url=settings.api_url,
        gateway_url=settings.gateway_url,
        dispatcher=router,
        commands=commands,
        phrases=PHRASES,
        commands_hash=CommandsHash(
            load=lambda: store.read(lambda tx: tx.fact("discord.commands")),
            save=lambda value: store.write(lambda tx: tx.set_fact("discord.commands", value)),
        ),
        questions={offer.route: offer.confirm for offer in OFFERS if offer.confirm},
        home=None if settings.server is None else str(settings.server),
        pauses=_pauses("discord", store, clock),
        proxy=settings.proxy,
    )


def _pauses(platform: str, store: Store, clock: Clock) -> Pauses:
    return Pauses(
        clock,
        load=lambda: store.read(lambda tx: tx.pauses(platform)),
        save=lambda bucket, until: store.write(lambda tx: tx.pause(platform, bucket, until)),
    )


def _answers(store: Store) -> Callable[[], Awaitable[Readiness]]:
    async def check() -> Readiness:
        try:
            await store.write(lambda tx: tx.set_fact("health", "asked"))  # a full disk can still be read
        except Unavailable:
            return Readiness.DOWN
        return Readiness.UP

    return check


def _is_whole(auditor: Auditor, fault: Fault) -> Callable[[], Awaitable[Readiness]]:
    async def check() -> Readiness:
        return Readiness.of(up=fault not in auditor.broken)

    return check


def _readiness(
    name: str, connection: PlatformConnection, worker: DeliveryWorker
) -> Callable[[], Awaitable[Readiness]]:
    """Return whether acts arrive and messages are taken."""

    async def check() -> Readiness:
        if isinstance(connection, Leased) and connection.standby:
            return Readiness.STANDBY
        return Readiness.of(up=connection.ready and name not in worker.lock_outs.reasons)

    return check

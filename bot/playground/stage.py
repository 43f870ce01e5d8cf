"""The stage: the whole program on both emulators, with a clock that can be moved and a bot that can be restarted."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.compose import compose
from bot.playground.clock import MovableClock
from bot.playground.discord_emulator.emulator import DiscordEmulator
from bot.playground.events import Event, next_event
from bot.playground.pilots.discord import DiscordPilot
from bot.playground.pilots.slack import SlackPilot
from bot.playground.seed import PEOPLE, Persona, settle_in
from bot.playground.slack_emulator.emulator import SlackEmulator
from bot.runtime import Bot
from bot.settings import Settings, load
from core.domain.agenda import Section
from core.domain.people import Address
from core.domain.profiles import ProfileForm
from core.ports.platform import Profile
from core.services.presence import next_walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.people import Pilot
    from core.ports.busy_calendar import CalendarReader
    from core.store.transaction import Transaction

STEP = timedelta(hours=1)
"""How far time is moved at once while something ends on the way: silence is noticed within an hour. What is due
is told at its own time, and where nothing happens time is moved over all of it."""
PLATFORMS = frozenset({"slack", "discord"})


class Stage:
    """Both platforms, the people on them, and the bot between them."""

    def __init__(
        self,
        new_clock: Callable[[], MovableClock],
        platforms: frozenset[str],
        extra: dict[str, str],
        calendars: CalendarReader | None,
    ) -> None:
        self._new_clock = new_clock
        self._platforms = platforms
        self._extra = extra
        self._calendars = calendars
        self.name = extra.get("PROGRAM_NAME", "Mentoring")
        self.program: Bot | None = None
        self._quiet = asyncio.Lock()
        self._set_up()

    def _set_up(self) -> None:
        """Build a new world in which nothing has happened yet."""
        self.run = secrets.token_hex(4)
        self.clock = self._new_clock()
        self.slack = SlackEmulator(now=self.clock, name=self.name)
        self.discord = DiscordEmulator(now=self.clock, name=self.name)
        self.people: tuple[Persona, ...] = tuple(one for one in PEOPLE if one.platform in self._platforms)
        self._folder = tempfile.TemporaryDirectory(prefix="mentoring-")
        settle_in(self.slack, self.discord)

    @classmethod
    async def open(
        cls,
        *,
        start: datetime | None = None,
        standing: bool = False,
        platforms: frozenset[str] = PLATFORMS,
        database_url: str = "",
        seeded: bool = True,
        extra: dict[str, str] | None = None,
        calendars: CalendarReader | None = None,
    ) -> Stage:
        """Start both emulators and the bot; with ``standing`` time passes only when it is moved.

        ``calendars`` reads mentors' own calendars; without it they are read from the public internet.
        """
        given = {"DATABASE_URL": database_url} if database_url else {}
        stage = cls(
            lambda: MovableClock(start, standing=standing), platforms, given | (extra or {}), calendars
        )
        try:
            await stage._start(seeded=seeded)
        except BaseException:
            await stage.close()
            raise
        return stage

    async def _start(self, *, seeded: bool) -> None:
        await self.slack.start()
        await self.discord.start()
        await self.start_bot()
        if seeded:
            await self.seed()

    async def start_over(self) -> None:
        """Forget everything and begin again: the same people, nothing booked, the clock where it began.

        A database that was named to ``open`` keeps what is in it.
        """
        async with self._quiet:
            await self.close()
            self._set_up()
            await self._start(seeded=True)

    async def close(self) -> None:
        """Stop everything and forget it."""
        await self.stop_bot()
        await self.slack.stop()
        await self.discord.stop()
        self._folder.cleanup()

    def settings(self) -> Settings:
        """Return the settings with which the bot runs here; they are read like any others."""
        database = f"sqlite:///{Path(self._folder.name) / 'bookings.db'}"
        environ = {"DATABASE_URL": database, "HEALTH_PORT": "0", **self._extra}
        if "slack" in self._platforms:
            environ |= {
                "SLACK_BOT_TOKEN": self.slack.bot_token,
                "SLACK_APP_TOKEN": self.slack.app_token,
                "SLACK_API_URL": self.slack.api_url,
            }
        if "discord" in self._platforms:
            environ |= {
                "DISCORD_TOKEN": self.discord.token,
                "DISCORD_API_URL": self.discord.api_url,
                "DISCORD_GATEWAY_URL": self.discord.gateway_url,
            }
        return load(environ)

    @property
    def bot(self) -> Bot:
        """The running bot."""
        if self.program is None:
            raise RuntimeError("the bot is not running")
        return self.program

    async def start_bot(self) -> None:
        """Start the bot on the database of the stage.

        Interrupted, it is put together first: what is half open could not be closed.
        """
        composing = asyncio.ensure_future(
            compose(self.settings(), clock=self.clock, calendars=self._calendars)
        )
        try:
            self.program = await asyncio.shield(composing)
        except asyncio.CancelledError:
            self.program = await composing
            raise
        await self.program.start()
        await self.program.attempted()

    async def stop_bot(self) -> None:
        """Stop the bot; the database and the platforms stay as they are."""
        if self.program is not None:
            program, self.program = self.program, None
            await program.stop()

    async def restart(self) -> None:
        """Stop the bot and start it again on the same database."""
        async with self._quiet:
            await self.stop_bot()
            await self.start_bot()

    async def seed(self) -> None:
        """Make the mentors of the community known."""
        for persona in self.people:
            if not persona.headline:
                continue
            profile = Profile(name=persona.name, zone=persona.zone)
            person = await self.bot.people.greet(self.address(persona), profile)
            typed = ProfileForm(
                headline=persona.headline, skills=persona.skills, zone=persona.zone, hours=persona.hours
            )
            await self.bot.people.save_profile(person, typed)

    def address(self, persona: Persona) -> Address:
        """Return where a person of the community is known."""
        space = self.slack.team_id if persona.platform == "slack" else "-"
        return Address(persona.platform, space, persona.user_id)

    def pilot(self, key: str) -> Pilot:
        """Return the hands and eyes of somebody in the community."""
        persona = next(one for one in self.people if one.key == key)
        if persona.platform == "slack":
            return SlackPilot(persona.name, self.slack.client(persona.user_id), persona.zone, self.clock)
        return DiscordPilot(persona.name, self.discord.client(persona.user_id), persona.zone, self.clock)

    async def move_to(self, key: str, zone: str) -> None:
        """Let somebody live in another IANA zone; Slack tells the bot, Discord tells nobody."""
        self.people = tuple(replace(one, zone=zone) if one.key == key else one for one in self.people)
        persona = next(one for one in self.people if one.key == key)
        if persona.platform == "slack":
            await self.slack.change_user(persona.user_id, tz=zone)

    def now(self) -> datetime:
        """Return the present instant of the stage."""
        return self.clock()

    async def settle(self) -> None:
        """Wait until all that was said is read, every press is answered and everything due is delivered."""
        with suppress(TimeoutError):  # a connection that breaks off reads it when it is back
            await self.discord.wait_read()
        for connection in self.bot.connections.values():
            await connection.idle()
        while await self.bot.meetings.work_due() or await self.bot.worker.deliver_due():
            pass

    async def sleep(self, by: timedelta) -> None:
        """Let time pass while the bot does nothing, as on a machine that sleeps."""
        self.clock.move(by)

    async def advance(self, by: timedelta) -> None:
        """Let time pass in small steps; everything due on the way happens."""
        end = self.clock() + by
        await self.settle()
        while (left := end - self.clock()) > timedelta(0):
            due = await self.next_due()
            if due is not None:
                left = min(left, due - self.clock() if due > self.clock() else STEP)
            eventless = await self.nothing_ends_by(self.clock() + left)
            self.clock.move(left if eventless else min(left, STEP))
            if await self.bot.bookings.sweep() or (due and due <= self.clock()):
                await self.settle()
            if due is None and left <= timedelta(milliseconds=1):
                break
        await self.bot.presence.look()
        await self.bot.busy_calendars.look()
        await self.bot.chats.look()
        await self.bot.privacy.look()
        await self.bot.retention.look()
        await self.settle()

    async def nothing_ends_by(self, instant: datetime) -> bool:
        """Say whether a sweep at that instant would move no booking, so that none before it is needed either."""
        over = instant - self.bot.bookings.policy().grace
        return not await self.bot.store.read(
            lambda tx: tx.overdue(instant, 1) or tx.finished(over, 1) or tx.stale_proposals(instant, 1)
        )

    async def next_due(self) -> datetime | None:
        """Return when the next notice is due."""
        told, made = await self.bot.store.read(lambda tx: (tx.next_due(), tx.next_meeting_due()))
        return min((at for at in (told, made) if at is not None), default=None)

    async def next_event(self) -> Event | None:
        """Return what happens next by itself; None while nothing is planned."""

        def read(tx: Transaction) -> Event | None:
            found = ((tx.person_at(self.address(one)), one.name) for one in self.people)
            known = {person.id: name for person, name in found if person}
            missing = [one for one in self.people if self._is_gone(one)]
            unnoticed = [
                one for one in missing if (who := tx.person_at(self.address(one))) and not who.left_at
            ]
            look = next_walk(tx) if unnoticed else None
            return next_event(tx, known, self.clock(), self.bot.bookings.policy().grace, look)

        async with self._quiet:
            return await self.bot.store.read(read)

    def _is_gone(self, persona: Persona) -> bool:
        """Whether somebody has left without a word of the platform to the bot."""
        return persona.platform == "discord" and not self.discord.in_guild(persona.user_id)

    async def first_steps(self) -> tuple[bool, bool]:
        """Say whether Sam has booked anything, and whether any of it was ever accepted."""
        sam = next((one for one in self.people if one.key == "sam"), None)

        def read(tx: Transaction) -> tuple[bool, bool]:
            person = tx.person_at(self.address(sam)) if sam else None
            now = self.clock()
            booked = [one for part in Section for one in tx.agenda(person.id, part, now, 5)] if person else []
            return bool(booked), any(one.accepted_at for one in booked)

        async with self._quiet:
            return await self.bot.store.read(read)

    async def advance_to_next(self) -> str:
        """Let time pass until the next event has happened, to the second; say what it was, "" for nothing."""
        await self.settle()
        event = await self.next_event()
        if event is None:
            return ""
        before = self._heard()
        await self.advance(max(event.at - self.clock(), timedelta(0)))
        deaf = [name for name, count in self._heard().items() if count == before[name]]
        return event.told(self.clock(), await self._unreached(event, deaf))

    async def pass_time(self, by: timedelta) -> tuple[str, ...]:
        """Let time pass from event to event; say what has happened on the way."""
        end, told = self.clock() + by, list[str]()
        await self.settle()
        while (event := await self.next_event()) is not None and event.at <= end:
            told.append(await self.advance_to_next())
        await self.advance(max(end - self.clock(), timedelta(0)))
        return tuple(told)

    async def _unreached(self, event: Event, deaf: list[str]) -> tuple[str, ...]:
        """Name those to whom an event should have come and did not."""
        people = await self.bot.store.read(lambda tx: tx.people(event.heard_by))
        meant = {person.name for person in people.values()}
        return tuple(name for name in deaf if name in meant)

    def _heard(self) -> dict[str, int]:
        return {persona.name: len(self.pilot(persona.key).pings) for persona in self.people}

    def pings_so_far(self) -> int:
        """Return how many messages made a sound so far, for everybody together."""
        return sum(self._heard().values())

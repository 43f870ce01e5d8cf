"""What the page needs of the stage that it shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.playground.discord_emulator.emulator import DiscordEmulator
from bot.playground.events import Event
from bot.playground.seed import Persona
from bot.playground.slack_emulator.emulator import SlackEmulator


class PlayedStage(Protocol):
    """Both platforms, the people on them, a clock that can be moved and a bot that can be restarted."""

    @property
    def slack(self) -> SlackEmulator:
        """The Slack of the playground."""
        ...

    @property
    def discord(self) -> DiscordEmulator:
        """The Discord of the playground."""
        ...

    @property
    def people(self) -> Sequence[Persona]:
        """Everybody who can be played, in the order of the switches."""
        ...

    @property
    def run(self) -> str:
        """A word that changes when everything was forgotten."""
        ...

    @property
    def name(self) -> str:
        """What the programme is called."""
        ...

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        ...

    async def next_event(self) -> Event | None:
        """Return what happens next by itself; None while nothing is planned."""
        ...

    async def first_steps(self) -> tuple[bool, bool]:
        """Say whether Sam has booked anything, and whether any of it was ever accepted."""
        ...

    async def advance_to_next(self) -> str:
        """Let time pass until the next event has happened; say what it was, "" for nothing."""
        ...

    async def pass_time(self, by: timedelta, /) -> tuple[str, ...]:
        """Let time pass from event to event; say what has happened on the way."""
        ...

    async def restart(self) -> None:
        """Stop the bot and start it again on the same database."""
        ...

    async def start_over(self) -> None:
        """Forget everything and begin again with the same people."""
        ...

    async def move_to(self, key: str, zone: str, /) -> None:
        """Let somebody live in another IANA zone."""
        ...

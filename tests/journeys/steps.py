"""Steps that many journeys share, in the words of the people who take them."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from adapters.discord.capabilities import CAPABILITIES as DISCORD
from adapters.slack.capabilities import CAPABILITIES as SLACK
from bot.playground.pilots.discord import DiscordPilot
from bot.playground.pilots.slack import SlackPilot
from core.ports.call import Call, Trigger
from core.ports.platform import Profile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.people import Pilot
    from bot.playground.stage import Stage
    from core.domain.people import Address
    from core.ports.replies import Reply

WEDNESDAY = "2026-12-02 15:00"
ANYBODY = "Any suitable mentor"
EITHER_WAY = [
    ("sam", "ken"),
    ("mia", "ana"),
    pytest.param("sam", "ana", marks=pytest.mark.long),
    pytest.param("mia", "ken", marks=pytest.mark.long),
]
"""Student and mentor: each platform on either side. Within one platform it is the long tests that try it again."""


async def ask(
    stage: Stage, pilot: Pilot, mentor: str, topic: str, *, when: str = WEDNESDAY, message: str = ""
) -> None:
    """Book through the form, on either platform; a Discord student sets a time zone first."""
    if isinstance(pilot, DiscordPilot):
        await zoned(stage, pilot, "London")
    await opens(pilot, mentor)
    await stage.settle()  # on a busy machine the acknowledgement comes before the form
    given = {"topic": topic, "when": when, "message": message}
    if isinstance(pilot, SlackPilot):
        given = {"mentor": mentor, **given}
    await pilot.fills(**{key: value for key, value in given.items() if value})
    assert not pilot.errors, pilot.errors
    if isinstance(pilot, SlackPilot):
        await pilot.closes()  # Slack shows the receipt in the place of the form
    await stage.settle()


async def ask_anybody(stage: Stage, pilot: Pilot, topic: str, *, skills: str = "", when: str = "") -> None:
    """Ask whoever is suitable through the form, on either platform."""
    given = {"topic": topic, "skills": skills, "when": when}
    if isinstance(pilot, SlackPilot):
        await pilot.types("/book-session")
        given = {"mentor": ANYBODY, **given}
    else:
        await zoned(stage, pilot, "London")
        await pilot.types("/book-session")
        await pilot.picks("Choose a mentor", ANYBODY)
    await pilot.fills(**{key: value for key, value in given.items() if value})
    assert not pilot.errors, pilot.errors
    if isinstance(pilot, SlackPilot):
        await pilot.closes()
    await stage.settle()


async def opens(pilot: Pilot, mentor: str) -> None:
    """Open the booking form; Discord, whose forms cannot search, asks for the mentor and a day before it."""
    await pilot.types("/book-session")
    if isinstance(pilot, DiscordPilot):
        await chooses(pilot, mentor)


async def chooses(pilot: Pilot, mentor: str) -> None:
    """Choose a mentor on Discord, and to suggest a time where days are offered."""
    await pilot.picks("Choose a mentor", mentor)
    if pilot.form is None:
        await pilot.presses("Suggest a time…")


async def zoned(stage: Stage, pilot: Pilot, city: str) -> None:
    """Set a time zone, as one does on Discord. London alone would be asked: there is one in Ontario as well."""
    await pilot.types("/booking-settings")
    await pilot.presses("Set time zone…")
    await pilot.fills(zone="London, UK" if city == "London" else city)
    await stage.settle()


async def both_see(stage: Stage, pilots: tuple[Pilot, ...], *words: str) -> None:
    """Everybody's own list says the same."""
    for pilot in pilots:
        await pilot.types("/my-sessions")
        await stage.settle()
        pilot.sees("My sessions", *words)


_KEYS = count(1)
CAPABILITIES = {"slack": SLACK, "discord": DISCORD}


async def pressed(
    stage: Stage,
    actor: Address,
    route: str,
    args: tuple[str, ...],
    *,
    key: str = "",
    trigger: Trigger = Trigger.BUTTON,
    values: Mapping[str, str] | None = None,
) -> Reply:
    """Press a button, or send a form, that the person may never have been shown; return the bot's answer."""
    replies: list[Reply] = []

    async def say(reply: Reply) -> None:
        replies.append(reply)

    call = Call(
        trigger=trigger,
        route=route,
        actor=actor,
        profile=Profile(name="Somebody"),
        key=key or f"pressed {next(_KEYS)}",
        capabilities=CAPABILITIES[actor.platform],
        args=args,
        values=values or {},
    )
    await stage.bot.router.dispatch(call, say)
    await stage.settle()
    (reply,) = replies
    return reply

"""First contact: a welcome, once, and never silence for somebody who writes to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.pilots.discord import DiscordPilot
from tests.journeys.steps import chooses

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage

EVERYBODY = ["sam", "mia"]


@pytest.mark.parametrize("who", EVERYBODY)
async def test_the_first_words_are_answered_with_a_welcome_and_the_next_with_a_short_help(
    stage: Stage, who: str
) -> None:
    pilot = stage.pilot(who)
    await pilot.says("hello?")
    await stage.settle()
    (welcome,) = pilot.cards
    assert "Welcome to Mentoring" in welcome.text
    assert f"Hello {pilot.name}." in welcome.text
    assert len([line for line in welcome.text.splitlines() if "/" in line or "mentor" in line]) >= 3
    assert welcome.buttons == ("Book a session…", "My sessions")

    await pilot.says("is anybody there?")
    await stage.settle()
    assert len(pilot.cards) == 2, "one answer for each message, and none to an answer"
    helped = pilot.cards[-1]
    assert "Welcome" not in helped.text
    assert "How can I help?" in helped.text
    assert helped.buttons == ("Book a session…", "My sessions")
    assert "is anybody there?" not in helped.text


async def fills_for(pilot: Pilot, mentor: str, **fields: str) -> None:
    """Fill the form for a mentor, whom Discord asks for before it opens."""
    if isinstance(pilot, DiscordPilot):
        await pilot.picks("Choose your time zone", "London")
        await chooses(pilot, mentor)
        await pilot.fills(**fields)
    else:
        await pilot.fills(mentor=mentor, **fields)


@pytest.mark.parametrize("who", EVERYBODY)
async def test_a_session_is_booked_from_the_welcome(stage: Stage, who: str) -> None:
    pilot, ana = stage.pilot(who), stage.pilot("ana")
    await pilot.says("hello?")
    await stage.settle()
    await pilot.presses("My sessions", on="Welcome")
    await stage.settle()
    pilot.sees("My sessions", f"Hello {pilot.name}.", "/book-session")
    await pilot.presses("Book a session…")
    await fills_for(pilot, "Ana", topic="From the first words")
    await stage.settle()
    ana.sees("would like a session", "From the first words")


async def test_the_home_tab_welcomes_and_the_words_after_it_are_helped(stage: Stage) -> None:
    sam = stage.pilot("sam")
    await sam.opens_home()
    await stage.settle()
    assert sam.home is not None
    assert "Hello Sam." in sam.home.text
    assert "Mentors begin with /mentor-panel" in sam.home.text
    await sam.says("hello?")
    await stage.settle()
    assert "How can I help?" in sam.cards[-1].text


@pytest.mark.parametrize("who", EVERYBODY)
async def test_the_welcome_is_not_repeated_after_a_restart(stage: Stage, who: str) -> None:
    await stage.pilot(who).says("hello?")
    await stage.settle()
    await stage.restart()
    await stage.pilot(who).says("hello again")
    await stage.settle()
    assert "How can I help?" in stage.pilot(who).cards[-1].text


@pytest.mark.parametrize("who", EVERYBODY)
async def test_nobody_is_answered_in_a_channel_or_for_the_bots_own_messages(stage: Stage, who: str) -> None:
    sam, mia, ken = (stage.pilot(key) for key in ("sam", "mia", "ken"))
    channel = next(
        one["id"] for one in stage.slack.client(sam.user).channels if one.get("name") == "mentoring"
    )
    await stage.slack.client(sam.user).say(channel, "hello everybody")
    await stage.discord.client(mia.user).say(stage.discord.general, "hello everybody")
    await stage.pilot(who).types("/book-session")
    await fills_for(stage.pilot(who), "Ken", topic="Quiet")
    await stage.settle()
    assert not any("How can I help?" in card.text or "Welcome" in card.text for card in ken.cards)
    assert not any(
        "How can I help?" in card.text or "Welcome" in card.text for card in (*sam.cards, *mia.cards)
    )

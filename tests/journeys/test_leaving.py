"""Somebody leaves the workspace or the server: sessions are called off, the others are told, and they may come back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.journeys.steps import ask

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage

DAY = timedelta(days=1)


async def leave(stage: Stage, pilot: Pilot) -> None:
    """Leave, in the platform's own way, and let the bot notice: by an event on Slack, by the daily look on Discord."""
    persona = next(one for one in stage.people if one.name == pilot.name)
    if persona.platform == "slack":
        await stage.slack.change_user(pilot.user, deleted=True)
    else:
        await stage.discord.leave_guild(pilot.user)
        await stage.advance(DAY + timedelta(minutes=1))
    await stage.settle()


async def come_back(stage: Stage, pilot: Pilot) -> None:
    persona = next(one for one in stage.people if one.name == pilot.name)
    if persona.platform == "slack":
        await stage.slack.change_user(pilot.user, deleted=False)
    else:
        await stage.discord.join_guild(pilot.user)
        await stage.advance(DAY + timedelta(minutes=1))
    await stage.settle()


async def offered(stage: Stage) -> set[str]:
    return {one.person.name for one in await stage.bot.people.mentors("", limit=20)}


@pytest.mark.parametrize(("student", "mentor"), [("mia", "ana"), ("sam", "ken")])
async def test_a_mentor_leaves_and_the_student_is_told_and_others_are_offered(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await stage.advance(timedelta(seconds=1))
    await ask(stage, asker, answerer.name, "Stay")
    await answerer.presses("Accept")
    await stage.settle()
    before = len(answerer.pings)
    await leave(stage, answerer)
    told = asker.pings[-1]
    assert f"{answerer.name} has left, so this is called off" in told.text
    assert "Other mentors" in told.buttons
    assert list(told.files) == ["session-cancelled.ics"], "the calendar's entry goes with it"
    assert "Cancelled" in asker.sees("Session with", "Stay").text
    assert len(answerer.pings) == before
    assert answerer.name not in await offered(stage)
    pings = len(asker.pings)
    await come_back(stage, answerer)
    assert answerer.name in await offered(stage)
    assert (len(asker.pings), len(answerer.pings)) == (pings, before)
    card = answerer.sees("Session with", "Stay").text
    assert "Cancelled" in card
    assert "because you had left" in card


async def test_a_refused_message_tells_that_its_reader_has_left(stage: Stage) -> None:
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    await stage.discord.leave_guild(ken.user)
    await ask(stage, sam, ken.name, "Are you there?")
    await stage.advance(timedelta(minutes=1))
    assert f"{ken.name} has left" in sam.pings[-1].text
    assert "Withdrawn" in sam.sees("Request to", "Are you there?").text
    assert ken.name not in await offered(stage)


async def test_a_student_leaves_and_the_mentors_time_is_free_again(stage: Stage) -> None:
    sam, lea, ana = stage.pilot("sam"), stage.pilot("lea"), stage.pilot("ana")
    await ask(stage, sam, ana.name, "Soon gone")
    await leave(stage, sam)
    assert "Sam has left" in ana.pings[-1].text
    await ask(stage, lea, ana.name, "The same time")
    await ana.presses("Accept", on="The same time")
    await stage.settle()
    assert "Confirmed" in lea.sees("Session with", "The same time").text


async def test_a_session_that_has_begun_stays(stage: Stage) -> None:
    sam, ana = stage.pilot("sam"), stage.pilot("ana")
    await ask(stage, sam, ana.name, "Begun", when="2026-11-30 10:30")
    await ana.presses("Accept")
    await stage.advance(timedelta(minutes=35))
    await leave(stage, sam)
    assert "Confirmed" in ana.sees("Session with", "Begun").text
    await stage.advance(timedelta(hours=2))
    assert "Completed" in ana.sees("Session with", "Begun").text


async def test_whoever_acts_is_back(stage: Stage) -> None:
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    await ask(stage, sam, ken.name, "Here after all")
    persona = next(one for one in stage.people if one.key == "ken")
    assert await stage.bot.presence.note(stage.address(persona), here=False)
    assert not await stage.bot.presence.note(stage.address(persona), here=False)
    await ken.types("/my-sessions")
    await stage.settle()
    assert ken.name in await offered(stage)


async def test_who_cannot_be_asked_for_is_not_said_to_have_left(stage: Stage) -> None:
    """An outage, a server that is away: nothing is called off for what nobody knows."""
    await stage.advance(timedelta(seconds=1))
    stage.slack.faults.fail("users.info", times=99)
    stage.discord.faults.refuse("GET", "/guilds/*/members/*", 50001, times=99)
    before = await offered(stage)
    await stage.advance(DAY + timedelta(minutes=1))
    assert await offered(stage) == before
    assert {"ana", "ken", "noor"} <= {name.lower() for name in before}


async def test_the_playground_says_when_the_bot_will_notice(stage: Stage) -> None:
    ken = stage.pilot("ken")
    await stage.advance(timedelta(seconds=1))
    assert await stage.next_event() is None
    await stage.discord.leave_guild(ken.user)
    told = await stage.advance_to_next()
    assert "The bot has looked who is still there" in told
    assert ken.name not in await offered(stage)
    assert await stage.next_event() is None

"""Calls in a Discord voice channel: an event for two people of its server, and a room of the template for others."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.playground.discord_emulator.scheduled_events import CREATE_EVENTS, MAY_HOLD_EVENTS
from bot.playground.stage import Stage
from tests.conftest import MONDAY, refused_by_the_specs
from tests.journeys.steps import ask, zoned

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.playground.people import Pilot

TOPIC, CALL, SPARE = "Ownership", "Start video call", "so this is a spare room"
EVENTS = "/guilds/*/scheduled-events"


@pytest.fixture
async def stage(community: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """The seeded community whose program holds its calls in a voice channel."""
    copied = shutil.copy(community, tmp_path / "bookings.db")
    extra: dict[str, str] = {}
    opened = await Stage.open(
        start=MONDAY,
        standing=True,
        database_url=f"sqlite:///{copied}",
        seeded=False,
        extra=extra,
    )
    await calls_in(opened, opened.discord.add_voice_channel("Calls"))
    yield opened
    await opened.close()
    assert refused_by_the_specs(opened.slack, opened.discord) == []


async def calls_in(stage: Stage, channel: str) -> None:
    stage._extra |= {"MEETING_PROVIDER": "discord", "DISCORD_VOICE_CHANNEL": channel}
    await stage.restart()


async def accepted(stage: Stage, student: str, mentor: str) -> tuple[Pilot, Pilot]:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, TOPIC)
    await answerer.presses("Accept", on=TOPIC)
    await stage.settle()
    return asker, answerer


def links(stage: Stage) -> list[str]:
    guild = stage.discord.guild_id
    return [f"https://discord.com/events/{guild}/{one.id}" for one in stage.discord.scheduled_events]


@pytest.mark.wide
async def test_two_of_one_server_get_an_event_that_lives_with_the_session(stage: Stage) -> None:
    asker, answerer = await accepted(stage, "mia", "ken")
    (link,) = links(stage)
    assert asker.pings[-1].links[CALL] == answerer.sees(TOPIC).links[CALL] == link
    (event,) = stage.discord.scheduled_events
    assert TOPIC not in event.name and "Mia" not in f"{event.name}{event.description}"
    before = event.starts_at
    await zoned(stage, answerer, "Tokyo")
    await answerer.presses("Reschedule…", on=TOPIC)
    await answerer.fills(when="2026-12-04 12:00")
    await stage.settle()
    card = asker.sees("suggests another time")
    await asker.presses(next(label for label in card.buttons if ":" in label), on=TOPIC)
    await stage.settle()
    assert links(stage) == [link] and event.starts_at != before
    await answerer.presses("Edit link…", on=TOPIC)
    await answerer.fills(link="")
    await stage.settle()
    assert links(stage) == [asker.pings[-1].links[CALL]] != [link]
    await asker.presses("Cancel session…", on=TOPIC)
    await asker.fills(reason="")
    await stage.settle()
    assert stage.discord.scheduled_events == ()


@pytest.mark.parametrize(("student", "mentor"), [("sam", "ken"), ("mia", "ana")])
async def test_who_is_on_slack_gets_a_room_of_the_template_and_nobody_a_complaint(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = await accepted(stage, student, mentor)
    link = asker.pings[-1].links[CALL]
    assert link.startswith("https://meet.jit.si/") and answerer.sees(TOPIC).links[CALL] == link
    assert not any(SPARE in card.text for card in answerer.cards)
    assert stage.discord.scheduled_events == ()


@pytest.mark.parametrize(
    "trouble",
    ["fail after", *(pytest.param(one, marks=pytest.mark.wide) for one in ("fail before", "cut", "drop"))],
)
async def test_an_event_is_made_once_whatever_becomes_of_the_answer(stage: Stage, trouble: str) -> None:
    """discord.py repeats what ends in a 5xx: an event has no nonce, so that this would be a second one."""
    faults = stage.discord.faults
    if trouble.startswith("fail"):
        faults.fail("POST", EVENTS, status=500, after=trouble == "fail after")
    else:
        (faults.cut if trouble == "cut" else faults.drop)("POST", EVENTS)
    asker, _ = await accepted(stage, "mia", "ken")
    await stage.advance(timedelta(minutes=1))
    assert links(stage) == [asker.pings[-1].links[CALL]]
    created = [one for one in stage.discord.requests if (one.method, one.path) == ("POST", created_at(stage))]
    assert len(created) == (1 if trouble in {"fail after", "drop"} else 2)


def created_at(stage: Stage) -> str:
    return f"/guilds/{stage.discord.guild_id}/scheduled-events"


async def test_a_limit_of_discord_is_waited_for(stage: Stage) -> None:
    stage.discord.faults.rate_limit("POST", EVENTS, seconds=20)
    asker, _ = await accepted(stage, "mia", "ken")
    await stage.advance(timedelta(minutes=1))
    assert links(stage) == [asker.pings[-1].links[CALL]]


def without_permission(stage: Stage) -> str:
    return stage.discord.add_voice_channel("Quiet", permissions=MAY_HOLD_EVENTS & ~CREATE_EVENTS)


def out_of_sight(stage: Stage) -> str:
    return stage.discord.add_voice_channel("Hidden", permissions=0)


def for_text(stage: Stage) -> str:
    return stage.discord.add_channel("chat")


def nowhere(_stage: Stage) -> str:
    return "112233445566778899"


@pytest.mark.parametrize("channel", [without_permission, out_of_sight, for_text, nowhere])
@pytest.mark.sampled(4)
async def test_a_channel_that_takes_no_event_costs_nobody_the_link(
    stage: Stage, channel: Callable[[Stage], str]
) -> None:
    await calls_in(stage, channel(stage))
    asker, answerer = await accepted(stage, "mia", "ken")
    assert asker.pings[-1].links[CALL].startswith("https://meet.jit.si/")
    answerer.sees(TOPIC, SPARE)

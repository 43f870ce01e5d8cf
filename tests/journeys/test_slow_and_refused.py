"""Real clients against platforms in trouble: one is slow, one says too many, one refuses the app."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.playground.pilots.slack import SlackPilot
from core.delivery.errand import MOST_FAILURES
from tests.journeys.steps import WEDNESDAY, ask, opens, zoned

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage

SEND, OPEN, PROFILE = "/channels/*/messages", "/users/@me/channels", "users.info"
SECONDS = timedelta(seconds=1)


def calls(stage: Stage, what: str) -> int:
    """Return how often the bot has called a method of Slack, or a path of Discord with POST."""
    on_slack = sum(one.method == what for one in stage.slack.requests)
    return on_slack + sum(one.method == "POST" and _fits(one.path, what) for one in stage.discord.requests)


def _fits(path: str, pattern: str) -> bool:
    steps, wanted = path.strip("/").split("/"), pattern.strip("/").split("/")
    return len(steps) == len(wanted) and all(w in ("*", s) for w, s in zip(wanted, steps, strict=True))


async def sends(stage: Stage, pilot: Pilot, mentor: str, topic: str, when: str = WEDNESDAY) -> None:
    """Book through the form, and do not wait for what it leads to."""
    await opens(pilot, mentor)
    given = {"mentor": mentor} if isinstance(pilot, SlackPilot) else {}
    await pilot.fills(**given, topic=topic, when=when)
    assert not pilot.errors, pilot.errors
    for connection in stage.bot.connections.values():
        await connection.idle()


async def has(pilot: Pilot, topic: str) -> None:
    """Wait until a message about a topic has come."""
    async with asyncio.timeout(20):
        while not any(topic in ping.text for ping in pilot.pings):  # noqa: ASYNC110 - nobody could set an event
            await asyncio.sleep(0)


async def test_a_slow_slack_keeps_nobody_on_discord_waiting(stage: Stage) -> None:
    mia, ken, sam = stage.pilot("mia"), stage.pilot("ken"), stage.pilot("sam")
    await zoned(stage, mia, "London")
    gate = stage.slack.faults.stall("chat.postMessage")
    await sends(stage, sam, ken.name, "Slow receipt")
    await has(ken, "Slow receipt")
    await sends(stage, mia, ken.name, "And another")
    await has(ken, "And another")
    assert not sam.pings
    gate.set()
    await stage.advance(timedelta(minutes=1))
    assert sum("Slow receipt" in ping.text for ping in sam.pings) == 1


async def test_a_slow_discord_keeps_nobody_on_slack_waiting(stage: Stage) -> None:
    sam, ken, ana = stage.pilot("sam"), stage.pilot("ken"), stage.pilot("ana")
    gate = stage.discord.faults.stall("POST", SEND)
    await sends(stage, sam, ken.name, "Slow request")
    await has(sam, "Slow request")
    await sam.closes()
    await sends(stage, sam, ana.name, "Quick request", "2026-12-03 15:00")
    await has(ana, "Quick request")
    assert not ken.pings
    gate.set()
    await stage.advance(timedelta(minutes=1))
    assert sum("Slow request" in ping.text for ping in ken.pings) == 1


@pytest.mark.parametrize("broken", ["conversations.open", "chat.postMessage", OPEN, SEND])
@pytest.mark.sampled(2)
async def test_a_message_that_did_not_arrive_leads_to_one_in_the_newest_form(
    stage: Stage, broken: str
) -> None:
    """Whether that is proved, because no conversation was opened, or found out by looking for it."""
    student, mentor = ("mia", "ana") if broken.startswith("/") else ("sam", "ken")
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    if student == "sam":
        stage.slack.faults.fail(broken, status=503)
    else:
        await zoned(stage, asker, "London")
        stage.discord.faults.refuse("POST", broken, 130000 if broken == OPEN else 0, status=503)
    before = len(asker.pings)
    await sends(stage, asker, answerer.name, "Told once")
    await stage.settle()
    assert len(asker.pings) == before
    await answerer.presses("Accept", on="Told once")
    await stage.settle()
    await stage.advance(timedelta(minutes=2))
    news = [ping.text for ping in asker.pings[before:]]
    assert len(news) == 1, news
    assert "Confirmed" in news[0]


async def test_too_many_profiles_wait_for_every_press_and_over_a_restart(stage: Stage) -> None:
    sam, ana = stage.pilot("sam"), stage.pilot("ana")
    stage.slack.faults.rate_limit(PROFILE, seconds=30)
    await sam.types("/my-sessions")
    await stage.settle()
    asked = calls(stage, PROFILE)
    await ana.types("/my-sessions")
    await stage.restart()
    await sam.types("/my-sessions")
    await stage.settle()
    assert calls(stage, PROFILE) == asked
    await stage.sleep(31 * SECONDS)
    await sam.types("/my-sessions")
    await stage.settle()
    assert calls(stage, PROFILE) == asked + 1


@pytest.mark.wide
async def test_conversations_that_open_too_fast_wait_for_everybody_and_known_ones_do_not(
    stage: Stage,
) -> None:
    sam, ken, mia, noor = (stage.pilot(one) for one in ("sam", "ken", "mia", "noor"))
    await ask(stage, sam, ken.name, "Known")
    await zoned(stage, mia, "London")
    stage.discord.faults.refuse("POST", OPEN, 40003)
    await sends(stage, mia, stage.pilot("ana").name, "Not opened")
    await stage.settle()
    opened = calls(stage, OPEN)
    await ask(stage, sam, noor.name, "Not tried", when="2026-12-03 15:00")
    await ken.presses("Accept", on="Known")
    await stage.advance(timedelta(minutes=5))
    assert "Confirmed" in ken.sees("Known").text
    await stage.restart()
    await stage.settle()
    assert calls(stage, OPEN) == opened
    assert not noor.pings
    await stage.advance(timedelta(minutes=6))
    for pilot, topic in ((mia, "Not opened"), (noor, "Not tried")):
        assert sum(topic in ping.text for ping in pilot.pings) == 1


async def test_a_global_limit_of_discord_holds_for_all_of_its_calls(stage: Stage) -> None:
    sam, ken, mia, ana = (stage.pilot(one) for one in ("sam", "ken", "mia", "ana"))
    await ask(stage, sam, ken.name, "Before")
    await ken.presses("Accept", on="Before")
    await zoned(stage, mia, "London")
    stage.discord.faults.rate_limit("POST", OPEN, seconds=60, is_global=True)
    await sends(stage, mia, ana.name, "Everything waits")
    await stage.settle()
    before = len(stage.discord.requests)
    await ask(stage, sam, ken.name, "This as well", when="2026-12-03 15:00")
    assert [one.path for one in stage.discord.requests[before:] if "interactions" not in one.path] == []
    assert any("This as well" in ping.text for ping in sam.pings)
    await stage.advance(61 * SECONDS)
    assert any("This as well" in ping.text for ping in ken.pings)
    assert any("Everything waits" in ping.text for ping in mia.pings)


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_an_app_that_is_refused_waits_until_it_is_mended(stage: Stage, platform: str) -> None:
    sam, ken, mia, ana = (stage.pilot(one) for one in ("sam", "ken", "mia", "ana"))
    asker, answerer = (mia, ana) if platform == "slack" else (sam, ken)
    if asker is mia:
        await zoned(stage, mia, "London")
        stage.slack.faults.refuse("chat.postMessage", "team_added_to_org", times=2)
    else:
        stage.discord.faults.refuse("POST", SEND, 20026, status=403, times=2)
    await sends(stage, asker, answerer.name, "Waits")
    await stage.settle()
    assert list(stage.bot.worker.lock_outs.reasons) == [platform]
    assert await stage.bot.health._checks[platform]() == "down"
    await stage.advance(timedelta(minutes=6))
    assert not any("Waits" in ping.text for ping in answerer.pings)
    await stage.advance(timedelta(minutes=6))
    assert sum("Waits" in ping.text for ping in answerer.pings) == 1
    assert await stage.bot.health._checks[platform]() == "up"
    assert not any("could not be reached" in ping.text for ping in asker.pings)


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_a_refusal_that_nobody_knows_is_told_to_the_other_side(stage: Stage, platform: str) -> None:
    sam, ken, mia, ana = (stage.pilot(one) for one in ("sam", "ken", "mia", "ana"))
    asker, answerer = (mia, ana) if platform == "slack" else (sam, ken)
    if asker is mia:
        await zoned(stage, mia, "London")
        stage.slack.faults.refuse("chat.postMessage", "a_code_of_next_year", times=MOST_FAILURES + 1)
    else:
        stage.discord.faults.refuse("POST", SEND, 99999, status=403, times=MOST_FAILURES + 1)
    await sends(stage, asker, answerer.name, "Refused")
    await stage.advance(timedelta(minutes=15))
    assert not any("Refused" in ping.text for ping in answerer.pings)
    assert sum("could not be reached by direct message;" in ping.text for ping in asker.pings) == 1
    assert "could not be reached" in asker.sees("You asked", "Refused").text
    await answerer.types("/my-sessions")
    await stage.settle()
    assert sum("Refused" in ping.text for ping in answerer.pings) == 1, "it is told when they are back"

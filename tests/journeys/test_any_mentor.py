"""Any suitable mentor: the best three are asked one after another, and the student has one card of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.journeys.steps import ANYBODY, ask_anybody, both_see, zoned

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage

OF_ALL = {"ana", "ken", "noor"}
EACH = timedelta(hours=16)
"""A third of ANSWER_HOURS."""


def asked_now(stage: Stage, topic: str) -> Pilot:
    """Return the one mentor who may answer it now; nobody else may."""
    able = [
        stage.pilot(key)
        for key in sorted(OF_ALL)
        if any("Accept" in card.buttons and topic in card.text for card in stage.pilot(key).cards)
    ]
    assert len(able) == 1, [one.name for one in able]
    return able[0]


def cards_of(pilot: Pilot, topic: str) -> int:
    """Return how many cards of it, and not news, somebody has."""
    return sum(topic in card.text and "Asked in turn" in card.text for card in pilot.cards)


@pytest.mark.parametrize("student", ["sam", "mia"])
async def test_the_first_declines_the_second_is_late_and_the_third_accepts(
    stage: Stage, student: str
) -> None:
    asker = stage.pilot(student)
    await ask_anybody(stage, asker, "Whoever has time")
    first = asked_now(stage, "Whoever has time")
    card = asker.sees("You asked any suitable mentor", "Whoever has time")
    assert f"{first.name} (asked now)" in card.text.replace("@", "")
    assert card.text.count("(next)") == card.text.count("(after that)") == 1
    pings = len(asker.pings)
    await first.presses("Decline…", on="Whoever has time")
    await first.fills(reply="Not this week")
    await stage.settle()
    second = asked_now(stage, "Whoever has time")
    assert second.name != first.name
    text = asker.sees("You asked any suitable mentor", "Whoever has time").text.replace("@", "")
    assert f"{first.name} (could not take it)" in text and f"{second.name} (asked now)" in text
    assert len(asker.pings) == pings, "the card changes in silence"
    await stage.advance(EACH + timedelta(minutes=2))
    third = asked_now(stage, "Whoever has time")
    assert third.name not in {first.name, second.name}
    assert cards_of(asker, "Whoever has time") == 1
    await third.presses("Accept", on="Whoever has time")
    await stage.settle()
    assert f"{third.name} accepted" in asker.pings[-1].text.replace("@", "")
    await both_see(stage, (asker, third), "Upcoming", "Whoever has time")


@pytest.mark.parametrize("student", ["sam", "mia"])
async def test_everybody_declines_and_the_student_is_told_with_a_way_on(stage: Stage, student: str) -> None:
    asker = stage.pilot(student)
    await ask_anybody(stage, asker, "Nobody can")
    for _ in range(3):
        mentor = asked_now(stage, "Nobody can")
        await mentor.presses("Decline…", on="Nobody can")
        await mentor.fills(reply="Sorry")
        await stage.settle()
    told = asker.pings[-1]
    assert "None of those who were asked could take it" in told.text
    assert {"Other mentors", "Open"} <= set(told.buttons)
    await asker.presses("Other mentors", on="None of those")
    await stage.settle()
    asker.sees("Mentors")


@pytest.mark.parametrize("student", ["sam", "mia"])
async def test_the_student_withdraws_midway_and_nobody_else_is_asked(stage: Stage, student: str) -> None:
    asker = stage.pilot(student)
    await ask_anybody(stage, asker, "Changed my mind")
    first = asked_now(stage, "Changed my mind")
    await first.presses("Decline…", on="Changed my mind")
    await first.fills(reply="Sorry")
    await stage.settle()
    second = asked_now(stage, "Changed my mind")
    assert second.name != first.name
    await asker.presses("Withdraw", on="Changed my mind")
    await stage.settle()
    assert "withdrew the request" in second.pings[-1].text
    for key in OF_ALL:
        assert not any("Accept" in card.buttons for card in stage.pilot(key).cards)
    await stage.advance(EACH * 3)
    asked = [key for key in OF_ALL if any("would like" in one.text for one in stage.pilot(key).cards)]
    assert len(asked) <= len({first.name, second.name})


@pytest.mark.parametrize("student", ["sam", "mia"])
async def test_who_knows_what_is_needed_is_asked_at_a_time_that_is_open(stage: Stage, student: str) -> None:
    asker = stage.pilot(student)
    await ask_anybody(stage, asker, "My queries", skills="databases", when="2026-12-02 10:00")
    assert asked_now(stage, "My queries").name == "Ken"
    text = asker.sees("You asked any suitable mentor", "My queries").text
    assert "(next)" not in text, "nobody else knows databases"


async def test_the_form_offers_times_that_are_open_for_somebody(stage: Stage) -> None:
    """Slack's picker takes no words: the times are there to choose from. Ana alone gives them to Europe's day."""
    sam = stage.pilot("sam")
    await sam.types("/book-session")
    await sam.fills(mentor=ANYBODY, topic="Portfolio", skills="design", slot="Thu 3 Dec, 15:00")
    await sam.closes()
    await stage.settle()
    assert asked_now(stage, "Portfolio").name == "Ana"


async def test_on_discord_the_open_times_of_that_evening_are_buttons(stage: Stage) -> None:
    mia = stage.pilot("mia")
    await zoned(stage, mia, "London")
    await mia.types("/book-session")
    await mia.picks("Choose a mentor", ANYBODY)
    await mia.fills(topic="Portfolio", skills="design", when="Thursday evening")
    await stage.settle()
    card = mia.sees("Open times, in your time zone")
    await mia.presses(next(one for one in card.buttons if one.startswith("Thu 3 Dec")))
    await stage.settle()
    assert asked_now(stage, "Portfolio").name == "Ana"


async def test_where_nobody_is_suitable_it_is_said_in_the_form(stage: Stage) -> None:
    sam = stage.pilot("sam")
    await sam.types("/book-session")
    await sam.fills(mentor=ANYBODY, topic="Baskets", skills="basket weaving")
    await stage.settle()
    assert "Nobody who fits" in sam.errors["mentor"]
    assert sam.form is not None


@pytest.mark.long
async def test_an_acceptance_and_the_deadline_at_the_same_moment_leave_one_mentor(stage: Stage) -> None:
    sam = stage.pilot("sam")
    await ask_anybody(stage, sam, "At the last moment")
    first = asked_now(stage, "At the last moment")
    await stage.sleep(EACH)
    await asyncio.gather(first.presses("Accept", on="At the last moment"), stage.bot.jobs.sweep())
    await stage.settle()
    second = asked_now(stage, "At the last moment")
    assert second.name != first.name

"""A typed time is said back before anything is sent, unless it was picked or stands in a form as a full date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.steps import ask, zoned

if TYPE_CHECKING:
    from bot.playground.stage import Stage

CARD = "Which time do you mean?"


@pytest.mark.parametrize("typed", ["2026-12-02 10:00", "wed 10:00", "tomorrow at 10am", "2 Dec 2026 10:00"])
@pytest.mark.sampled(2)
async def test_behind_the_command_every_typed_time_is_said_back(stage: Stage, typed: str) -> None:
    mia, ken = stage.pilot("mia"), stage.pilot("ken")
    await zoned(stage, mia, "London")
    await mia.types("/book-session", exact=True, mentor="Ken", topic="Typed", when=typed)
    await stage.settle()
    asked = mia.sees(CARD, "10:00 (Europe/London")
    assert asked.private
    assert len(asked.buttons) == 2, "one for the reading, one to type it again"
    assert not ken.pings
    await mia.presses(asked.buttons[0])
    await stage.settle()
    ken.sees("would like a session", "Typed")
    assert len(ken.pings) == 1


async def test_what_is_picked_is_sent_at_once(stage: Stage) -> None:
    mia, ken = stage.pilot("mia"), stage.pilot("ken")
    await zoned(stage, mia, "London")
    await mia.types("/book-session", mentor="Ken", topic="Picked", when="wed 10:00")
    await stage.settle()
    assert not any(CARD in card.text for card in mia.cards)
    ken.sees("would like a session", "Picked", "2 Dec 2026 19:00")


async def test_it_is_said_back_after_the_zone_was_asked_too(stage: Stage) -> None:
    mia, ken = stage.pilot("mia"), stage.pilot("ken")
    await mia.types("/book-session", exact=True, mentor="Ken", topic="Zones", when="2026-12-02 10:00")
    await stage.settle()
    await mia.presses("Another time zone…")
    await mia.fills(zone="London, UK")
    await stage.settle()
    assert not ken.pings
    await mia.presses(mia.sees(CARD, "Wed 2 Dec 2026, 10:00").buttons[0])
    await stage.settle()
    ken.sees("would like a session", "Zones", "2 Dec 2026 19:00")


@pytest.mark.parametrize(("typed", "at_once"), [("2026-12-02 10:00", True), ("wed 10:00", False)])
async def test_in_a_form_a_full_date_is_taken_as_it_stands(stage: Stage, typed: str, at_once: bool) -> None:
    mia, ken = stage.pilot("mia"), stage.pilot("ken")
    await zoned(stage, mia, "London")
    await mia.types("/book-session", mentor="Ken")
    await mia.fills(topic="In a form", when=typed)
    await stage.settle()
    assert bool(ken.pings) is at_once
    if not at_once:
        await mia.presses(mia.sees(CARD, "Wed 2 Dec 2026, 10:00 (Europe/London").buttons[0])
        await stage.settle()
    ken.sees("would like a session", "In a form", "2 Dec 2026 19:00")


async def test_a_changed_time_is_said_back(stage: Stage) -> None:
    mia, ken = stage.pilot("mia"), stage.pilot("ken")
    await ask(stage, mia, "Ken", "Changing")
    await mia.presses("Change…")
    await mia.fills(when="thu 10:00")
    await stage.settle()
    assert "3 Dec 2026 19:00" not in ken.sees("would like a session", "Changing").text
    await mia.presses(mia.sees(CARD, "Thu 3 Dec 2026, 10:00").buttons[0])
    await stage.settle()
    ken.sees("would like a session", "Changing", "3 Dec 2026 19:00")

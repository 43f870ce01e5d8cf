"""Organising: who may open the panel, and who is told why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.pilots.discord import DiscordPilot

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage


@pytest.mark.parametrize("key", ["ana", "noor"])
async def test_who_administers_the_workspace_or_server_organises(stage: Stage, key: str) -> None:
    pilot = stage.pilot(key)
    await pilot.types("/booking-admin")
    await stage.settle()
    pilot.sees("Organising", "Mentoring")


async def test_nobody_else_does(stage: Stage) -> None:
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    await sam.types("/booking-admin")
    await stage.settle()
    sam.sees("Only an organiser can do that.", "/booking-admin")
    await ken.types("/booking-admin")
    assert "Unknown command" in ken.last_error, "Discord does not even offer it"


async def opens(stage: Stage, key: str, button: str) -> Pilot:
    """Open the panel and press one of its buttons."""
    pilot = stage.pilot(key)
    await pilot.types("/booking-admin")
    await stage.settle()
    await pilot.presses(button)
    await stage.settle()
    return pilot


@pytest.mark.parametrize("key", ["ana", "noor"])
async def test_the_rules_are_asked_for_and_hold_at_once(stage: Stage, key: str) -> None:
    pilot = await opens(stage, key, "Name and limits…")
    await pilot.fills(name="Acme Mentors", answer_hours="no", open_requests="0")
    await stage.settle()
    if isinstance(pilot, DiscordPilot):
        pilot.sees("Give a whole number from 1 to 336.", "Give a whole number from 1 to 100.")
        await pilot.presses("Edit…")
        await stage.settle()
        assert pilot.form is not None
        assert pilot.form.field("name").value == "Acme Mentors"
    else:
        assert set(pilot.errors) == {"answer_hours", "open_requests"}
    await pilot.fills(answer_hours="24", open_requests="2")
    await stage.settle()
    seen = pilot.sees("Organising", "Acme Mentors", "24 hours", "2 open requests").text
    assert "✓ The program has a name" in seen
    assert "○ It is decided who may book" in seen
    assert stage.bot.bookings.policy().open_requests == 2
    await stage.restart()
    assert stage.bot.bookings.policy().program == "Acme Mentors"

"""What the stage promises to those who move its clock."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.journeys.steps import ask

if TYPE_CHECKING:
    from bot.playground.stage import Stage


async def test_the_next_event_is_the_next_message_that_makes_a_sound(stage: Stage) -> None:
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    await ask(stage, sam, "Ken", "Loops")
    await ken.presses("Accept")
    await stage.settle()
    before = stage.pings_so_far()
    await stage.advance_to_next()
    assert stage.pings_so_far() > before
    assert "Reminder" in sam.pings[-1].text


async def test_without_a_plan_no_time_passes(stage: Stage) -> None:
    before = stage.now()
    await stage.advance_to_next()
    assert stage.now() - before < timedelta(seconds=1)

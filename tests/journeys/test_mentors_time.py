"""What a mentor types about their time: asked when it may be the afternoon, and always opened and saved again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage


async def panel(stage: Stage, pilot: Pilot) -> str:
    """What the mentor panel says now."""
    await pilot.types("/mentor-panel")
    await stage.settle()
    return pilot.sees("Mentor panel").text


@pytest.mark.parametrize("who", ["ana", "ken"])
async def test_hours_that_may_be_in_the_afternoon_are_asked_at_the_field(stage: Stage, who: str) -> None:
    mentor = stage.pilot(who)
    await panel(stage, mentor)
    await mentor.presses("Edit profile…")
    await mentor.fills(hours="Mon-Fri 8-12, 1-5")
    await stage.settle()
    question = "Did you mean 13:00-17:00 or 01:00-05:00 by '1-5'? Write 13-17, or 1am-5am."
    if mentor.errors:
        assert mentor.errors["hours"] == question
    else:
        assert question in mentor.cards[-1].text
        await mentor.presses("Edit…")
    await mentor.fills(hours="M-F 8-12, 1-5pm")
    await stage.settle()
    assert "Mon-Fri 08:00-12:00, 13:00-17:00" in await panel(stage, mentor)


@pytest.mark.parametrize("who", ["ana", "ken"])
async def test_many_days_off_open_again_and_are_saved_again(stage: Stage, who: str) -> None:
    mentor = stage.pilot(who)
    await panel(stage, mentor)
    await mentor.presses("Open times…")
    await mentor.fills(exceptions=", ".join(f"off {day} Jan" for day in range(1, 32)))
    await stage.settle()
    assert "off Sun 31 Jan 2027" in await panel(stage, mentor)
    await mentor.presses("Open times…")
    assert mentor.form is not None
    opened = {field.key: field.value for field in mentor.form.fields}["exceptions"]
    assert opened.endswith("off Sun 31 Jan 2027")
    await mentor.fills(buffer="10")
    await stage.settle()
    assert opened in await panel(stage, mentor)

"""A restart is invisible: old buttons, open forms and messages still to be told all come through."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.journeys.steps import EITHER_WAY, ask

if TYPE_CHECKING:
    from bot.playground.stage import Stage


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_a_button_of_an_old_card_works_after_a_restart(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Restarted")
    await stage.restart()
    await answerer.presses("Accept")
    await stage.settle()
    assert asker.sees("Restarted", "Session with", "Confirmed").colour == "green"
    assert sum(" accepted: " in ping.text for ping in asker.pings) == 1


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_a_form_left_open_can_be_sent_after_a_restart(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Typing")
    await answerer.presses("Accept with a note…")
    await stage.restart()
    await answerer.fills(reply="I typed this before the restart")
    await stage.settle()
    asker.sees("Typing", "Confirmed", "I typed this before the restart")


async def test_what_is_due_at_the_end_is_sent_after_the_start(stage: Stage) -> None:
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    stage.discord.faults.fail("POST", "/channels/*/messages", status=503, times=50)
    await ask(stage, sam, ken.name, "Waiting")
    assert not ken.pings
    await stage.restart()
    stage.discord.faults.clear()
    await stage.advance(timedelta(hours=2))
    assert sum("Waiting" in ping.text for ping in ken.pings) == 1


async def test_commands_are_told_to_discord_once(stage: Stage) -> None:
    await stage.restart()
    await stage.restart()
    told = [one for one in stage.discord.requests if one.method == "PUT" and one.path.endswith("/commands")]
    assert len(told) == 1

"""What was agreed without a time: both are asked for one after three days, and after thirty it expires."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.journeys.steps import EITHER_WAY, ask
from tests.journeys.test_time import pings_with

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


async def agreed_without(stage: Stage, student: str, mentor: str) -> tuple[Pilot, Pilot]:
    """Let two people agree, and leave the time open."""
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Someday", when="")
    await answerer.presses("Accept", on="Someday")
    await stage.settle()
    return asker, answerer


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_both_are_asked_for_a_time_and_after_a_month_it_expires(
    stage: Stage, student: str, mentor: str
) -> None:
    both = await agreed_without(stage, student, mentor)
    both[0].sees("Session with", "Someday", "Without a time it expires")
    await stage.advance(3 * DAY - MINUTE)
    assert [pings_with(one, "there is no time yet") for one in both] == [0, 0]
    await stage.advance(2 * MINUTE)
    for one in both:
        assert "Pick a time…" in one.sees("there is no time yet", "Someday").buttons
    await stage.advance(27 * DAY + 2 * MINUTE)
    for one in both:
        assert pings_with(one, "there is no time yet") == 0, "the question holds no more"
        one.sees("No time was agreed with", "Someday")
        one.sees("Session with", "Someday", "Expired")
    assert {"Book again…", "Ask again…"} & set(both[0].sees("No time was agreed with").buttons)


async def test_who_has_agreed_on_a_time_is_not_asked_and_nothing_expires(stage: Stage) -> None:
    sam, ken = await agreed_without(stage, "sam", "ken")
    await ken.presses("Pick a time…", on="Someday")
    await ken.fills(when="2027-01-27 15:00")
    await stage.settle()
    await sam.presses("Wed 27 Jan, 07:00")
    await stage.settle()
    await stage.advance(40 * DAY)
    for one in (sam, ken):
        assert pings_with(one, "there is no time yet") == 0
        one.sees("Session with", "Someday", "Confirmed")

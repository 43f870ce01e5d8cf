"""What people choose: when they are reminded, and until when a session may be moved or cancelled."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.journeys.steps import EITHER_WAY, pressed
from tests.journeys.test_mentors_time import panel
from tests.journeys.test_time import HOUR, MINUTE, START, agreed, pings_with, until

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage


async def reminders(stage: Stage, pilot: Pilot, *labels: str) -> str:
    """Press some of the times under Reminders; return what the card says in the end."""
    await pilot.types("/booking-settings")
    await stage.settle()
    await pilot.presses("Reminders…")
    await stage.settle()
    for label in labels:
        await pilot.presses(label)
        await stage.settle()
    return pilot.sees("Reminders", "You are reminded").text


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_each_is_reminded_when_they_want_also_of_what_was_agreed_before(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = await agreed(stage, student, mentor)
    assert "1 hour before" in await reminders(stage, asker, "✓ 24 hours", "✓ 10 minutes", "1 hour")
    assert "off" in await reminders(stage, answerer, "None at all")
    start = START[student]
    await until(stage, start - HOUR - MINUTE)
    assert [pings_with(one, "Reminder") for one in (asker, answerer)] == [0, 0]
    await until(stage, start - HOUR)
    assert pings_with(asker, "Reminder, an hour ahead", "Agreed") == 1
    await until(stage, start + HOUR)
    assert [pings_with(one, "Reminder") for one in (asker, answerer)] == [1, 0]


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_a_mentor_says_until_when_a_session_may_be_moved_or_cancelled(
    stage: Stage, student: str, mentor: str
) -> None:
    await panel(stage, stage.pilot(mentor))
    await stage.pilot(mentor).presses("Moving and cancelling…")
    await stage.pilot(mentor).fills(changes="12")
    await stage.settle()
    assert "until 12 hours before the start" in stage.pilot(mentor).sees("Mentor panel").text
    asker, answerer = await agreed(stage, student, mentor)
    card = asker.sees("Session with", "Agreed", "May be moved or cancelled until")
    assert {"Reschedule…", "Cancel session…"} <= set(card.buttons)
    answerer.sees("Session with", "Agreed", "may move or cancel it until")
    await until(stage, START[student] - 12 * HOUR)
    late = asker.sees("Session with", "Agreed", "Too late to move or cancel it here: write to")
    assert not {"Reschedule…", "Cancel session…"} & set(late.buttons), "the card changes by itself"
    assert "Cancel session…" in answerer.sees("Session with", "Agreed").buttons
    await answerer.presses("Cancel session…")
    await answerer.fills()
    await stage.settle()
    asker.sees("Session with", "Cancelled")


async def test_who_presses_an_old_button_is_told_what_to_do(stage: Stage) -> None:
    await panel(stage, stage.pilot("ken"))
    await stage.pilot("ken").presses("Moving and cancelling…")
    await stage.pilot("ken").fills(changes="120")
    await stage.settle()
    await agreed(stage, "sam", "ken")
    (booking,) = await stage.bot.store.read(lambda tx: tx.finished(stage.now() + timedelta(days=9), 9))
    actor = stage.address(next(one for one in stage.people if one.key == "sam"))
    for route in ("cancel", "propose"):
        reply = await pressed(stage, actor, route, (booking.id.hex, str(booking.version)))
        assert "press Chat on its card" in str(reply)
    assert "Cancel session…" not in stage.pilot("sam").sees("Session with", "Agreed").buttons


async def test_a_number_that_is_none_is_refused_at_its_field(stage: Stage) -> None:
    ana = stage.pilot("ana")
    await panel(stage, ana)
    await ana.presses("Moving and cancelling…")
    await ana.fills(changes="soon")
    await stage.settle()
    assert "Give a whole number from 0 to 720" in (ana.errors.get("changes") or ana.cards[-1].text)

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


async def test_the_clock_stops_at_every_event_to_the_second_and_says_what_it_was(stage: Stage) -> None:
    """The days of a session: asked for on Monday, held on Wednesday."""
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    await ask(stage, sam, "Ken", "Loops")
    waiting = await stage.next_event()
    assert waiting is not None
    assert waiting.coming == "nudge to Ken"
    await ken.presses("Accept")
    await stage.settle()
    told = []
    while (event := await stage.next_event()) is not None:
        told.append((event.coming, await stage.advance_to_next()))
        assert stage.now() == event.at
    assert told == [
        ("reminder to Sam and Ken", "Tue 1 Dec, 14:00: A reminder went to Sam and Ken."),
        ("reminder to Sam and Ken", "Wed 2 Dec, 13:50: A reminder went to Sam and Ken."),
        ("session of Sam and Ken begins", "Wed 2 Dec, 14:00: The session of Sam and Ken has begun."),
        (
            "no-show buttons for Sam and Ken",
            "Wed 2 Dec, 14:10: The no-show buttons are there for Sam and Ken.",
        ),
        (
            "session of Sam and Ken completes",
            "Wed 2 Dec, 15:30: The session of Sam and Ken is completed.",
        ),
        (
            "question to Sam and Ken",
            "Thu 3 Dec, 15:30: Sam and Ken heard the question once more how it was.",
        ),
    ]
    assert await stage.advance_to_next() == ""


async def test_who_could_not_be_reached_is_named(stage: Stage) -> None:
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    await ask(stage, sam, "Ken", "Loops")
    await ken.presses("Accept")
    stage.discord.faults.dms_closed.add(ken.user)
    told = await stage.pass_time(timedelta(hours=29, minutes=30))
    assert told == ("Tue 1 Dec, 14:00: A reminder went to Sam and Ken, but Ken could not be reached.",)


async def test_without_a_plan_no_time_passes(stage: Stage) -> None:
    before = stage.now()
    await stage.advance_to_next()
    assert stage.now() - before < timedelta(seconds=1)

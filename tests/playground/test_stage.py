"""What the stage promises to those who move its clock."""

from __future__ import annotations

from datetime import timedelta

from bot.playground.page.shown_tour import play_for
from bot.playground.stage import Stage
from tests.conftest import MONDAY
from tests.journeys.steps import ask


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
    assert await stage.first_steps() == (True, False)
    await ken.presses("Accept")
    await stage.settle()
    assert await stage.first_steps() == (True, True)
    told = []
    while (event := await stage.next_event()) is not None:
        told.append((event.coming, await stage.advance_to_next()))
        assert stage.now() == event.at
    assert told == [
        ("reminder to Sam and Ken", "Tue 1 Dec, 14:00: A reminder went out to Sam and Ken."),
        (
            "call button for Sam and Ken",
            "Wed 2 Dec, 13:45: The call is the first button for Sam and Ken.",
        ),
        ("reminder to Sam and Ken", "Wed 2 Dec, 13:50: A reminder went out to Sam and Ken."),
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
            "Thu 3 Dec, 15:30: The question how it was went out to Sam and Ken once more.",
        ),
    ]
    assert await stage.advance_to_next() == ""


async def test_who_could_not_be_reached_is_named(stage: Stage) -> None:
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    await ask(stage, sam, "Ken", "Loops")
    await ken.presses("Accept")
    stage.discord.faults.dms_closed.add(ken.user)
    told = await stage.pass_time(timedelta(hours=29, minutes=30))
    assert told == ("Tue 1 Dec, 14:00: A reminder went out to Sam and Ken, but Ken could not be reached.",)


async def test_without_a_plan_no_time_passes(stage: Stage) -> None:
    before = stage.now()
    await stage.advance_to_next()
    assert stage.now() - before < timedelta(seconds=1)


async def test_starting_over_forgets_everything_but_the_people() -> None:
    stage = await Stage.open(start=MONDAY, standing=True)
    run, people, at = stage.run, stage.people, stage.now()
    await ask(stage, stage.pilot("sam"), "Ken", "Loops")
    await stage.move_to("sam", "Asia/Tokyo")
    await stage.pass_time(timedelta(hours=3))
    await stage.start_over()
    assert stage.run != run
    assert (stage.people, stage.now()) == (people, at)
    assert await stage.next_event() is None
    assert await stage.first_steps() == (False, False)
    assert not stage.pilot("ken").cards
    await ask(stage, stage.pilot("sam"), "Ken", "Loops")
    assert stage.pilot("ken").cards
    await stage.close()


async def test_the_tour_on_the_page_says_who_acts_and_ends_with_a_reminder(stage: Stage) -> None:
    told: list[tuple[str | None, str]] = []
    last = await play_for(stage, lambda user, words: told.append((user, words)), pace=0)
    assert last == "Tue 1 Dec, 09:00: A reminder went out to Sam and Ken."
    names = {persona.user_id: persona.name for persona in stage.people}
    assert all(user is None or words.startswith(names[user]) for user, words in told)
    assert [names[user] for user, _ in told if user] == ["Sam", "Ken", "Ken"]
    stage.discord.faults.dms_closed.add(stage.pilot("ken").user)
    assert (await play_for(stage, lambda _user, _words: None, pace=0)).startswith("The tour could not go on")

"""Finding a mentor: by language and by when they have time, with how soon they answer, and booked from there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.journeys.steps import EITHER_WAY, ask, zoned

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage

OTHER_PLATFORM = [("sam", "ken"), ("mia", "ana")]


async def find(stage: Stage, pilot: Pilot, search: str = "") -> str:
    """Open the directory and return what it says."""
    if search:
        await pilot.types("/find-mentor", search=search)
    else:
        await pilot.types("/find-mentor")
    await stage.settle()
    return pilot.sees("Mentor").text


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_a_mentor_is_found_by_language_and_time_and_booked(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    if student == "mia":
        await zoned(stage, asker, "London")
    await answerer.types("/mentor-panel")
    await answerer.presses("Languages…")
    await answerer.fills(languages="English, Esperanto")
    await stage.settle()
    answerer.sees("Mentor panel", "English, Esperanto")
    found = await find(stage, asker, search="esperanto")
    assert answerer.name in found and "Noor" not in found
    assert "Next: " in found and "English, Esperanto" in found
    await asker.presses("Free this week")
    await stage.settle()
    assert answerer.name in asker.sees("Mentors free this week").text, "the words were kept"
    await asker.presses("Book…", on=answerer.name)
    await asker.fills(topic="Saluton")
    await stage.settle()
    answerer.sees("would like a session", "Saluton")


@pytest.mark.parametrize(("student", "mentor"), OTHER_PLATFORM)
async def test_how_soon_a_mentor_answers_is_told_once_it_is_known(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    for number in range(3):
        assert "Usually answers" not in await find(stage, asker)
        await ask(stage, asker, answerer.name, f"Number {number}", when="")
        await stage.advance(timedelta(hours=2))
        await answerer.presses("Decline…", on=f"Number {number}")
        await answerer.fills(reply="Sorry")
        await stage.settle()
    assert "Usually answers in ~2 h" in await find(stage, asker)


@pytest.mark.parametrize("student", ["sam", "mia"])
async def test_who_rests_until_a_day_is_shown_with_it_and_cannot_be_booked(
    stage: Stage, student: str
) -> None:
    asker, ana = stage.pilot(student), stage.pilot("ana")
    await ana.types("/mentor-panel")
    await ana.presses("Pause until…")
    await ana.fills(until="2026-12-04 12:00")
    await stage.settle()
    found = await find(stage, asker, search="design")
    assert "takes requests again from" in found
    assert "Book…" not in asker.cards[-1].buttons


async def test_free_today_is_typed_behind_the_words_and_nobody_left_leads_on(stage: Stage) -> None:
    sam = stage.pilot("sam")
    await sam.types("/find-mentor design, free today")
    await stage.settle()
    assert "@Ana" in sam.sees("Mentors free today").text
    await sam.types("/find-mentor basket weaving free this week")
    await stage.settle()
    sam.sees("Nobody who fits is free this week")
    await sam.presses("Any time")
    await stage.settle()
    sam.sees("No mentor fits these words")


async def test_the_options_of_the_command_do_the_same_on_discord(stage: Stage) -> None:
    mia = stage.pilot("mia")
    await zoned(stage, mia, "London")
    await mia.types("/find-mentor", search="python", free="this week")
    await stage.settle()
    assert "Ken" in mia.sees("Mentors free this week").text

"""A form that is opened again holds what is stored and what was typed, and offers what the first one offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core.domain.agenda import Section
from tests.journeys.steps import ask, zoned

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage


def held(pilot: Pilot) -> dict[str, str]:
    """Return what the open form holds."""
    assert pilot.form is not None, pilot.last_error
    return {field.key: field.value for field in pilot.form.fields}


async def waiting_minutes(stage: Stage, key: str) -> list[int]:
    """Return the lengths of the requests that wait for somebody's answer."""
    person = await stage.bot.people.at(stage.address(next(one for one in stage.people if one.key == key)))
    assert person is not None
    agenda = await stage.bot.bookings.agenda(person, {Section.PENDING: 9})
    return [view.booking.minutes for view in agenda.views[Section.PENDING]]


@pytest.mark.parametrize(
    ("student", "mentor"), [("sam", "ana"), ("mia", "ken"), ("sam", "ken"), ("mia", "ana")]
)
async def test_a_change_offers_the_open_times_and_holds_what_is_stored(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Before", when="2026-12-10 15:00", message="Long words")
    await asker.presses("Change…", on="Before")
    opened = held(asker)
    assert (opened["topic"], opened["message"], opened["slot"]) == ("Before", "Long words", "")
    assert "10" in opened["when"], "the day that was asked for"
    assert asker.form is not None
    slots = asker.form.field("slot")
    assert slots.hint.startswith("30 minutes each, in your time zone, Europe/")
    await asker.fills(topic="After", slot=slots.options[1])
    await stage.settle()
    assert not asker.errors
    day = " ".join(slots.options[1].split(",")[0].split()[:3])
    card = asker.sees("After", "Pending", "Long words")
    assert day.split(" ", 1)[1] in card.text, card.text
    answerer.sees("After", "Pending", "Long words")


@pytest.mark.parametrize("student", ["sam", "mia"])
async def test_an_open_time_beside_another_typed_one_is_not_guessed(stage: Stage, student: str) -> None:
    asker = stage.pilot(student)
    await ask(stage, asker, "Ana", "Both", when="2026-12-10 15:00")
    await asker.presses("Change…", on="Both")
    assert asker.form is not None
    await asker.fills(slot=asker.form.field("slot").options[0], when="2026-12-11 15:00")
    await stage.settle()
    if student == "sam":
        assert "not both" in asker.errors["when"]
        return
    refused = asker.sees("That did not work", "not both")
    assert len(refused.buttons) == 4
    await asker.presses("Edit…")
    assert held(asker)["when"] == "2026-12-11 15:00"
    assert held(asker)["slot"], "both are still there"


async def test_a_mentor_who_was_typed_as_a_word_stays(stage: Stage) -> None:
    mia, noor = stage.pilot("mia"), stage.pilot("noor")
    await zoned(stage, mia, "London")
    await mia.types("/book-session", exact=True, mentor="thesis", topic="Chapters", when="gibberish")
    await stage.settle()
    await mia.presses("Edit…")
    assert mia.form is not None
    assert mia.form.title == "Session with Noor"
    assert (held(mia)["topic"], held(mia)["when"]) == ("Chapters", "gibberish")
    await mia.fills(when="2026-12-08 15:00")
    await stage.settle()
    noor.sees("Chapters")


async def test_several_mentors_are_asked_and_everything_typed_stays(stage: Stage) -> None:
    mia, ana, ken = stage.pilot("mia"), stage.pilot("ana"), stage.pilot("ken")
    await ken.types("/mentor-panel")
    await ken.presses("Add session type…", on="Mentor panel")
    await ken.fills(title="Pairing", minutes="60")
    await stage.settle()
    await zoned(stage, mia, "London")
    await mia.types(
        "/book-session",
        exact=True,
        mentor="er",
        topic="Which of you",
        when="2026-12-03 10:00",
        **{"session-type": "pairing"},
    )
    await stage.settle()
    asked = mia.sees("Several mentors fit these words")
    assert {"Ana", "Ken"} <= set(asked.menus["Choose a mentor"])
    await mia.picks("Choose a mentor", "Ken")
    assert {key: value for key, value in held(mia).items() if value} == {
        "session-type": "Pairing",
        "topic": "Which of you",
        "when": "2026-12-03 10:00",
    }
    await mia.fills()
    await stage.settle()
    ken.sees("Which of you")
    assert await waiting_minutes(stage, "ken") == [60]
    assert not ana.pings


async def test_a_topic_that_is_too_long_begins_the_message(stage: Stage) -> None:
    sam = stage.pilot("sam")
    line = " ".join(f"word{number}" for number in range(30))
    await sam.types(f"/book-session @Ana {line}")
    assert held(sam)["message"] == line
    assert len(held(sam)["topic"]) <= 120


@pytest.mark.parametrize("student", ["sam", "mia"])
async def test_the_only_session_type_is_chosen_with_its_length(stage: Stage, student: str) -> None:
    asker, ana = stage.pilot(student), stage.pilot("ana")
    await ana.types("/mentor-panel")
    await stage.settle()
    await ana.presses("Add session type…", on="Mentor panel")
    await ana.fills(title="Long talk", minutes="60")
    await stage.settle()
    if student == "mia":
        await zoned(stage, asker, "London")
        await asker.types("/book-session", mentor="Ana")
    else:
        await asker.types("/book-session @Ana")
    assert asker.form is not None
    assert held(asker)["session-type"] == "Long talk"
    slots = asker.form.field("slot")
    assert slots.hint.startswith("60 minutes each")
    await asker.fills(topic="An hour", slot=slots.options[0])
    await stage.settle()
    ana.sees("An hour")
    assert await waiting_minutes(stage, "ana") == [60]

"""An organiser looks after those who wait: an answer is asked for, another mentor is asked, and it is called off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.playground.pilots.slack import SlackPilot
from bot.playground.seed import NOOR
from tests.journeys.steps import ask, both_see

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage

THURSDAY = "2026-12-03 16:00"
"""In Berlin; it is 15:00 for Ana, who then has time, and midnight for Ken."""
LONG = timedelta(hours=13)
TOPIC = "Nobody answers"
LATER = {one: pytest.param(one, marks=pytest.mark.long) for one in ("ana", "noor")}
"""The organiser on the other platform, whom the long tests try as well."""


@pytest.fixture(autouse=True)
def noor_manages(stage: Stage) -> None:
    """Let Noor manage the server, so that the organiser is not the mentor who is asked."""
    stage.discord.set_manager(NOOR.user_id, manages=True)


async def finds(stage: Stage, organiser: Pilot, topic: str) -> None:
    """Open what waits too long from the panel."""
    await organiser.types("/booking-admin")
    await organiser.presses("Who waits…", on="Organising")
    await stage.settle()
    organiser.sees("Who waits too long", topic)
    await organiser.presses("Open", on=topic)
    await stage.settle()


async def fills(stage: Stage, organiser: Pilot, **values: str) -> None:
    """Fill in an organiser's form; on Slack the receipt may take its place."""
    await organiser.fills(**values)
    await stage.settle()
    assert not organiser.errors, organiser.errors
    if isinstance(organiser, SlackPilot) and organiser.form is not None:
        await organiser.closes()


@pytest.mark.parametrize("organiser", ["ana", LATER["noor"]])
async def test_a_mentor_is_asked_again_and_not_twice(stage: Stage, organiser: str) -> None:
    sam, ken, admin = stage.pilot("sam"), stage.pilot("ken"), stage.pilot(organiser)
    await ask(stage, sam, "Ken", TOPIC, when=THURSDAY)
    await admin.types("/booking-admin")
    await admin.presses("Who waits…", on="Organising")
    await stage.settle()
    admin.sees("Nobody waits too long")
    await stage.advance(LONG)
    await finds(stage, admin, TOPIC)
    before = len(ken.pings)
    await admin.presses("Nudge", on="Has to act")
    await stage.settle()
    admin.sees("Asked again", "Ken")
    assert len(ken.pings) == before + 1
    assert "An organiser asks you to answer" in ken.pings[-1].text
    await admin.presses("Nudge", on="Asked again by an organiser")
    await stage.settle()
    assert len(ken.pings) == before + 1
    assert "asked for this answer already" in admin.cards[-1].text
    await ken.presses("Accept", on="would like a session")
    await stage.settle()
    await both_see(stage, (sam, ken), "Upcoming", TOPIC)


@pytest.mark.parametrize("organiser", ["noor", LATER["ana"]])
async def test_another_mentor_is_asked_and_all_three_hear_of_it(stage: Stage, organiser: str) -> None:
    sam, ken, ana, admin = (stage.pilot(one) for one in ("sam", "ken", "ana", organiser))
    await ask(stage, sam, "Ken", TOPIC, when=THURSDAY)
    await stage.advance(LONG)
    await finds(stage, admin, TOPIC)
    await admin.presses("Reassign…", on="Has to act")
    await fills(stage, admin, mentor="Ana")
    admin.sees("is asked now", "Ken")
    assert "asked another mentor in your place" in ken.pings[-1].text
    assert not any("Accept" in card.buttons for card in ken.cards)
    assert "passed this on to" in sam.pings[-1].text
    assert "Ana" in sam.pings[-1].text
    mine = [card for card in sam.cards if "You asked" in card.text and TOPIC in card.text]
    assert len(mine) == 1 and "Ana" in mine[0].text, "the card goes on with the new request"
    assert not [card for card in sam.cards if "Request to" in card.text], "no second card stays behind"
    await ana.presses("Accept", on="would like a session")
    await stage.settle()
    await both_see(stage, (sam, ana), "Upcoming", TOPIC)


@pytest.mark.parametrize("student", ["sam", "mia"])
async def test_what_is_agreed_goes_to_another_mentor_and_all_three_hear_of_it(
    stage: Stage, student: str
) -> None:
    """Found by the mentor's name: nobody waits for anything. Until the other one accepts nothing is agreed."""
    sam, ken, ana, noor = (stage.pilot(one) for one in (student, "ken", "ana", "noor"))
    await ask(stage, sam, "Ana", TOPIC, when="2026-12-03 11:00")
    await ana.presses("Accept", on="would like a session")
    await stage.settle()
    await noor.types("/booking-admin")
    await noor.presses("People…", on="Organising")
    await noor.fills(name="Ana")
    await stage.settle()
    await noor.picks("Pick a person…", "Ana")
    await stage.settle()
    await noor.presses("Open sessions…")
    await stage.settle()
    assert "agreed" in noor.sees("Open sessions of Ana", sam.name).text
    await noor.picks("Open a session…", "S-")
    await stage.settle()
    noor.sees(f"{sam.name} and Ana", "Confirmed")
    await noor.presses("Reassign…")
    assert noor.form is not None and "nothing is agreed" in noor.form.text
    await fills(stage, noor, mentor="Ken")
    noor.sees("is asked now", "Ken")
    assert "asked another mentor in your place" in ana.pings[-1].text
    assert list(ana.pings[-1].files) == ["session-cancelled.ics"], "the calendar's entry goes with it"
    assert "passed this on to" in sam.pings[-1].text and "Ken" in sam.pings[-1].text
    assert list(sam.pings[-1].files) == ["session-cancelled.ics"], "and from the student's calendar too"
    await sam.presses("Change…", on="You asked Ken")
    await sam.fills(message="As I agreed with Ana")
    await stage.settle()
    assert list(sam.sees("passed this on to").files) == ["session-cancelled.ics"], (
        "drawn anew it has it still"
    )
    assert "Pending" in sam.sees("You asked Ken", TOPIC).text
    await ken.presses("Accept", on="would like a session")
    await stage.settle()
    await both_see(stage, (sam, ken), "Upcoming", TOPIC)


@pytest.mark.parametrize("organiser", ["ana", LATER["noor"]])
async def test_it_is_called_off_with_a_reason_that_both_read(stage: Stage, organiser: str) -> None:
    sam, ken, admin = stage.pilot("sam"), stage.pilot("ken"), stage.pilot(organiser)
    await ask(stage, sam, "Ken", TOPIC, when=THURSDAY)
    await stage.advance(LONG)
    await finds(stage, admin, TOPIC)
    await admin.presses("Cancel…", on="Has to act")
    await fills(stage, admin, reason="The program rests this week")
    admin.sees("Called off", "are told that an organiser did it")
    for one in (sam, ken):
        assert "An organiser called this off" in one.pings[-1].text
        assert "The program rests this week" in one.pings[-1].text
        one.sees("Called off", TOPIC, "An organiser of the program called it off")


async def test_a_press_that_comes_late_shows_what_has_become_of_it(stage: Stage) -> None:
    """The mentor answers while the organiser looks: nothing is done over their heads, and the truth is shown."""
    sam, ken, noor = stage.pilot("sam"), stage.pilot("ken"), stage.pilot("noor")
    await ask(stage, sam, "Ken", TOPIC, when=THURSDAY)
    await stage.advance(LONG)
    await finds(stage, noor, TOPIC)
    await noor.presses("Cancel…", on="Has to act")
    await ken.presses("Accept", on="would like a session")
    await stage.settle()
    await fills(stage, noor, reason="Nobody answers")
    noor.sees("Confirmed", TOPIC)
    assert "has changed in the meantime" in noor.cards[-1].text
    await both_see(stage, (sam, ken), "Upcoming", TOPIC)

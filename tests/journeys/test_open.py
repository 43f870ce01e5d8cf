"""Open: the card comes to who presses it, and what is shown in private stays true when the session does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core.domain.agenda import Section
from core.screens.look import BRING
from tests.journeys.steps import EITHER_WAY, ask, pressed

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage

CALL = "Start video call"


async def agreed(stage: Stage, student: str, mentor: str, topic: str) -> tuple[Pilot, Pilot]:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, topic)
    await answerer.presses("Accept")
    await stage.settle()
    return asker, answerer


async def called_off(stage: Stage, answerer: Pilot) -> None:
    await answerer.presses("Cancel session…", on="Session with")
    await answerer.fills()
    await stage.settle()


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_open_on_a_ping_brings_the_card_below_it(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = await agreed(stage, student, mentor, "Brought")
    assert "accepted: Brought" in asker.cards[-1].text
    await asker.presses("Open", on="accepted: Brought")
    await stage.settle()
    card = asker.cards[-1]
    assert not card.private and CALL in card.links and "Confirmed" in card.text
    assert sum("Session with" in one.text for one in asker.cards) == 1, "the older one is gone"
    assert not any(one.private and "Brought" in one.text for one in asker.cards), "nothing else is said"
    await called_off(stage, answerer)
    assert "Cancelled" in asker.sees("Session with", "Brought").text
    assert not any("Confirmed" in one.text.replace("~~Confirmed~~", "") for one in asker.cards)
    assert not any(CALL in one.links for one in asker.cards)


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_a_look_from_the_list_stays_true_when_the_session_is_called_off(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = await agreed(stage, student, mentor, "Looked at")
    await asker.types("/my-sessions")
    await stage.settle()
    await asker.presses("Open", on="My sessions")
    await stage.settle()
    look = asker.cards[-1]
    assert look.private and "Looked at" in look.text and "The card in our direct messages" in look.text
    assert "Confirmed" not in look.text and not look.links and not look.colour
    await asker.presses("Send me the card", on="The card in our direct messages")
    await stage.settle()
    assert (
        "comes to the end of our direct messages"
        in next(one for one in asker.cards if one.private and "The card of" in one.text).text
    )
    assert CALL in asker.cards[-1].links and not asker.cards[-1].private
    await called_off(stage, answerer)
    assert not any(CALL in one.links for one in asker.cards)


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_a_form_that_was_opened_on_a_card_that_has_moved_is_taken(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = await agreed(stage, student, mentor, "Moved")
    await answerer.presses("Edit link…", on="Session with")
    at = stage.address(next(one for one in stage.people if one.key == mentor))
    me = await stage.bot.people.at(at)
    assert me is not None
    (side,) = (await stage.bot.bookings.agenda(me, {Section.UPCOMING: 1})).views[Section.UPCOMING]
    await pressed(stage, at, "show", (side.booking.id.hex, BRING))  # as on another device of theirs
    await answerer.fills(link="https://meet.example.org/moved")
    await stage.settle()
    assert answerer.sees("Session with", "Moved").links[CALL] == "https://meet.example.org/moved"
    assert asker.sees("Session with", "Moved").links[CALL] == "https://meet.example.org/moved"
    assert "could not be brought up to date" in answerer.sees("This message could not change").text

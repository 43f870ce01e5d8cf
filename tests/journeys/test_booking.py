"""From the command to the green card, in all four directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.steps import ask, both_see, zoned

if TYPE_CHECKING:
    from bot.playground.stage import Stage

DIRECTIONS = [("sam", "ana"), ("mia", "ken"), ("sam", "ken"), ("mia", "ana")]


@pytest.mark.parametrize(("student", "mentor"), DIRECTIONS)
async def test_a_request_is_accepted_with_a_note_and_a_link(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "My first pull request", message="It is a big one.")
    assert asker.sees("You asked", "Pending", "My first pull request").colour == "yellow"
    request = answerer.sees(
        "would like a session", "Pending", "My first pull request", "It is a big one.", asker.name
    )
    assert request.buttons[:4] == ("Accept", "Suggest another time…", "Accept with a note…", "Decline…")
    assert request.more[:2] == ("Accept with a note…", "Decline…")
    assert "meet.example.org" not in request.text

    await answerer.presses("Accept with a note…")
    await answerer.fills(reply="Bring the diff!", link="https://meet.example.org/room")
    await stage.settle()

    card = asker.sees("My first pull request", "Session with", "Confirmed", "Bring the diff!")
    assert card.colour == "green"
    cards = [one for one in asker.cards if "It is a big one." in one.text and not one.private]
    assert len(cards) == 1, "the old card turns green; it is no second card"
    assert card.links["Start video call"] == "https://meet.example.org/room"
    assert "meet.example.org" in card.text
    ping = asker.pings[-1]
    assert "accepted" in ping.text
    assert ping.links["Start video call"] == "https://meet.example.org/room"
    assert answerer.sees("My first pull request", "Confirmed").colour == "green"
    await both_see(stage, (asker, answerer), "Upcoming sessions (1)", "My first pull request")


@pytest.mark.parametrize(("student", "mentor"), DIRECTIONS)
async def test_one_tap_is_enough(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Quick question")
    await answerer.presses("Accept")
    await stage.settle()
    card = asker.sees("Quick question", "Confirmed")
    assert card.links["Start video call"].startswith("https://meet.jit.si/mentoring-")


@pytest.mark.parametrize(("student", "mentor"), [("sam", "ana"), ("mia", "ken")])
async def test_an_emptied_link_is_a_fresh_room_as_its_hint_says(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await answerer.types("/mentor-panel")
    await answerer.presses("Edit profile…")
    await answerer.fills(link="https://meet.example.org/mine")
    await stage.settle()
    await ask(stage, asker, answerer.name, "Which room")
    await answerer.presses("Accept")
    await stage.settle()
    card = asker.sees("Which room", "Confirmed")
    assert card.links["Start video call"] == "https://meet.example.org/mine", "the default link"
    await answerer.presses("Edit link…")
    await answerer.fills(link="")
    await stage.settle()
    fresh = asker.sees("Which room", "Confirmed").links["Start video call"]
    assert fresh.startswith("https://meet.jit.si/mentoring-")


@pytest.mark.parametrize(("student", "mentor"), DIRECTIONS)
async def test_a_request_is_declined_with_words(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Career advice")
    await answerer.presses("Decline…")
    await answerer.fills(reply="I am on holiday.")
    await stage.settle()
    ping = asker.pings[-1]
    assert "I am on holiday." in ping.text
    assert {"Book again…", "Open"} <= set(ping.buttons)
    assert "Other mentors" in asker.sees("Career advice", "Request to", "Declined").buttons
    assert answerer.sees("Career advice", "Declined").colour == ""
    await both_see(stage, (asker, answerer), "Past sessions (1)", "Declined")


@pytest.mark.parametrize(("student", "mentor"), DIRECTIONS)
async def test_a_request_is_withdrawn(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Never mind")
    await asker.presses("Withdraw")
    await stage.settle()
    assert "withdrew" in answerer.pings[-1].text
    answerer.sees("Never mind", "Request from", "Withdrawn")
    assert "Accept" not in answerer.sees("Never mind", "Request from", "Withdrawn").buttons


@pytest.mark.parametrize(("student", "mentor"), DIRECTIONS)
@pytest.mark.parametrize("by", ["student", "mentor"])
async def test_an_agreed_session_is_cancelled_by_either_side(
    stage: Stage, student: str, mentor: str, by: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Databases")
    await answerer.presses("Accept")
    await stage.settle()
    canceller, other = (asker, answerer) if by == "student" else (answerer, asker)
    await canceller.presses("Cancel session…", on="Session with")
    await canceller.fills(reason="I am ill.")
    await stage.settle()
    assert "I am ill." in other.pings[-1].text
    for pilot in (asker, answerer):
        assert pilot.sees("Databases", "Session with", "Cancelled").colour == ""


async def test_a_request_without_a_time_is_agreed_later(stage: Stage) -> None:
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    await ask(stage, sam, ken.name, "Whenever you like", when="")
    assert "No time set yet" in ken.sees("Whenever you like").text
    await ken.presses("Accept")
    await stage.settle()
    await zoned(stage, ken, "Tokyo")
    assert "Time to be agreed" in ken.sees("Session with", "Whenever you like").text
    await ken.presses("Pick a time…", on="Whenever you like")
    await ken.fills(when="2026-12-03 18:00")
    await stage.settle()
    await sam.presses(next(one for one in sam.sees("suggests another time").buttons if ":" in one))
    await stage.settle()
    assert "accepted the new time" in ken.pings[-1].text

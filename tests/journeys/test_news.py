"""News is one line each: it is edited when it holds no more, and never becomes a second card or a second line."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.journeys.steps import EITHER_WAY, ask

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.pilots.seen import SeenCard
    from bot.playground.stage import Stage

CALL = "Start video call"


def lasting(pilot: Pilot, topic: str) -> list[SeenCard]:
    """Return every message about a session that is no private answer."""
    return [card for card in pilot.cards if topic in card.text and not card.private]


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_after_a_cancellation_nothing_is_green_and_nothing_leads_to_the_call(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Called off")
    await answerer.presses("Accept", on="Called off")
    await stage.settle()
    assert [card for card in lasting(asker, "Called off") if CALL in card.links], "there was a call before"
    await answerer.presses("Cancel session…", on="Called off")
    await answerer.fills(reason="I am ill.")
    await stage.settle()
    for pilot in (asker, answerer):
        for card in lasting(pilot, "Called off"):
            assert CALL not in card.links
            assert card.colour != "green"
            assert "Confirmed" not in card.text.replace("~~Confirmed~~", "")
    assert f"~~Confirmed~~ Cancelled by {answerer.name}" in asker.sees("~~Confirmed~~", "Called off").text


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_after_edit_link_no_message_opens_the_old_one(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Moved rooms")
    await answerer.presses("Accept", on="Moved rooms")
    await stage.settle()
    for room in ("first", "second"):
        await answerer.presses("Edit link…", on="Moved rooms")
        await answerer.fills(link=f"https://meet.example.org/{room}")
        await stage.settle()
    for pilot in (asker, answerer):
        calls = [card.links[CALL] for card in lasting(pilot, "Moved rooms") if CALL in card.links]
        assert set(calls) == {"https://meet.example.org/second"}
    said = [card.text for card in lasting(asker, "Moved rooms") if "changed the meeting link" in card.text]
    assert len(said) == 1, "the older line no longer says the same"


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_after_a_new_time_no_message_confirms_the_old_one(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Moved on", when="2026-12-09 15:00")
    await answerer.presses("Accept", on="Moved on")
    await stage.settle()
    await asker.presses("Reschedule…", on="Moved on")
    await asker.fills(when="2026-12-11 15:00")
    await stage.settle()
    await answerer.presses(next(one for one in answerer.sees("Moved on").buttons if ":" in one))
    await stage.settle()
    for pilot in (asker, answerer):
        assert all("9 Dec" not in card.text for card in lasting(pilot, "Moved on"))
        assert all("11 Dec" in card.text or "12 Dec" in card.text for card in lasting(pilot, "Moved on"))


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_a_line_that_is_acted_on_stays_a_line(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Nudged", when="2026-12-20 12:00")
    await stage.advance(timedelta(hours=25))
    assert "is waiting for your answer" in answerer.pings[-1].text
    await answerer.presses("Suggest another time…", on="is waiting for your answer")
    await answerer.fills(when="2026-12-21 12:00")
    await stage.settle()
    cards = [card for card in lasting(answerer, "Nudged") if "would like a session" in card.text]
    assert len(cards) == 1, "the line did not become a second card"
    assert "~~Still waiting for you~~ Pending" in answerer.sees("Still waiting", "Nudged").text


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_of_two_changes_only_the_newer_is_told_as_news(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Changing")
    for message in ("First", "Second"):
        await asker.presses("Change…", on="Changing")
        await asker.fills(message=message)
        await stage.settle()
    said = [card.text for card in lasting(answerer, "Changing")]
    assert len([text for text in said if "changed the request" in text]) == 1
    assert len([text for text in said if "~~Request changed~~ Pending" in text]) == 1


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_the_student_is_sent_a_request_once(stage: Stage, student: str, mentor: str) -> None:
    """The card is a direct message; what the form says beside it is one line without the card's facts."""
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Only once")
    assert len([card for card in asker.cards if "Only once" in card.text]) == 1


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_a_reminder_that_is_read_late_has_no_tense(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Read late", when="2026-12-02 15:00")
    await answerer.presses("Accept", on="Read late")
    await stage.advance(timedelta(days=2, hours=6))
    for pilot in (asker, answerer):
        reminder = next(card.text for card in pilot.pings if "Reminder, just ahead" in card.text)
        assert " Dec 2026 " in reminder, "the absolute time stands in it"
        assert not {"starts", "started", "begins", "will"} & set(reminder.split())


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_a_private_copy_acts_no_more_once_the_request_has_expired(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Too late", when="2026-12-20 12:00")
    await answerer.types("/my-sessions")
    await stage.settle()
    await answerer.presses("Open", on="Too late")
    await stage.settle()
    copy = answerer.cards[-1]
    assert copy.private and "Accept" in copy.buttons and "Pending" not in copy.text
    await stage.advance(timedelta(days=4))
    pings = len(asker.pings)
    await answerer.presses("Accept", on="would like a session")
    await stage.settle()
    assert "Expired" in answerer.sees("Too late", "Request from").text
    assert not any("Accept" in card.buttons for card in answerer.cards if "Too late" in card.text)
    assert len(asker.pings) == pings, "nobody is told anything"


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_the_first_question_how_it_was_is_not_called_the_last(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Held", when="2026-12-02 15:00")
    await answerer.presses("Accept", on="Held")
    await stage.advance(timedelta(days=5))
    for pilot in (asker, answerer):
        asked = [card.text for card in pilot.pings if "How was it?" in card.text]
        assert asked, "each side is asked"
        assert not any("last time" in text for text in asked)


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_the_last_call_says_until_when_and_can_be_answered(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Urgent", when="2026-12-20 12:00")
    await stage.advance(timedelta(hours=47.5))
    (last,) = [card for card in answerer.pings if "Last call" in card.text]
    assert "expires " in last.text and " 2 Dec 2026 " in last.text
    assert {"Accept", "Suggest another time…"} <= set(last.buttons)
    await answerer.presses("Accept", on="Last call")
    await stage.settle()
    asker.sees("Urgent", "Confirmed", "Session with")
    assert "~~Last call~~ Confirmed" in answerer.sees("Last call", "Urgent").text

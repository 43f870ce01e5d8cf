"""A mentor's new default link: whether the agreed sessions shall use it is asked, and one press is the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.steps import EITHER_WAY, ask
from tests.journeys.test_mentors_time import panel
from tests.journeys.test_time import pings_with

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage

NEW = "https://meet.example.org/new"


async def two_agreed(stage: Stage, asker: Pilot, answerer: Pilot) -> None:
    """Let two sessions be agreed, and one be asked for."""
    for day, topic in enumerate(("One", "Two", "Waiting"), 2):
        await ask(stage, asker, answerer.name, topic, when=f"2026-12-0{day} 15:00")
        if topic != "Waiting":
            await answerer.presses("Accept", on=topic)
            await stage.settle()


async def links(stage: Stage, pilot: Pilot, url: str = NEW) -> None:
    """Save a default link."""
    await panel(stage, pilot)
    await pilot.presses("Edit profile…")
    await pilot.fills(link=url)
    await stage.settle()


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_one_press_gives_every_agreed_session_the_new_link(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await two_agreed(stage, asker, answerer)
    await links(stage, answerer)
    answerer.sees("New meeting link", "2 agreed sessions have another link")
    before = len(asker.pings)
    await answerer.presses("Use the new link")
    await stage.settle()
    assert pings_with(asker, "changed the meeting link") == len(asker.pings) - before == 2
    for topic in ("One", "Two"):
        assert asker.sees("Session with", topic).links["Start video call"] == NEW
        assert answerer.sees("Session with", topic).links["Start video call"] == NEW
    assert "Use the new link" not in answerer.sees("Mentor panel").buttons
    await links(stage, answerer)
    assert "Use the new link" not in answerer.sees("Mentor panel").buttons, "nothing has changed"


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY[:2])
async def test_they_may_be_left_as_they_are(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await two_agreed(stage, asker, answerer)
    old = asker.sees("Session with", "One").links["Start video call"]
    await links(stage, answerer)
    await answerer.presses("Leave the old one")
    await stage.settle()
    assert "Leave the old one" not in answerer.sees("Mentor panel").buttons
    assert asker.sees("Session with", "One").links["Start video call"] == old
    assert pings_with(asker, "changed the meeting link") == 0
    await links(stage, answerer, "")
    assert "Use the new link" not in answerer.sees("Mentor panel").buttons, "no link is no new one"

"""A mentor who is full can be waited for: the line, the message when a time comes free, and the two answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.pilots.discord import DiscordPilot
from tests.journeys.steps import EITHER_WAY, ask, opens, zoned

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage


async def only_one_time(stage: Stage, answerer: Pilot) -> None:
    """Let a mentor give one half hour a week, for one week ahead."""
    await answerer.types("/mentor-panel")
    await answerer.presses("Edit profile…")
    await answerer.fills(hours="Wed 15:00-15:30")
    await answerer.presses("Open times…")
    await answerer.fills(horizon="7")
    await stage.settle()
    assert not answerer.errors, answerer.errors


async def wants(stage: Stage, pilot: Pilot, mentor: str) -> None:
    """Go the way to the booking form of a mentor who has no open time."""
    if isinstance(pilot, DiscordPilot):
        await zoned(stage, pilot, "London")
        await pilot.types("/book-session")
        await pilot.picks("Choose a mentor", mentor)
    else:
        await pilot.types("/find-mentor", search=mentor)
        await pilot.presses("Book…")
    await stage.settle()


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_somebody_waits_and_takes_what_comes_free(stage: Stage, student: str, mentor: str) -> None:
    asker, answerer, lea = stage.pilot(student), stage.pilot(mentor), stage.pilot("lea")
    await only_one_time(stage, answerer)
    hour = {"ken": "01:00", "ana": "10:00"}[mentor]
    await ask(stage, lea, answerer.name, "First come", when=f"2026-12-02 {hour}")
    await wants(stage, asker, answerer.name)
    asker.sees("No open time", f"{answerer.name} has no open time at the moment")
    await asker.presses("Wait for a time…")
    await asker.fills(topic="Whenever you can")
    await stage.settle()
    asker.sees("You wait for a time with", "number 1 in line")
    await asker.types("/my-sessions")
    assert "Leave the list" in asker.sees("My sessions", "Waiting for a time with").buttons
    own, others = len(asker.pings), len(answerer.pings)
    await lea.presses("Withdraw", on="First come")
    await stage.settle()
    (news,) = asker.pings[own:]
    assert "has a time for you" in news.text
    assert news.buttons[:2] == ("Book it", "Not for me")
    assert not any("Whenever" in one.text for one in answerer.pings)
    await asker.presses("Book it")
    await stage.settle()
    asker.sees("You asked", "Pending", "Whenever you can")
    await answerer.presses("Accept", on="Whenever you can")
    await stage.settle()
    asker.sees("Session with", "Confirmed", "Whenever you can")
    assert len(answerer.pings) > others


@pytest.mark.parametrize(
    ("student", "mentor"), [("mia", "ana"), pytest.param("sam", "ken", marks=pytest.mark.long)]
)
async def test_who_does_not_want_to_wait_suggests_a_time_or_leaves_the_line(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer, lea = stage.pilot(student), stage.pilot(mentor), stage.pilot("lea")
    await only_one_time(stage, answerer)
    hour = {"ken": "01:00", "ana": "10:00"}[mentor]
    await ask(stage, lea, answerer.name, "First come", when=f"2026-12-02 {hour}")
    await wants(stage, asker, answerer.name)
    await asker.presses("Suggest a time…")
    assert asker.form is not None
    await asker.closes()
    await wants(stage, asker, answerer.name)
    await asker.presses("Wait for a time…")
    await asker.fills(topic="Whenever you can")
    await stage.settle()
    await asker.presses("Leave the list")
    asker.sees("You do not wait for a time with")
    own = len(asker.pings)
    await lea.presses("Withdraw", on="First come")
    await stage.settle()
    assert len(asker.pings) == own


@pytest.mark.parametrize(
    ("student", "mentor"), [("sam", "ana"), pytest.param("mia", "ken", marks=pytest.mark.long)]
)
async def test_who_asks_for_the_last_time_a_moment_too_late_may_wait_with_what_was_typed(
    stage: Stage, student: str, mentor: str
) -> None:
    asker, answerer, lea = stage.pilot(student), stage.pilot(mentor), stage.pilot("lea")
    await only_one_time(stage, answerer)
    hour = {"ken": "01:00", "ana": "10:00"}[mentor]
    if isinstance(asker, DiscordPilot):
        await zoned(stage, asker, "London")
    await opens(asker, answerer.name)
    await ask(stage, lea, answerer.name, "First come", when=f"2026-12-02 {hour}")
    here = {"sam": "16:00", "mia": "06:00"}[student]
    whom = {} if isinstance(asker, DiscordPilot) else {"mentor": answerer.name}
    await asker.fills(**whom, topic="A moment too late", when=f"2026-12-02 {here}")
    await stage.settle()
    full = asker.sees("No open time", f"{answerer.name} is not free then, and has no other open time")
    assert full.private and full.buttons == ("Wait for a time…", "Suggest another time…")
    if isinstance(asker, DiscordPilot):  # on Slack the form would come in the place of the card
        await asker.presses("Suggest another time…")
        assert asker.form is not None
        await asker.closes()
    await asker.presses("Wait for a time…")
    await asker.fills()
    await stage.settle()
    asker.sees("You wait for a time with", "number 1 in line")
    await lea.presses("Withdraw", on="First come")
    await stage.settle()
    asker.sees("has a time for you", "A moment too late")
    await answerer.types("/mentor-panel")
    await answerer.presses("Stop mentoring…")
    await answerer.presses("Stop mentoring")
    await stage.settle()
    asker.sees("A time with", "Called off", "This time is not held any more.")
    assert "Your place in line for a time with" in asker.pings[-1].text

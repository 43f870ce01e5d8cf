"""Mentors stop and begin again, wait for approval, and are paused or blocked, in the chats of both platforms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.journeys.steps import ask, zoned

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage


async def opens(stage: Stage, pilot: Pilot, command: str, *buttons: str) -> None:
    """Type a command, and press one button after another."""
    await pilot.types(command)
    for button in buttons:
        await stage.settle()
        await pilot.presses(button)
    await stage.settle()


async def finds(stage: Stage, pilot: Pilot, name: str) -> None:
    """Open a person as an organiser."""
    await opens(stage, pilot, "/booking-admin", "People…")
    await pilot.fills(name=name)
    await stage.settle()
    await pilot.picks("Pick a person…", name)
    await stage.settle()


async def test_a_mentor_decides_about_a_session_stops_and_begins_again(stage: Stage) -> None:
    """On Discord, with a student on Slack."""
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    await ask(stage, sam, ken.name, "Agreed", when="2026-12-02 15:00")
    await ken.presses("Accept")
    await stage.settle()
    await ask(stage, sam, ken.name, "Waiting", when="2026-12-03 15:00")
    await opens(stage, ken, "/mentor-panel", "Stop mentoring…")
    listed = ken.sees("Stop mentoring", "These requests are then declined").text
    assert "agreed · goes on" in listed
    await ken.picks("Decide about a session…", "S-", on="Stop mentoring")
    await stage.settle()
    await ken.presses("Keep")
    await stage.settle()
    assert "request · goes on" in ken.sees("Stop mentoring", "No student").text
    await ken.presses("Stop mentoring")
    await stage.settle()
    ken.sees("Mentor panel", "Stopped")
    assert "Pending" in sam.sees("You asked Ken", "Waiting").text, "what was kept waits on"
    await sam.types("/find-mentor ken")
    await stage.settle()
    assert "Ken" not in sam.cards[-1].text
    await opens(stage, ken, "/mentor-panel", "Mentor again")
    ken.sees("Mentor panel", "Taking requests")


async def test_a_new_mentor_waits_for_the_yes_of_an_organiser(stage: Stage) -> None:
    """Ana administers the workspace on Slack, Mia is on Discord."""
    ana, mia = stage.pilot("ana"), stage.pilot("mia")
    await opens(stage, ana, "/booking-admin", "Who may take part…")
    await ana.fills(mentors="Anyone whom an organiser approves")
    await stage.settle()
    await zoned(stage, mia, "London")
    await mia.types("/mentor-panel")
    await stage.settle()
    await mia.fills(headline="Helps with essays")
    await stage.settle()
    mia.sees("Mentor panel", "Waiting for approval")
    ana.sees("A new mentor asks for approval", "Helps with essays")
    await ana.presses("Decline…")
    await stage.settle()
    await ana.fills(word="Please say what you know.")
    await stage.settle()
    assert "declined" in ana.sees("A new mentor asks for approval").text
    mia.sees("has not approved you", "Please say what you know.")
    await opens(stage, mia, "/mentor-panel", "Ask again")
    await ana.presses("Approve")
    await stage.settle()
    mia.sees("You are approved as a mentor")


async def test_an_administrator_who_never_organised_answers_in_the_direct_message(stage: Stage) -> None:
    """Ken manages the server on Discord and Ana administers the workspace on Slack; at first nobody knows of either."""
    ken, ana, mia, sam = (stage.pilot(key) for key in ("ken", "ana", "mia", "sam"))
    await stage.bot.router._services.program.decide({"mentors": "approval"}, by=None)
    await zoned(stage, mia, "London")
    await mia.types("/mentor-panel")
    await stage.settle()
    await mia.fills(headline="Helps with essays")
    await stage.settle()
    mia.sees("Mentor panel", "Nobody organises this program yet", "/booking-admin")
    await opens(stage, ken, "/booking-admin")
    ken.sees("Organising", "Wait for your yes", "1 new mentor")
    await ken.presses("Who asks to mentor…")
    await stage.settle()
    await ken.picks("Pick a person…", "Mia")
    await stage.settle()
    await ken.presses("Approve")
    await stage.settle()
    mia.sees("You are approved as a mentor")
    await opens(stage, ana, "/my-sessions")
    await sam.types("/mentor-panel")
    await stage.settle()
    await sam.fills(headline="Helps with mathematics")
    await stage.settle()
    assert "Nobody organises" not in sam.sees("Mentor panel", "Waiting for approval").text
    ana.sees("A new mentor asks for approval", "Helps with mathematics")
    stage.discord.set_manager(ken.user, manages=False)
    await ken.presses("Approve", on="Helps with mathematics")
    await stage.settle()
    ken.sees("Only an organiser can do that.")
    stage.discord.set_manager(ken.user, manages=True)
    await ken.presses("Approve", on="Helps with mathematics")
    await stage.settle()
    sam.sees("You are approved as a mentor")
    assert "Ken approved." in ana.sees("A new mentor asks for approval", "Helps with mathematics").text


async def test_an_organiser_pauses_blocks_and_unblocks(stage: Stage) -> None:
    """Ken manages the server on Discord; Sam and Ana are on Slack."""
    ken, sam, ana = stage.pilot("ken"), stage.pilot("sam"), stage.pilot("ana")
    await ask(stage, sam, ana.name, "Essay")
    await ana.presses("Accept")
    await stage.settle()
    await finds(stage, ken, ana.name)
    await ken.presses("Pause…")
    await stage.settle()
    await ken.fills(word="Until the exams are over.")
    await stage.settle()
    ken.sees(ana.name, "Paused")
    ana.sees("An organiser has paused you", "Until the exams are over.")
    await finds(stage, ken, sam.name)
    await ken.presses("Block…")
    await stage.settle()
    ken.sees("Block", "Still open: 1 session")
    await ken.presses("Block, call all off")
    await stage.settle()
    sam.sees("An organiser has blocked you")
    ana.sees("An organiser called this off", "Essay")
    await sam.types("/book-session")
    await stage.settle()
    sam.sees("you can neither book nor give sessions here")
    await ken.presses("Unblock")
    await stage.settle()
    sam.sees("An organiser has unblocked you")
    await sam.types("/book-session")
    await stage.settle()
    assert sam.form is not None

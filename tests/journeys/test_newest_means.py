"""The newest means on a person's way: an alert that keeps what was typed, cards to choose from, radio buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord_emulator.components.tables import RADIO_GROUP
from bot.playground.discord_emulator.components.walk import walk
from tests.journeys.steps import ask, zoned

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage


def kinds(stage: Stage, pilot: Pilot) -> list[str]:
    """Return the blocks of the newest message that somebody sees on Slack."""
    client = stage.slack.client(next(one.user_id for one in stage.people if one.name == pilot.name))
    return [block["type"] for block in client.messages(client.dm)[-1]["blocks"]]


async def test_a_refusal_of_no_field_stands_above_what_was_typed(stage: Stage) -> None:
    sam, ana = stage.pilot("sam"), stage.pilot("ana")
    await ask(stage, sam, "Ana", "Before", when="2026-12-10 15:00")
    await ana.presses("Accept with a note…", on="Before")
    await sam.presses("Change…", on="Before")
    await sam.fills(topic="After")
    await ana.fills(reply="Bring the diff!")
    assert ana.form is not None
    assert (
        ana.form.alert
        == "This session has changed in the meantime. Please look at its card again, then answer."
    )
    assert ana.form.field("reply").value == "Bring the diff!"
    await ana.closes()
    await stage.settle()
    assert "Accept" in ana.sees("After", "Pending").buttons


async def test_mentors_are_cards_in_an_answer_and_rows_in_a_dialog(stage: Stage) -> None:
    sam = stage.pilot("sam")
    await sam.types("/find-mentor")
    assert kinds(stage, sam) == ["header", "carousel", "actions"]
    await sam.presses("Book…", on="Ken")
    assert sam.form is not None
    assert sam.form.field("mentor").value == "Ken"
    await sam.closes()
    await sam.opens_home()
    await stage.settle()
    await sam.presses("Find a mentor")
    await stage.settle()
    assert sam.sees("Mentors", "Ken · Backend").buttons.count("Book…") == 3


async def test_what_is_over_is_behind_a_title_in_an_answer_and_in_the_open_at_home(stage: Stage) -> None:
    sam, ana = stage.pilot("sam"), stage.pilot("ana")
    await ask(stage, sam, "Ana", "Thesis", when="2026-12-10 15:00")
    await ana.presses("Decline…", on="Thesis")
    await ana.fills()
    await stage.settle()
    await sam.types("/my-sessions")
    assert kinds(stage, sam)[-1] == "container"
    assert sam.sees("Past sessions (1)", "Thesis", "Declined").private
    await sam.opens_home()
    await stage.settle()
    assert sam.home is not None
    assert sam.home.has(["Past sessions (1)", "Thesis", "Declined"])


async def test_two_kinds_of_session_are_radio_buttons_on_discord(stage: Stage) -> None:
    mia, ken = stage.pilot("mia"), stage.pilot("ken")
    await zoned(stage, mia, "London")
    await ken.types("/mentor-panel")
    for title, minutes in (("Review", "45"), ("Interview", "60")):
        await ken.presses("Add session type…", on="Mentor panel")
        await ken.fills(title=title, minutes=minutes)
        await stage.settle()
    await mia.types("/book-session", mentor="Ken")
    modal = stage.discord.client(next(one.user_id for one in stage.people if one.key == "mia")).modal
    assert modal is not None
    assert mia.form is not None
    assert mia.form.field("session-type").options == ("Review", "Interview")
    assert [one["type"] for _, one in walk(modal.components)].count(RADIO_GROUP) == 1
    await mia.fills(**{"session-type": "Interview"}, topic="Mock", when="2026-12-10 15:00")
    await stage.settle()
    assert "00:00–01:00" in ken.sees("Mock", "Pending").text, "an hour, in Tokyo"

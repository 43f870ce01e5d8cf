"""Notes: shared or private, on the card, in the reminder just before the next session, and gone when erased."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from core.store.tables import every as tables
from tests.journeys.steps import EITHER_WAY, ask, pressed
from tests.journeys.test_time import HOUR, MINUTE, START, agreed, pings_with, until

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage

WEEK = timedelta(weeks=1)


async def writes(stage: Stage, pilot: Pilot, topic: str, text: str, who: str = "Only you") -> None:
    """Write a note about a session, through its card."""
    await pilot.presses("Notes…", on=topic)
    await pilot.fills(text=text, readers=who)
    assert not pilot.errors
    await stage.settle()


def reads(pilot: Pilot, words: str) -> bool:
    """Say whether anything that somebody can still read has these words."""
    return any(card.has((words,)) for card in pilot.cards)


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_notes_come_back_just_before_the_next_session(stage: Stage, student: str, mentor: str) -> None:
    both = asker, answerer = await agreed(stage, student, mentor)
    sounds = [len(one.pings) for one in both]
    await writes(stage, asker, "Agreed", "ask about lifetimes")
    await writes(stage, answerer, "Agreed", "read chapter ten", f"You and {asker.name}")
    assert [len(one.pings) for one in both] == sounds, "a note makes no sound"
    assert asker.sees("Session with", "Agreed", "read chapter ten").has((f"{answerer.name}'s note",))
    asker.sees("Session with", "Agreed", "Your note, for you alone", "ask about lifetimes")
    answerer.sees("Session with", "Agreed", "Your note, for both", "read chapter ten")
    assert not reads(answerer, "lifetimes"), "a private note is the writer's own"
    await until(stage, START[student] + 2 * HOUR)
    await ask(stage, asker, answerer.name, "Again", when="2026-12-09 15:00", message="Part two?")
    answerer.sees("Again", "Last time · Your note, for both", "read chapter ten")
    await answerer.presses("Accept", on="Again")
    await stage.settle()
    await until(stage, START[student] + WEEK - 10 * MINUTE)
    brief = asker.sees(
        "Reminder, just ahead", "Again", "Part two?", "ask about lifetimes", "read chapter ten"
    )
    assert "Start video call" in brief.links
    answerer.sees("Reminder, just ahead", "Part two?", "read chapter ten")
    assert not reads(answerer, "lifetimes")
    await writes(stage, answerer, "Completed", "")
    for pilot in both:
        assert not reads(pilot, "chapter ten"), "what is erased stands nowhere any more"
    asker.sees("Reminder, just ahead", "Again", "ask about lifetimes")


async def test_a_note_can_be_made_private_again(stage: Stage) -> None:
    sam, ken = await agreed(stage, "sam", "ken")
    await writes(stage, ken, "Agreed", "between us", "You and Sam")
    sam.sees("Session with", "between us")
    await writes(stage, ken, "Agreed", "between us")
    assert not reads(sam, "between us")
    ken.sees("Session with", "Your note, for you alone", "between us")


async def test_nobody_writes_about_the_session_of_others_and_none_about_a_request(stage: Stage) -> None:
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    await ask(stage, sam, "Ken", "Waiting")
    assert "Notes…" not in {*sam.sees("Waiting").buttons, *ken.sees("Waiting").buttons}
    (booking,) = await stage.bot.store.read(lambda tx: tx.overdue(stage.now() + WEEK, 9))
    lea = stage.address(next(one for one in stage.people if one.key == "lea"))
    assert "can't find that session" in str(await pressed(stage, lea, "notes", (booking.id.hex,)))


async def test_a_note_that_is_not_kept_is_stored_nowhere(stage: Stage) -> None:
    sam, _ = await agreed(stage, "sam", "ken")
    await writes(stage, sam, "Agreed", "a secret of mine")
    await writes(stage, sam, "Agreed", "")

    def everything(connection: sa.Connection) -> str:
        return str([connection.execute(sa.select(one)).all() for one in tables.METADATA.sorted_tables])

    assert "a secret of mine" not in await stage.bot.store.read(lambda tx: everything(tx._connection))
    assert pings_with(sam, "secret") == 0

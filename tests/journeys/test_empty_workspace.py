"""From an empty workspace to the first agreed session, with chat alone; the list of what is to do ticks itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.playground.pilots.discord import DiscordPilot
from bot.playground.stage import Stage
from tests.conftest import MONDAY, refused_by_the_specs
from tests.journeys.steps import zoned

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.playground.people import Pilot

WHEN = datetime(2026, 12, 2, 15, 0, tzinfo=UTC)
STEPS = (
    "a name",
    "who may book",
    "A mentor is there",
    "weekly hours",
    "People know of it",
    "A first session",
)


@pytest.fixture
async def empty() -> AsyncIterator[Stage]:
    """Both platforms on which nobody has done anything with the bot."""
    opened = await Stage.open(start=MONDAY, standing=True, seeded=False)
    yield opened
    await opened.close()
    assert refused_by_the_specs(opened.slack, opened.discord) == []


async def ticked(stage: Stage, organiser: Pilot) -> list[bool]:
    """Open the panel; return which steps are done."""
    await organiser.types("/booking-admin")
    await stage.settle()
    lines = organiser.sees("Organising").text.splitlines()
    return [any("✓" in line and step in line for line in lines) for step in STEPS]


async def page(stage: Stage, organiser: Pilot, label: str, **fields: str) -> None:
    await organiser.presses(label)
    await stage.settle()
    await organiser.fills(**fields)
    await stage.settle()
    assert not organiser.errors


@pytest.mark.parametrize(
    ("first", "mentor", "student"),
    [pytest.param("ana", "lea", "sam", marks=pytest.mark.long), ("ken", "noor", "mia")],
)
async def test_an_organiser_sets_everything_up_in_chat(
    empty: Stage, first: str, mentor: str, student: str
) -> None:
    organiser, giver, asker = (empty.pilot(key) for key in (first, mentor, student))
    assert await ticked(empty, organiser) == [False] * 6
    await page(empty, organiser, "Name and limits…", name="Acme Mentors")
    assert await ticked(empty, organiser) == [True] + [False] * 5
    await page(empty, organiser, "Who may take part…", students="Anyone")
    assert await ticked(empty, organiser) == [True, True] + [False] * 4
    await giver.types("/mentor-panel")
    await empty.settle()
    await giver.fills(headline="Careers", hours="Wed 9-21", zone="Europe/London")
    await empty.settle()
    if giver.form is not None:
        await giver.closes()
    assert await ticked(empty, organiser) == [True, True, True, True, False, False]
    slack = next(one["id"] for one in empty.slack.client("U0ANA000001").channels if one.get("name"))
    place = empty.discord.general if isinstance(organiser, DiscordPilot) else str(slack)
    await page(empty, organiser, "Announce…", channel=place)
    assert await ticked(empty, organiser) == [True] * 5 + [False]
    if isinstance(asker, DiscordPilot):
        await zoned(empty, asker, "London")
    await asker.presses("Book a session", on="press the button")
    await empty.settle()
    if isinstance(asker, DiscordPilot):
        await asker.picks("Choose a mentor", giver.name)
        await empty.settle()
        await asker.presses("Suggest a time…")
        await empty.settle()
    wanted = {"topic": "My plan", "when": "2026-12-02 15:00"}
    await asker.fills(**wanted if isinstance(asker, DiscordPilot) else {"mentor": giver.name} | wanted)
    await empty.settle()
    assert not asker.errors
    await giver.presses("Accept", on="My plan")
    await empty.settle()
    asker.sees("accepted", "My plan")
    await organiser.types("/booking-admin")
    await empty.settle()
    assert "To begin with" not in organiser.sees("Organising", "Acme Mentors").text, "all of it is done"

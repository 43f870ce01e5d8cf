"""How many clicks a journey takes: every command sent, button, choice in a menu or field, and form submitted is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.steps import ask, zoned

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from bot.playground.people import Pilot
    from bot.playground.stage import Stage

CHOSEN = {"choice", "search"}
"""Kinds of fields in which something is picked; in the others it is typed."""


class Finger:
    """Somebody's hands, counted."""

    def __init__(self, pilot: Pilot) -> None:
        self.pilot, self.clicks, self.calls = pilot, 0, 0
        """``calls`` are those that reach the bot: what is picked in a field goes with the form."""

    async def types(self, line: str, *, exact: bool = False, picked: int = 0, **options: str) -> None:
        """Send a command, in which ``picked`` options were picked from their choices."""
        await self.pilot.types(line, exact=exact, **options)
        self._count(1 + picked)

    async def picks(self, menu: str, option: str) -> None:
        await self.pilot.picks(menu, option)
        self._count(1)

    async def presses(self, label: str) -> None:
        await self.pilot.presses(label)
        self._count(1)

    async def fills(self, **fields: str) -> None:
        assert self.pilot.form is not None, self.pilot.last_error
        known = {field.key: field.kind for field in self.pilot.form.fields}
        await self.pilot.fills(**fields)
        assert not self.pilot.errors
        self._count(1 + sum(known.get(key) in CHOSEN for key in fields))

    def _count(self, clicks: int) -> None:
        self.clicks, self.calls = self.clicks + clicks, self.calls + 1

    @property
    def slot(self) -> str:
        """The first open time of the form."""
        assert self.pilot.form is not None
        return self.pilot.form.field("slot").options[0]


async def slack_student_by_form(_stage: Stage, sam: Finger) -> None:
    await sam.types("/book-session")
    await sam.fills(mentor="Ana", topic="Clicks")
    if sam.pilot.form is not None:
        await sam.fills()


async def slack_student_with_a_time(_stage: Stage, sam: Finger) -> None:
    await sam.types("/book-session @Ana Clicks")
    await sam.fills(slot=sam.slot)


async def discord_student_by_options(stage: Stage, mia: Finger) -> None:
    await zoned(stage, mia.pilot, "London")
    await mia.types("/book-session", picked=2, mentor="Ana", topic="Clicks", when="wed 10:00")


async def newcomer_on_discord(_stage: Stage, mia: Finger) -> None:
    await mia.types("/book-session")
    await mia.picks("Choose your time zone", "London")
    await mia.picks("Choose a mentor", "Ana")
    await mia.presses("Suggest a time…")
    await mia.fills(topic="Clicks", when="2026-12-02 10:00")


async def newcomer_who_picks_a_time(_stage: Stage, mia: Finger) -> None:
    await mia.types("/book-session")
    await mia.picks("Choose your time zone", "London")
    await mia.picks("Choose a mentor", "Ana")
    await mia.picks("Choose a time", "Wed 2 Dec, 10:00")
    await mia.fills(topic="Clicks")


async def student_who_picks_a_day_further_off(stage: Stage, mia: Finger) -> None:
    """The zone is known; the day leads to its times, which are picked in the form."""
    await zoned(stage, mia.pilot, "London")
    await mia.types("/book-session")
    await mia.picks("Choose a mentor", "Ana")
    await mia.picks("Or choose a day", "Wed 9 Dec")
    await mia.fills(topic="Clicks", slot=mia.slot)


async def newcomer_who_picks_an_open_time(_stage: Stage, mia: Finger) -> None:
    await mia.types("/book-session", picked=1, mentor="Ana")
    await mia.picks("Choose your time zone", "London")
    await mia.fills(topic="Clicks", slot=mia.slot)


async def newcomer_by_options(_stage: Stage, mia: Finger) -> None:
    await mia.types("/book-session", picked=1, exact=True, mentor="Ana", topic="Clicks", when="wed 10:00")
    await mia.picks("Choose your time zone", "London")
    await mia.presses(mia.pilot.sees("Which time do you mean?").buttons[0])


JOURNEYS: tuple[tuple[Callable[[Stage, Finger], Coroutine[None, None, None]], str, int], ...] = (
    (slack_student_by_form, "sam", 4),
    (slack_student_with_a_time, "sam", 4),
    (discord_student_by_options, "mia", 3),
    (newcomer_on_discord, "mia", 5),
    (newcomer_who_picks_a_time, "mia", 5),
    (student_who_picks_a_day_further_off, "mia", 5),
    (newcomer_who_picks_an_open_time, "mia", 5),
    (newcomer_by_options, "mia", 5),
)


@pytest.mark.parametrize(("journey", "who", "most"), JOURNEYS, ids=[one[0].__name__ for one in JOURNEYS])
async def test_a_request_is_sent_within_so_many_clicks(
    stage: Stage,
    capsys: pytest.CaptureFixture[str],
    journey: Callable[[Stage, Finger], Coroutine[None, None, None]],
    who: str,
    most: int,
) -> None:
    finger = Finger(stage.pilot(who))
    await journey(stage, finger)
    await stage.settle()
    stage.pilot("ana").sees("Clicks", "Pending")
    with capsys.disabled():
        print(f"{journey.__name__}: {finger.clicks} clicks, {finger.calls} acts that reach the bot")  # noqa: T201 - to be read
    assert finger.clicks <= most


@pytest.mark.parametrize("mentor", ["ana", "ken"])
async def test_a_mentor_says_yes_with_one(
    stage: Stage, capsys: pytest.CaptureFixture[str], mentor: str
) -> None:
    answerer = Finger(stage.pilot(mentor))
    await ask(stage, stage.pilot("sam"), answerer.pilot.name, "Clicks")
    await answerer.presses("Accept")
    await stage.settle()
    answerer.pilot.sees("Clicks", "Confirmed")
    with capsys.disabled():
        print(f"{mentor} as a mentor: {answerer.clicks} click")  # noqa: T201 - to be read
    assert answerer.clicks == 1

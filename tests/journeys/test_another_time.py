"""Another time: suggested by either side, before and after the yes, taken, declined or taken back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.playground.seed import SAM
from core.domain.acts import Reject
from core.domain.requests import RequestText, Wish
from core.ports.platform import Profile
from core.services.bookings import Press
from tests.journeys.steps import EITHER_WAY, ask, both_see, zoned

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.pilots.seen import SeenCard
    from bot.playground.stage import Stage

CITY = {"sam": "Berlin", "ana": "Lisbon", "mia": "London", "ken": "Tokyo"}


def time_button(card: SeenCard) -> str:
    """Return the label of the first suggested time: the time itself."""
    return next(label for label in card.buttons if ":" in label)


async def suggested(
    stage: Stage, student: str, mentor: str, by: str, *, accepted: bool
) -> tuple[Pilot, Pilot]:
    """Let one side suggest Friday noon; return who suggested it and who has to answer."""
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Moving")
    if accepted:
        await answerer.presses("Accept")
        await stage.settle()
    side, other = (asker, answerer) if by == "student" else (answerer, asker)
    if side.name in {"Ken", "Mia"}:
        await zoned(stage, side, CITY[side.name.lower()])
    await side.presses("Reschedule…" if accepted else "Suggest another time…", on="Moving")
    await side.fills(when="2026-12-04 12:00", note="That suits me better.")
    await stage.settle()
    assert not side.errors
    card = other.sees("suggests another time", "Fri 4 Dec 2026", "That suits me better.")
    assert "None of these…" in card.buttons
    assert time_button(card).startswith(("Fri 4 Dec", "Thu 3 Dec"))
    assert "None of these…" not in side.sees("You suggest:").buttons
    return side, other


@pytest.mark.parametrize(
    ("student", "mentor", "by", "accepted"),
    [
        ("sam", "ana", "mentor", False),
        ("mia", "ken", "mentor", False),
        ("sam", "ken", "mentor", False),
        ("mia", "ana", "mentor", True),
        ("sam", "ken", "student", True),
        ("mia", "ana", "student", True),
        ("mia", "ken", "student", True),
    ],
)
async def test_the_new_time_is_taken(
    stage: Stage, student: str, mentor: str, by: str, accepted: bool
) -> None:
    side, other = await suggested(stage, student, mentor, by, accepted=accepted)
    await other.presses(time_button(other.sees("suggests another time", "Moving")))
    await stage.settle()
    assert "accepted the new time" in side.pings[-1].text
    side.sees("Moving", "Session with", "Confirmed", "Fri 4 Dec 2026 12:00")
    other.sees("Moving", "Session with", "Confirmed", "Fri 4 Dec 2026")
    await both_see(stage, (side, other), "Upcoming sessions (1)", "Fri 4 Dec 2026")


@pytest.mark.parametrize(
    ("student", "mentor", "accepted"),
    [("sam", "ana", True), ("mia", "ken", True), ("sam", "ken", False), ("mia", "ana", False)],
)
async def test_the_old_time_is_kept(stage: Stage, student: str, mentor: str, accepted: bool) -> None:
    side, other = await suggested(stage, student, mentor, "mentor", accepted=accepted)
    await other.presses("None of these…")
    await other.presses("Keep the old time")
    await stage.settle()
    assert "closed the suggestion, and nothing changes" in side.pings[-1].text
    words = ("Confirmed" if accepted else "Pending", "2 Dec 2026")
    for pilot in (side, other):
        card = pilot.sees("Moving", "Session with" if accepted else "session", *words)
        assert "suggest" not in card.text


@pytest.mark.parametrize(("student", "mentor"), EITHER_WAY)
async def test_a_suggestion_is_taken_back(stage: Stage, student: str, mentor: str) -> None:
    side, other = await suggested(stage, student, mentor, "mentor", accepted=True)
    await side.presses("Take back suggestion")
    await stage.settle()
    card = other.sees("Moving", "Session with")
    assert "None of these…" not in card.buttons
    assert "2 Dec 2026" in card.text


async def test_a_suggestion_is_answered_by_another_one(stage: Stage) -> None:
    ken, sam = await suggested(stage, "sam", "ken", "mentor", accepted=True)
    await sam.presses("Reschedule…", on="Moving")
    await sam.fills(when="2026-12-05 11:00")
    await stage.settle()
    assert "None of these…" not in sam.sees("You suggest:", "5 Dec").buttons
    await ken.presses(time_button(ken.sees("suggests another time", "5 Dec")))
    await stage.settle()
    sam.sees("Moving", "Session with", "Confirmed", "Sat 5 Dec 2026 11:00")


async def test_one_of_three_times_is_taken(stage: Stage) -> None:
    mia, ana = stage.pilot("mia"), stage.pilot("ana")
    await ask(stage, mia, "Ana", "Moving")
    await ana.presses("Suggest another time…")
    await ana.fills(when="2026-12-04 12:00", when2="2026-12-04 13:00", when3="2026-12-04 14:00")
    await stage.settle()
    await mia.presses(mia.sees("suggests another time").buttons[1])
    await stage.settle()
    ana.sees("Moving", "Session with", "Confirmed", "Fri 4 Dec 2026 13:00")


@pytest.mark.wide
async def test_lists_of_twenty_sessions_are_paged(stage: Stage) -> None:
    await twenty_declined(stage)
    for pilot in (stage.pilot("sam"), stage.pilot("ken")):
        assert await paged(stage, pilot) == [f"Topic {number:02}" for number in reversed(range(20))]


async def paged(stage: Stage, pilot: Pilot) -> list[str]:
    """Return the topics of all past sessions, in the order in which somebody leafs through them."""
    await pilot.types("/my-sessions", show="past")
    await stage.settle()
    seen: list[str] = []
    while "More" in (card := pilot.cards[-1]).buttons:
        seen += re.findall(r"Topic \d\d", card.text)
        await pilot.presses("More", on="Past sessions (20)")
        await stage.settle()
    return seen + re.findall(r"Topic \d\d", card.text)


async def twenty_declined(stage: Stage) -> None:
    """Let Sam be declined by Ken twenty times, without a message for each."""
    bot, now = stage.bot, stage.now()
    found = {one.key: await bot.people.at(stage.address(one)) for one in stage.people}
    sam = await bot.people.greet(stage.address(SAM), Profile(name="Sam", zone=SAM.zone))
    ken = found["ken"]
    assert ken is not None
    for number in range(20):
        wish = Wish(text=RequestText(f"Topic {number:02}"), start=now + timedelta(days=2 + number))
        stage.clock.move(timedelta(minutes=10))
        made = await bot.bookings.ask(sam, ken.id, wish, key=f"ask {number}")
        await bot.bookings.act(Press(ken, made.view.booking.id, Reject(reply=""), f"no {number}"))
    await stage.settle()

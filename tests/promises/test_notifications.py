"""Few messages: each journey is counted message by message, and docs/notifications.md says what was counted."""

from __future__ import annotations

import itertools
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from core.domain.booking import Status
from core.domain.mentor_search import ANY
from core.domain.requests import RequestText
from core.domain.series import Date
from core.ports.call import Trigger
from core.services.series import SeriesWish
from tests.promises.deeds import asks, pings_of, presses, text
from tests.promises.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from core.domain.booking import Booking

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAGE = Path(__file__).parents[2] / "docs" / "notifications.md"
PAIRS = [("sam", "ana"), ("mia", "ken"), ("sam", "ken"), ("mia", "ana")]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    opened = World(f"sqlite:///{tmp_path / 'world.db'}")
    await opened.open()
    yield opened
    assert opened.broken == []
    await opened.store.close()


async def held(world: World, student: str, mentor: str) -> None:
    booking = await asks(world, student, mentor, "Talk", world.now + 3 * DAY)
    await presses(world, mentor, "accept", booking)
    for step in (2 * DAY, DAY - HOUR / 6, HOUR / 6, 2 * HOUR):
        await world.pass_time(step)
    await presses(world, student, "feedback", booking, "good", "done")
    await world.pass_time(3 * DAY)


async def declined(world: World, student: str, mentor: str) -> None:
    booking = await asks(world, student, mentor, "Talk", world.now + 3 * DAY)
    await answers(world, mentor, "decline", booking, reply="On holiday")
    await world.pass_time(4 * DAY)


async def unanswered(world: World, student: str, mentor: str) -> None:
    await asks(world, student, mentor, "Talk", world.now + 5 * DAY)
    for _ in range(5 * 24):
        await world.pass_time(HOUR)


async def agreed_later(world: World, student: str, mentor: str) -> None:
    booking = await asks(world, student, mentor, "Talk")
    await presses(world, mentor, "accept", booking)
    when = (world.now + 5 * DAY).isoformat()
    await answers(world, mentor, "propose", booking, when=when)
    (now,) = await world.all_bookings()
    await presses(world, student, "accept-time", booking, str(now.version), "0")


async def in_series(world: World, student: str, mentor: str) -> None:
    """Ask for four sessions and have all accepted; how they are held is told as for any other."""
    service, sam = world.core.services.series, world.people[student]
    days = tuple(Date(world.now + 3 * DAY + 7 * DAY * week) for week in range(4))
    wish = SeriesWish(mentor=world.people[mentor].id, text=RequestText("Talk"), days=days)
    plan = await service.plan(sam, wish)
    await service.ask_for(sam, wish, mask=plan.mask, key="series")
    await world.worker.deliver_due()
    first = min(await world.all_bookings(), key=lambda one: one.starts_at or world.now)
    await presses(world, mentor, "accept-all", first)


async def in_turn(world: World, student: str, _mentor: str) -> None:
    await world.does(student, Trigger.FORM, "book-session", mentor=ANY, topic="Talk")
    (first,) = await world.all_bookings()
    names = {one.id: name for name, one in world.people.items()}
    await answers(world, names[first.mentor], "decline", first, reply="On holiday")
    (second,) = [one for one in await world.all_bookings() if one.status is Status.PENDING]
    await presses(world, names[second.mentor], "accept", second)


async def answers(world: World, who: str, route: str, booking: Booking, **values: str) -> None:
    (now,) = [one for one in await world.all_bookings() if one.id == booking.id]
    await world.does(who, Trigger.FORM, route, now.id.hex, str(now.version), **values)


JOURNEYS: dict[str, tuple[Callable[[World, str, str], Awaitable[None]], int, int]] = {
    "accepted, held, completed": (held, 5, 4),
    "declined": (declined, 1, 1),
    "never answered": (unanswered, 2, 3),
    "accepted without a time, a time suggested and taken": (agreed_later, 3, 2),
    "a series of four, accepted at once": (in_series, 1, 1),
    "any suitable mentor: the first declines, the next accepts": (in_turn, 1, 1),
}
"""Each journey with the most messages that the student and the mentor may be sent: what makes a sound.

The student's own card, which tells nothing new when it is sent, is not counted.
"""


async def counted(world: World, name: str, student: str, mentor: str) -> tuple[int, int]:
    await JOURNEYS[name][0](world, student, mentor)
    return len(pings_of(world, student)) - 1, len(pings_of(world, mentor))


@pytest.mark.parametrize("name", JOURNEYS)
@pytest.mark.parametrize(("student", "mentor"), [PAIRS[0], pytest.param(*PAIRS[1], marks=pytest.mark.wide)])
async def test_nobody_is_sent_more_than_this(world: World, name: str, student: str, mentor: str) -> None:
    students, mentors = await counted(world, name, student, mentor)
    _, most_of_student, most_of_mentor = JOURNEYS[name]
    assert students <= most_of_student, [text(card) for card in pings_of(world, student)]
    assert mentors <= most_of_mentor, [text(card) for card in pings_of(world, mentor)]
    for who in (student, mentor):
        for one, other in itertools.pairwise(pings_of(world, who)):
            assert text(one) != text(other), "two neighbours say the same"
    assert f"| {name} | {students} | {mentors} |" in PAGE.read_text(encoding="utf-8")


def test_the_page_counts_nothing_else() -> None:
    rows = re.findall(r"^\| (.+?) \| \d+ \| \d+ \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == list(JOURNEYS)

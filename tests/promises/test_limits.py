"""What keeps mentors sane: how many requests may wait, how many may be sent, and until when each can be answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from core.domain.errors import BadInput
from core.domain.people import Mentor, PersonId
from core.domain.policy import Policy
from core.domain.requests import AskedSoFar, check_asked
from core.ports.call import Trigger
from core.ports.replies import Refuse
from tests.factories import a_person
from tests.plain import line
from tests.promises.deeds import asks, presses
from tests.promises.world import MORNING, World

if TYPE_CHECKING:
    from core.domain.booking import Booking

HOUR = timedelta(hours=1)
USUAL = Policy()


@pytest.mark.parametrize("waiting", range(8))
@pytest.mark.parametrize("sent", [0, 9, 10, 11])
def test_five_may_wait_and_ten_be_sent_in_an_hour(waiting: int, sent: int) -> None:
    sam = a_person(name="Sam")
    mentor = Mentor(person=a_person(id=PersonId(UUID(int=9))), headline="", since=MORNING)
    standing = AskedSoFar(waiting, sent, None)
    if waiting < 5 and sent < 10:
        check_asked(sam, mentor, standing, USUAL)
    else:
        with pytest.raises(BadInput):
            check_asked(sam, mentor, standing, USUAL)


async def _world(policy: Policy) -> World:
    world = World("sqlite://", policy=policy)
    await world.open()
    return world


async def _refused(world: World, mentor: str) -> str:
    """Ask, and return the sentence of the refusal; empty when the request was made."""
    to = world.people[mentor].id.hex
    reply = await world.does("sam", Trigger.FORM, "book-session", mentor=to, topic="Again")
    return line(next(iter(reply.fields.values()))) if isinstance(reply, Refuse) and reply.fields else ""


async def test_who_has_too_many_that_wait_is_told_how_many() -> None:
    world = await _world(Policy(open_requests=1))
    first = await asks(world, "sam", "ana", "First")
    assert "1 request" in await _refused(world, "ken")
    await presses(world, "sam", "withdraw", first)
    assert await _refused(world, "ken") == ""
    await world.store.close()


async def test_one_request_at_a_time_waits_for_the_same_mentor() -> None:
    world = await _world(USUAL)
    first = await asks(world, "sam", "ana", "First")
    assert first.ref in await _refused(world, "ana")
    await presses(world, "sam", "withdraw", first)
    assert await _refused(world, "ana") == ""
    await world.store.close()


async def test_who_has_sent_too_many_waits_an_hour() -> None:
    world = await _world(Policy(requests_per_hour=2))
    for mentor in ("ana", "ken"):
        booking = await asks(world, "sam", mentor, "One more")
        await presses(world, "sam", "withdraw", booking)
    assert "within an hour" in await _refused(world, "ana")
    await world.pass_time(HOUR + timedelta(seconds=1))
    assert await _refused(world, "ana") == ""
    await world.store.close()


async def _now(world: World, booking: Booking) -> Booking:
    (found,) = [one for one in await world.all_bookings() if one.id == booking.id]
    return found


async def test_a_request_is_answered_an_hour_before_it_begins_at_the_latest() -> None:
    world = await _world(USUAL)
    booking = await asks(world, "sam", "ana", "Soon", MORNING + 5 * HOUR)
    assert booking.answer_by == MORNING + 4 * HOUR
    await world.store.close()


async def test_a_change_of_a_request_counts_its_deadline_anew() -> None:
    world = await _world(USUAL)
    booking = await asks(world, "sam", "ana", "Later", MORNING + 90 * HOUR)
    assert booking.answer_by == MORNING + USUAL.answer_within
    await world.pass_time(10 * HOUR)
    later = (MORNING + 95 * HOUR).isoformat()
    form = (booking.id.hex, str(booking.version))
    await world.does("sam", Trigger.FORM, "change", *form, topic="Later", when=later)
    assert (await _now(world, booking)).answer_by == MORNING + 10 * HOUR + USUAL.answer_within
    await world.store.close()

"""One setting decides how long an answer may take, for whatever is asked, and what is shown is what is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.booking import Status
from core.domain.policy import Policy
from core.ports.call import Trigger
from core.times.read import show
from core.times.zones import zone
from tests.plain import plain
from tests.promises.deeds import asks, presses
from tests.promises.world import MANY, MORNING, World

if TYPE_CHECKING:
    from core.domain.booking import Booking

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SECOND = timedelta(seconds=1)
TONIGHT = MORNING + 9 * HOUR


@given(
    within=st.integers(1, 14 * 24).map(lambda hours: timedelta(hours=hours)),
    ahead=st.none() | st.integers(1, 60 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes)),
)
def test_a_deadline_is_the_setting_and_never_later_than_helps(
    within: timedelta, ahead: timedelta | None
) -> None:
    start = None if ahead is None else MORNING + ahead
    until = Policy(answer_within=within).answer_by(start, MORNING)
    if start is None:
        assert until == MORNING + within
    else:
        assert MORNING < until <= min(MORNING + within, start)
        assert until in {MORNING + within, start - HOUR, start}


async def a_world(within: timedelta) -> World:
    world = World("sqlite://", policy=replace(MANY, answer_within=within))
    await world.open()
    return world


async def shown(world: World, who: str, booking: Booking) -> str:
    reply = await world.does(who, Trigger.BUTTON, "show", booking.id.hex)
    card = getattr(reply, "card", None)
    assert card is not None
    return plain(card)


async def now(world: World, booking: Booking) -> Booking:
    (found,) = [one for one in await world.all_bookings() if one.id == booking.id]
    return found


def until(instant: datetime) -> str:
    return show(instant, zone("Europe/Berlin"))


@pytest.mark.parametrize("hours", [24, 48, 168])
@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.sampled(2)
async def test_a_suggestion_has_the_whole_time_and_the_request_lives_as_long(hours: int, dated: bool) -> None:
    """A request for tonight, and another time weeks on: nobody has to answer before tonight."""
    within = timedelta(hours=hours)
    world = await a_world(within)
    asked = await asks(world, "sam", "ken", "Alpha", TONIGHT if dated else None)
    assert until(TONIGHT - HOUR if dated else MORNING + within) in await shown(world, "ken", asked)
    world.now += HOUR
    await suggests(world, asked, MORNING + 20 * DAY)
    ends = world.now + within
    for who in ("sam", "ken"):
        assert until(ends) in await shown(world, who, asked)
    world.now = ends - SECOND
    await world.bookings.sweep()
    assert (await now(world, asked)).proposal is not None
    await presses(world, "sam", "accept-time", asked, "2", "0")
    assert (await now(world, asked)).status is Status.ACCEPTED
    await world.store.close()


async def test_a_suggestion_never_outlives_its_last_time() -> None:
    world = await a_world(timedelta(hours=48))
    asked = await asks(world, "sam", "ken", "Alpha", TONIGHT)
    await suggests(world, asked, TONIGHT + HOUR)
    assert until(TONIGHT + HOUR) in await shown(world, "sam", asked)
    world.now = TONIGHT + HOUR
    await world.bookings.sweep()
    left = await now(world, asked)
    assert left.proposal is None and left.status is Status.EXPIRED
    await world.store.close()


@pytest.mark.parametrize("hours", [24, 48, 168])
async def test_a_request_without_a_time_lasts_as_long_as_the_setting_says(hours: int) -> None:
    """A deadline is judged at the press: no sweep has run."""
    world = await a_world(timedelta(hours=hours))
    in_time, late = await asks(world, "sam", "ken", "Alpha"), await asks(world, "mia", "ken", "Beta")
    world.now = MORNING + timedelta(hours=hours) - SECOND
    await presses(world, "ken", "accept", in_time)
    assert (await now(world, in_time)).status is Status.ACCEPTED
    world.now += SECOND
    await presses(world, "ken", "accept", late)
    assert (await now(world, late)).status is Status.EXPIRED
    await world.store.close()


async def suggests(world: World, booking: Booking, when: datetime) -> None:
    await world.does("ken", Trigger.FORM, "propose", booking.id.hex, "1", when=f"<t:{int(when.timestamp())}>")

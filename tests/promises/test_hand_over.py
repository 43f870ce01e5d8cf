"""A request to any suitable mentor is always with one of them: whoever answers, is late, leaves, or presses at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from core.domain.acts import Accept, Cancel, Edit, Reject
from core.domain.booking import Role, Slot, Status
from core.domain.errors import BadInput, BookingError
from core.domain.profiles import ProfileForm
from core.domain.requests import RequestText, Wish
from core.services.bookings import Press
from core.services.mentor_search import Needed
from tests.promises.ledger import open_ledger
from tests.promises.rules import held_time_is_of_open_bookings, history_is_whole, no_overlap
from tests.promises.world import World
from tests.store.postgres import fresh_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from core.domain.acts import Doing
    from core.domain.booking import Booking

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOURS = "Mon-Sun 08:00-20:00"
KEYS = count()


@pytest.fixture(params=["sqlite", "postgres"])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    opened = World(f"sqlite:///{tmp_path / 'a.db'}" if request.param == "sqlite" else fresh_database())
    await opened.open()
    for name, skills in (("ana", "design"), ("ken", "rust, python"), ("eve", "rust")):
        typed = ProfileForm(headline="Mentor", zone="Europe/Berlin", skills=skills, hours=HOURS)
        await opened.people_service.save_profile(opened.people[name], typed)
    yield opened
    assert opened.broken == []
    await opened.store.close()


async def search(
    world: World, *, after: timedelta | None = 2 * DAY, skills: str = "", topic: str = "x"
) -> Booking:
    wish = Wish(text=RequestText(topic), start=world.now + after if after else None, picked=True)
    key = f"search {next(KEYS)}"
    asked = await world.core.services.mentor_search.ask(
        world.people["sam"], Needed(wish=wish, skills=skills), key=key
    )
    return asked.view.booking


async def act(world: World, who: str, booking: Booking, doing: Doing) -> BookingError | None:
    """Do one act as somebody; return what refused it."""
    press = Press(world.people[who], booking.id, doing, f"act {next(KEYS)}", booking.version)
    return (await world.bookings.act(press)).error


async def chain(world: World) -> list[Booking]:
    """Return the bookings of the one search there is, the first one first; of them at most one is open."""
    ledger = await open_ledger(world.store)
    found = sorted(ledger.bookings.values(), key=lambda one: one.search.place if one.search else 0)
    assert sum(one.status.is_open for one in found) <= 1, "two mentors hold it at once"
    no_overlap(found)
    held_time_is_of_open_bookings(ledger)
    for one in found:
        history_is_whole(one, await world.store.read(lambda tx, one=one: tx.history(one.id)))  # type: ignore[misc]
        following = one.search.following if one.search else None
        assert following is None or following in ledger.bookings
    return found


def name_of(world: World, booking: Booking) -> str:
    return next(name for name, one in world.people.items() if one.id == booking.mentor)


async def test_it_goes_from_one_to_the_next_and_ends_with_nobody(world: World) -> None:
    booking = await search(world)
    assert booking.search is not None and len(booking.search.mentors) == 3
    assert booking.answer_by == world.now + world.policy.answer_within / 3
    await act(world, name_of(world, booking), booking, Reject(reply="No"))
    first, second = await chain(world)
    assert (first.status, second.status) == (Status.REJECTED, Status.PENDING)
    assert second.starts_at == first.starts_at
    world.now = second.answer_by
    await world.bookings.sweep()
    _, second, third = await chain(world)
    assert (second.status, third.status) == (Status.EXPIRED, Status.PENDING)
    await act(world, name_of(world, third), third, Reject())
    assert [one.status.is_open for one in await chain(world)] == [False] * 3


async def test_a_press_on_what_went_on_is_judged_by_what_it_means(world: World) -> None:
    booking = await search(world)
    await act(world, name_of(world, booking), booking, Reject())
    edit = Edit(text=RequestText("Other"), slot=None, offering=None, minutes=30, answer_by=world.now + DAY)
    refused = await act(world, "sam", booking, edit)
    assert refused is not None and refused.code == "stale"
    assert await act(world, "sam", booking, Cancel()) is None, "whoever withdraws means the request"
    first, second = await chain(world)
    assert (first.status, second.status) == (Status.REJECTED, Status.CANCELLED)


@pytest.mark.parametrize("why", ["paused", "busy"])
async def test_who_cannot_take_it_any_more_is_passed_over(world: World, why: str) -> None:
    booking = await search(world)
    assert booking.search is not None
    names = {one.id: name for name, one in world.people.items()}
    _, second, third = (names[who] for who in booking.search.mentors)
    if why == "paused":
        await world.people_service.pause(world.people[second], until=None)
    else:
        wish = Wish(text=RequestText("Mine"), start=booking.starts_at)
        mia, whom = world.people["mia"], world.people[second].id
        await world.bookings.ask(mia, whom, wish, key="mine")
    await act(world, name_of(world, booking), booking, Reject())
    ledger = await open_ledger(world.store)
    (now,) = [one for one in ledger.bookings.values() if one.search and one.status is Status.PENDING]
    assert name_of(world, now) == third


async def test_a_mentor_who_leaves_hands_it_on_and_a_student_who_leaves_ends_it(world: World) -> None:
    booking = await search(world)
    who = world.people[name_of(world, booking)]
    assert await world.core.services.presence.note(who.address, here=False)
    first, second = await chain(world)
    assert first.left and second.status is Status.PENDING
    assert await world.core.services.presence.note(world.people["sam"].address, here=False)
    assert [one.status for one in await chain(world)] == [Status.CANCELLED] * 2


@pytest.mark.parametrize("rival", ["late", "withdraw", "again"])
async def test_of_two_presses_at_once_one_counts_and_one_mentor_is_asked(world: World, rival: str) -> None:
    """An answer against the deadline, a withdrawal, and the other answer of the same mentor."""
    booking = await search(world)
    mentor = name_of(world, booking)
    if rival == "late":
        world.now = booking.answer_by
        await asyncio.gather(act(world, mentor, booking, Accept()), world.bookings.sweep())
        statuses = [one.status for one in await chain(world)]
        assert statuses == [Status.EXPIRED, Status.PENDING]
    elif rival == "withdraw":
        await asyncio.gather(act(world, mentor, booking, Reject()), act(world, "sam", booking, Cancel()))
        assert not any(one.status.is_open for one in await chain(world)), "withdrawn is withdrawn"
    else:
        await asyncio.gather(act(world, mentor, booking, Reject()), act(world, mentor, booking, Accept()))
        found = await chain(world)
        assert sum(one.status.is_open for one in found) == 1
        assert {Status.ACCEPTED, Status.PENDING} & {found[-1].status}


async def test_what_is_needed_decides_first_and_then_who_has_least_to_do(world: World) -> None:
    booking = await search(world, skills="rust")
    assert booking.search is not None and len(booking.search.mentors) == 2
    busy = name_of(world, booking)
    await act(world, busy, booking, Accept())
    other = await search(world, after=3 * DAY, skills="rust")
    assert name_of(world, other) != busy
    with pytest.raises(BadInput) as nobody:
        await search(world, after=4 * DAY, skills="basket weaving")
    assert nobody.value.fields["mentor"].code == "nobody_suitable"


async def test_a_time_that_the_student_has_not_is_refused_at_once(world: World) -> None:
    booking = await search(world)
    with pytest.raises(BadInput) as refused:
        await search(world)
    assert refused.value.fields["when"].code == "time_yours_taken"
    assert [one.id for one in await chain(world)] == [booking.id]


async def test_nobody_is_asked_beyond_the_start(world: World) -> None:
    booking = await search(world, after=3 * HOUR)
    assert booking.starts_at is not None and booking.answer_by < booking.starts_at
    world.now = booking.starts_at
    await world.bookings.sweep()
    (only,) = await chain(world)
    assert only.status is Status.EXPIRED


async def test_the_student_has_one_card_of_it(world: World) -> None:
    booking = await search(world)
    await world.worker.deliver_due()
    await act(world, name_of(world, booking), booking, Reject())
    await world.worker.deliver_due()
    _, second = await chain(world)
    sam = world.people["sam"].id
    placed = await world.store.read(lambda tx: tx.placements(second.id, sam))
    assert [(one.version, one.booking) for one in placed] == [(second.version, second.id)]
    assert await world.store.read(lambda tx: tx.placements(booking.id, sam)) == []


async def test_a_card_that_was_not_sent_yet_is_sent_of_whom_it_is_with(world: World) -> None:
    booking = await search(world)
    await act(world, name_of(world, booking), booking, Reject())
    await world.worker.deliver_due()
    _, second = await chain(world)
    cards = [
        one.card.about.booking
        for platform in world.platforms.values()
        for one in platform.messages.values()
        if one.to.user == "sam" and one.card.about
    ]
    assert cards == [second.id]


async def test_a_changed_time_is_asked_of_the_next_one(world: World) -> None:
    booking = await search(world)
    assert booking.slot is not None
    later = Slot(booking.slot.starts_at + DAY, 30)
    edit = Edit(text=RequestText("Later"), slot=later, offering=None, minutes=30, answer_by=world.now + HOUR)
    await act(world, "sam", booking, edit)
    await act(world, name_of(world, booking), replace(booking, version=2), Reject())
    _, second = await chain(world)
    assert (second.slot, second.topic) == (later, "Later")
    lines = await world.store.read(lambda tx: tx.history(second.id))
    assert (lines[0].moved.by, lines[0].who) == (Role.SYSTEM, None)
